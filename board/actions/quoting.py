"""What becomes of those who quote a comment that was removed: the words that they quoted can be taken out."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from board.actions import moderation
from board.actions.refusals import Refused
from board.models import Comment, HouseRule
from board.rules import markup


@transaction.atomic
def take_quotes_out(
    comment: Comment,
    moderator: Any,
    *,
    source: Comment,
    rule: HouseRule | None = None,
    seen: int | None = None,
) -> Comment:
    """Takes what a comment quotes of `source`, which was removed, out of its text; all else stays.

    Its author has done nothing wrong, so they are told why in words of their own: not in those that the moderator
    chose for the author of the source. Readers see that a moderator did it, as with all words that are taken out.
    """
    comment = moderation.take(comment, moderator, seen)
    if comment.status not in (Comment.Status.PUBLISHED, Comment.Status.HELD):
        raise Refused(_("It is no longer there."), conflict=True)
    body = markup.without_quotes_of(source.pk, comment.body)
    if body == comment.body:
        raise Refused(_("It no longer quotes that comment."), conflict=True)
    if not body.strip():
        raise Refused(_("It says nothing but what it quotes: remove it instead."), conflict=True)
    reason = _("It quoted a comment that was removed.")
    return moderation.redact(comment, moderator, body=body, reason=reason, rule=rule, seen=seen)
