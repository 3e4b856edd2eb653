"""A comment in its context: its text as readers see it, who quotes it, what it said before, what was done."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.admin import seen
from board.discussions.quotes import html_now, html_of
from board.models import Case, Comment, Quote

Status = Comment.Status


def facts(comment: Comment) -> dict[str, Any]:
    quotes = Quote.objects.filter(source=comment).exclude(comment=comment)
    return {
        "text": html_now(comment),
        "quotes": quotes.select_related("comment__author").order_by("comment__number", "index"),
        "revisions": comment.revisions.select_related("redaction"),
        "reports": comment.reports.open().select_related("member"),
        "waits": why_it_waits(comment),
        "acts": comment.log.select_related("moderator"),
    }


def as_readers_see(comment: Comment) -> dict[str, Any]:
    """For those who do not moderate: what the history and the discussion show."""
    earlier = list(comment.revisions.filter(redaction=None))
    for revision in earlier:
        revision.html = html_of(revision.body, comment)
    quotes = facts(comment)["quotes"].filter(comment__status=Status.PUBLISHED)
    return {"revisions": earlier, "quotes": quotes, "reports": (), "waits": "", "acts": ()}


def actions(comment: Comment, moderator: Any) -> dict[str, Any]:
    """The buttons and links on the page, and what they send along. Nobody moderates their own comments."""
    approve, restore = ("approve", _("Approve")), ("restore", _("Restore"))
    remove = ("remove", _("Remove …"))
    kept = [("approve", _("Keep it"))] if waiting(comment) else []
    offered = {Status.HELD: [approve, remove], Status.PUBLISHED: [*kept, remove], Status.REMOVED: [restore]}
    if comment.author_id == moderator.pk:
        note = _("This is your own comment: another moderator decides about it.")
        return {"actions_note": note, "reports": ()}
    is_there = comment.status in (Status.HELD, Status.PUBLISHED)
    edit_out = reverse("admin:board_comment_redact", args=[comment.pk])
    return {
        "offered": offered.get(Status(comment.status), []),
        "links": [(edit_out, _("Edit out …"))] if is_there else [],
        "hidden": seen.sent_along(seen.newest([comment.pk])),
    }


def waiting(comment: Comment) -> Case | None:
    """Why it is on the desk; None where it is not."""
    return getattr(comment, "case", None)


def why_it_waits(comment: Comment) -> str:
    """`3 reports`, `held: it holds many links`, the very words that caught it; nothing for what does not wait."""
    if not (case := waiting(comment)):
        return ""
    count = case.report_count
    reported = ngettext("%(n)d report", "%(n)d reports", count) % {"n": count} if count else ""
    held = _("held: %(cause)s") % {"cause": case.get_cause_display()} if case.cause else ""
    return "; ".join(filter(None, [reported, held, case.caught]))
