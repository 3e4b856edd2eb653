"""Somebody says that a comment breaks the rules. It comes before the moderators; by itself it removes nothing."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.tasks import queue_mail
from board.actions import cases
from board.actions.comments import lock
from board.actions.discussions import cool_down
from board.actions.refusals import Refused, demand
from board.models import Article, Case, Comment, Report
from board.rules import moderation, permissions


@transaction.atomic
def report_comment(comment: Comment, member: Any, reason: str, remark: str = "") -> Report:
    """A member's report, once for each comment: it weighs as much as their earlier ones were right.

    Raises Refused with the sentence of `may_report`, ValueError for a reason that there is not, and
    Article.DoesNotExist where readers see no such story. Of `comment` only the keys are used.
    """
    comment, reason = _locked(comment), Report.Reason(reason)
    demand(permissions.may_report(member, comment))
    if Report.objects.filter(comment=comment, member=member).exists():
        raise Refused(_("You have reported this comment already."), conflict=True)
    weight = moderation.weight(*Report.objects.track_record(member))
    return _put(Report(comment=comment, member=member, reason=reason, remark=remark, weight=weight))


@transaction.atomic
def report_as_visitor(comment: Comment, name: str, email: str, remark: str) -> Report:
    """What the law forbids, reported by somebody without an account: each address once for each comment.

    A second time changes nothing and is not told, since nobody shall learn by it who has reported a comment.
    """
    comment, email = _locked(comment), email.lower()
    demand(permissions.may_be_reported(comment))
    if earlier := Report.objects.filter(comment=comment, member=None, email=email).first():
        return earlier
    report = Report(
        comment=comment, name=name, email=email, reason=Report.Reason.ILLEGAL, remark=remark,
        weight=moderation.weight(0, 0),
    )  # fmt: skip
    _send_receipt(report)
    return _put(report)


@transaction.atomic
def take_back(comment: Comment, member: Any) -> None:
    """Undoes the member's own report as long as it is undecided. Under sanction too: it takes a charge off somebody."""
    comment = _locked(comment)
    report = Report.objects.filter(comment=comment, member=member).first()
    if report is None:
        raise Refused(_("You have not reported this comment."), conflict=True)
    if report.outcome:
        raise Refused(_("Your report has been decided already."), conflict=True)
    report.delete()
    if case := Case.objects.filter(comment=comment).first():
        cases.weigh(case)


def _locked(comment: Comment) -> Comment:
    """The comment as it is now, under the lock of its article."""
    article = lock(comment.article_id)
    if not article.is_published:
        raise Article.DoesNotExist
    stored = Comment.objects.get(pk=comment.pk)
    stored.article = article
    return stored


def _put(report: Report) -> Report:
    """Brings the report before the moderators. What cools down is last: it may write to the log."""
    report.save()
    comment = report.comment
    cases.weigh(Case.objects.filter(comment=comment).first() or Case.objects.create(comment=comment))
    cool_down(comment.article)
    return report


def _send_receipt(report: Report) -> None:
    """Nothing of what was typed stands in it: anybody may give anybody's address."""
    subject = _("Your report of comment #%d") % report.comment_id
    body = _(
        "Hello,\n\nwe have received a report of comment #%d with this e-mail address: it says that the comment is"
        " illegal. A moderator looks at it, and you will be told what comes of it.\n\n"
        "If you have not reported anything, you need not do anything."
    )
    queue_mail(report.email, subject, body % report.comment_id)
