"""A comment in its context: its text as readers see it, who quotes it, what it said before, what was done."""

from typing import Any

from django.utils.translation import gettext as _

from board.discussions.quotes import html_now
from board.models import Comment, Quote

Status = Comment.Status


def facts(comment: Comment) -> dict[str, Any]:
    quotes = Quote.objects.filter(source=comment).exclude(comment=comment)
    return {
        "text": html_now(comment),
        "quotes": quotes.select_related("comment__author").order_by("comment__number", "index"),
        "revisions": comment.revisions.all(),
        "acts": comment.log.select_related("moderator"),
    }


def actions(comment: Comment, moderator: Any) -> dict[str, Any]:
    """The buttons on the page: (name, words). Nobody moderates their own comments."""
    approve, restore = ("approve", _("Approve")), ("restore", _("Restore"))
    remove = ("remove", _("Remove …"))
    offered = {Status.HELD: [approve, remove], Status.PUBLISHED: [remove], Status.REMOVED: [restore]}
    if comment.author_id == moderator.pk:
        return {"actions_note": _("This is your own comment: another moderator decides about it.")}
    return {"offered": offered.get(Status(comment.status), [])}
