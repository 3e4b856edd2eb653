"""What the desk says at the place where something was done, or could not be."""

from dataclasses import dataclass
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from board.actions import desk
from board.actions.moderation import words_of
from board.admin import cleaning
from board.admin.bulk import is_id
from board.models import Comment, LogEntry
from board.rules import moments

Verb = LogEntry.Verb
# After these it may be that all of it has to go.
AGAINST = (Verb.REMOVE, Verb.HOLD, Verb.SUSPEND)


@dataclass
class Notice:
    """It stands above the entry `at`, or at the top where that is none. `comment` is what it is about.

    `typed`: what was written in a form that is not there any more. `undo`: the entry of the log to take back. `more`:
    what else its author wrote lately, and where that is removed. `has_told`: the page's messages are in its words.
    """

    words: str
    at: int
    comment: int
    is_refusal: bool = False
    typed: str = ""
    undo: int = 0
    undo_words: str = ""
    more: str = ""
    more_address: str = ""
    has_told: bool = False

    @property
    def anchor(self) -> str:
        """Of a comment that has left the desk its refusal takes the place, and is what the browser comes back to."""
        return f"case-{self.comment}" if self.is_refusal and self.at != self.comment else "notice"


def done(request: HttpRequest) -> Notice | None:
    """What the log says that the moderator has just done: to be read, and to be taken back where that can be."""
    entry_id, at = request.GET.get("done", ""), request.GET.get("at", "")
    mine = LogEntry.objects.filter(moderator=request.user)  # type: ignore[misc]
    around = ("comment", "member", "moderator")
    entry = mine.select_related(*around).filter(pk=entry_id).first() if is_id(entry_id) else None
    if entry is None:
        return None
    told = " ".join([words(entry), *map(str, get_messages(request))])
    notice = Notice(told, int(at) if is_id(at) else 0, entry.comment_id or 0, has_told=True)
    if desk.can_be_undone(entry):
        notice.undo, notice.undo_words = entry.pk, undo_words(entry)
    if entry.verb in AGAINST and entry.member_id:
        notice.more = cleaning.words(cleaning.lately([entry.member_id], request.user))
        notice.more_address = cleaning.page_for([entry.member_id])
    return notice


def words(entry: LogEntry) -> str:
    member = entry.member
    known = {
        Verb.APPROVE: _("Comment #%(comment)s by %(name)s is published."),
        Verb.KEEP: _("Comment #%(comment)s by %(name)s stays. Who reported it is told."),
        Verb.REMOVE: _("Comment #%(comment)s by %(name)s is removed: %(reason)s"),
        Verb.RESTORE: _("Comment #%(comment)s by %(name)s is published again."),
        Verb.WARN: _("%(name)s is warned: %(reason)s"),
        Verb.HOLD: _("All comments of %(name)s wait from now on: %(reason)s"),
        Verb.SUSPEND: _("%(name)s is suspended until %(until)s: %(reason)s"),
        Verb.LIFT: _("%(name)s may take part again."),
    }
    sentence = known.get(Verb(entry.verb))
    if sentence is None or member is None:
        return words_of(entry)
    given: dict[str, Any] = {"comment": entry.comment_id, "name": member.name, "reason": entry.reason}
    until = member.suspended_until
    return sentence % {**given, "until": moments.calendar(until) if until else ""}


def undo_words(entry: LogEntry) -> str:
    """Undoing is a new act, and says what it does: a comment that was held is published by it."""
    if entry.verb == Verb.REMOVE:
        was_held = entry.before == Comment.Status.HELD
        return _("Undo: publish it after all") if was_held else _("Undo: restore it")
    return _("Undo: lift it")
