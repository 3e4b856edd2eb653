"""What waits on the moderators' desk: a case opens with a first report, or with a hold, and closes again."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.tasks import queue_mail
from board.actions.log import About
from board.models import Case, Comment, Report, WordRule
from board.rules import moderation

Outcome = Report.Outcome


def hold(comment: Comment, cause: Case.Cause, *, caught: str = "", rule: WordRule | None = None) -> Case:
    """A comment that was held, under the lock of its article, waits on the desk: why, and at which words."""
    case, _is_new = Case.objects.update_or_create(
        comment=comment, defaults={"cause": cause, "caught": caught[:200], "rule": rule}
    )
    return weigh(case)


def weigh(case: Case) -> Case:
    """Counts the case's open reports and works out its priority; one that nothing is left of is closed."""
    reports = list(Report.objects.open().filter(comment=case.comment_id).values_list("reason", "weight"))
    if not (reports or case.cause):
        case.delete()
        return case
    case.report_count = len(reports)
    case.priority = moderation.priority(reports, is_held=bool(case.cause))
    case.save(update_fields=["report_count", "priority"])
    return case


def settle(comment: Comment, outcome: Report.Outcome, *, mail: str = "") -> list[tuple[int, Any]]:
    """Closes the comment's case and decides its open reports. Whom to tell of it: see `log.record`.

    Visitors, who have no account, are told by `mail`, a sentence.
    """
    Case.objects.filter(comment=comment).delete()
    reports = list(Report.objects.open().filter(comment=comment))
    if not reports:
        return []
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(
        outcome=outcome, decided_at=timezone.now()
    )
    tell_visitors(reports, mail)
    return [(report.member_id, About.REPORT) for report in reports if report.member_id]


def tell_visitors(reports: Sequence[Report], sentence: str) -> None:
    for report in reports:
        if report.email and sentence:
            body = _("Hello %(name)s,\n\n%(sentence)s") % {"name": report.name, "sentence": sentence}
            queue_mail(report.email, _("Your report of comment #%d") % report.comment_id, body)
