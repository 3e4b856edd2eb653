"""Who may do what in a discussion. Each answer is true or tells why not, in a sentence for the one who asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from board.rules import moments


@dataclass(frozen=True, slots=True)
class Answer:
    """`conflict`: the discussion has moved on, rather than it being forbidden to this member.

    `is_warning`: the member may as soon as they have acknowledged a moderator's warning.
    """

    why_not: str = ""
    conflict: bool = False
    is_warning: bool = False

    def __bool__(self) -> bool:
        return not self.why_not


YES = Answer()


def may_take_part(member: Any) -> Answer:
    """Whether somebody may write or vote at all: logged in, with a verified e-mail address and no sanction."""
    if not member.is_authenticated:
        return Answer(_("Please log in first."))
    if member.verified_at is None:
        return Answer(_("Please confirm your e-mail address first."))
    if member.standing == "banned":
        return Answer(_("Your account may read but not take part: %(why)s") % {"why": member.standing_reason})
    if member.is_suspended:
        return Answer(_suspended(member))
    return YES


def _suspended(member: Any) -> str:
    if member.suspended_until is None:
        return _("Your account is suspended: %(why)s") % {"why": member.standing_reason}
    return _("Your account is suspended until %(until)s: %(why)s") % {
        "until": moments.calendar(member.suspended_until),
        "why": member.standing_reason,
    }


def may_write(member: Any, article: Any) -> Answer:
    if article.is_closed:
        return Answer(_("This discussion is closed. You can still read it."), conflict=True)
    return may_take_part(member)


def may_comment(member: Any, article: Any) -> Answer:
    """Whoever was warned by a moderator says first that they have read it."""
    answer = may_write(member, article)
    if answer and member.warning:
        return Answer(_("A moderator has warned you: %(why)s") % {"why": member.warning}, is_warning=True)
    return answer


def may_reply(member: Any, comment: Any) -> Answer:
    if not comment.is_published:
        return Answer(_("This comment is no longer there to be answered."), conflict=True)
    return may_comment(member, comment.article)


def may_vote(member: Any, comment: Any) -> Answer:
    if not comment.is_published:
        return Answer(_("This comment is no longer there to be voted on."), conflict=True)
    if comment.article.is_closed:
        return Answer(_("This discussion is closed, and the votes with it."), conflict=True)
    if not (answer := may_take_part(member)):
        return answer
    if comment.author_id == member.pk:
        return Answer(_("You cannot vote on your own comment."))
    if comment.is_vote_void:
        return Answer(_("Moderators have voided your vote on this comment: it is not counted."))
    return YES


def may_edit(member: Any, comment: Any, *, now: datetime, window: timedelta) -> Answer:
    if comment.author_id != member.pk:
        return Answer(_("Only its author can edit a comment."))
    if comment.status not in ("published", "held"):
        return Answer(_("This comment is no longer there to be edited."), conflict=True)
    if now - comment.created_at > window:
        minutes = int(window.total_seconds() // 60)
        return Answer(
            _("A comment can be edited for %(minutes)d minutes. You can still delete it, or reply to it.")
            % {"minutes": minutes},
            conflict=True,
        )
    if comment.is_redacted:
        return Answer(
            _("A moderator has taken words out of this comment. You can still delete it."), conflict=True
        )
    return may_write(member, comment.article)


def may_delete(member: Any, comment: Any) -> Answer:
    """Authors may always take their words back, under sanction or in a closed discussion too."""
    if comment.author_id != member.pk:
        return Answer(_("Only its author can delete a comment."))
    if comment.status not in ("published", "held"):
        return Answer(_("This comment is no longer there."), conflict=True)
    return YES


def may_mute(member: Any, other: Any) -> Answer:
    """Whoever reads, under sanction too. The staff as well: what members must know reaches them by notices."""
    if member.pk == other.pk:
        return Answer(_("You cannot mute yourself."))
    return YES


def may_report(member: Any, comment: Any) -> Answer:
    """Also in a closed discussion, and while a warning waits to be read."""
    if not (answer := may_be_reported(comment)):
        return answer
    if not (answer := may_take_part(member)):
        return answer
    if comment.author_id == member.pk:
        return Answer(_("This is your own comment: you can delete it."))
    return YES


def may_be_reported(comment: Any) -> Answer:
    """By anybody, visitors too."""
    if not comment.is_published:
        return Answer(_("This comment is no longer there to be reported."), conflict=True)
    return YES


def may_moderate(moderator: Any, comment: Any, sections: Collection[int] | None) -> Answer:
    """`sections`: those that the moderator is limited to, None for all. A moderator of None is the site itself."""
    if moderator is not None and comment.author_id == moderator.pk:
        return Answer(_("Nobody moderates their own comments: ask another moderator."))
    return may_moderate_article(moderator, comment.article, sections)


def may_moderate_article(moderator: Any, article: Any, sections: Collection[int] | None) -> Answer:
    if moderator is None or sections is None or article.section_id in sections:
        return YES
    return Answer(_("You moderate other sections: leave this to those who moderate this one."))


def may_act_everywhere(sections: Collection[int] | None) -> Answer:
    """A sanction holds in all sections, so whoever is limited to some leaves it to those who moderate everywhere."""
    if sections is None:
        return YES
    return Answer(
        _("You moderate some sections, and this holds in all of them: ask who moderates everywhere.")
    )
