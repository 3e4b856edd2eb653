"""What moderators do about the author of a comment that waits: see `sanctions`, with the desk's question before."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from accounts.models import User
from board.actions import moderation, sanctions
from board.actions.refusals import Refused
from board.models import Comment, LogEntry, Report

Verb = LogEntry.Verb
SANCTIONS = (Verb.WARN, Verb.HOLD, Verb.SUSPEND, Verb.BAN, Verb.LIFT)


@transaction.atomic
def sanction(
    verb: Callable[..., User], comment: Comment, moderator: Any, /, *, seen: int, known: int, **given: Any
) -> User:
    """A verb of `sanctions` about the comment's author, from the desk.

    `seen` is the newest log entry about the comment, `known` the newest sanction of the author (0 for none) that the
    moderator knew of. Refused, in the words of what was done, where somebody else has been quicker.
    """
    comment = moderation.take(comment, moderator, seen)
    # The same locks as the verb's: nobody else's sanction comes between the look and the act.
    reporters = Report.objects.open().filter(comment=comment).exclude(member=None)
    member = sanctions.locked(comment.author_id, reporters.values_list("member", flat=True))
    newest = latest_sanction(member)
    if newest and newest.pk != known:
        raise Refused(moderation.words_of(newest), conflict=True)
    return verb(member, moderator, **given)


def undo(entry: LogEntry, moderator: Any) -> None:
    """Takes back what the entry tells of, by a new act. Refused where something else has been done since."""
    if entry.verb == Verb.REMOVE and entry.comment:
        moderation.restore(entry.comment, moderator, seen=entry.pk)
    elif entry.verb in (Verb.HOLD, Verb.SUSPEND) and entry.member:
        _lift(entry, entry.member, moderator)


@transaction.atomic
def _lift(entry: LogEntry, member: User, moderator: Any) -> None:
    member = User.objects.select_for_update(no_key=True).get(pk=member.pk)
    newest = latest_sanction(member)
    if newest and newest.pk != entry.pk:
        raise Refused(moderation.words_of(newest), conflict=True)
    sanctions.lift(member, moderator)


def can_be_undone(entry: LogEntry) -> bool:
    """Whether there is a verb for it, and the entry is the newest of its kind."""
    if entry.verb == Verb.REMOVE and entry.comment:
        return moderation.latest_act(entry.comment) == entry
    if entry.verb in (Verb.HOLD, Verb.SUSPEND) and entry.member:
        return latest_sanction(entry.member) == entry
    return False


def latest_sanction(member: User) -> LogEntry | None:
    of_member = LogEntry.objects.filter(member=member, verb__in=SANCTIONS).select_related("moderator")
    return of_member.order_by("-pk").first()
