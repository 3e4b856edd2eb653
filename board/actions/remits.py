"""Which sections a moderator is limited to: set by administrators, each change one transaction with one log entry."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from board.actions.log import record
from board.actions.refusals import Refused
from board.models import LogEntry, Remit, Section

# What the log's columns hold.
MOST, MOST_INTERNAL = 60, 300


@transaction.atomic
def set_sections(
    moderator: User,
    administrator: Any,
    sections: Iterable[Section],
    *,
    seen: Collection[int] | None = None,
) -> None:
    """Limits a moderator to these sections, with their subsections; to none of them: they moderate everywhere.

    Those that they have already are no act. `seen`: what the administrator knew (ids); what somebody else has
    changed since is not overwritten.
    """
    moderator = User.objects.select_for_update(no_key=True).get(pk=moderator.pk)
    _refuse(moderator, administrator)
    before, after = _sections_of(moderator), sorted(sections, key=lambda section: section.pk)
    if before == after:
        return
    if seen is not None and {section.pk for section in before} != set(seen):
        raise Refused(_("Somebody else has changed this meanwhile. Look at it again first."), conflict=True)
    Remit.objects.filter(moderator=moderator).delete()
    Remit.objects.bulk_create(Remit(moderator=moderator, section=section) for section in after)
    was, now = _words(before), _words(after)
    internal = f"{was} → {now}"[:MOST_INTERNAL] if max(len(was), len(now)) > MOST else ""
    record(
        LogEntry.Verb.REMIT, administrator, member=moderator, before=_cut(was), after=_cut(now), internal=internal
    )  # fmt: skip


def _refuse(moderator: User, administrator: Any) -> None:
    if not (administrator.is_active and administrator.is_superuser):
        raise Refused(_("Only an administrator decides which sections somebody moderates."))
    if moderator.pk == administrator.pk:
        raise Refused(_("Nobody decides what they moderate themselves: ask another administrator."))


def _sections_of(moderator: User) -> list[Section]:
    return list(Section.objects.filter(remits__moderator=moderator).order_by("pk"))


def _words(sections: Collection[Section]) -> str:
    return ", ".join(section.name for section in sections) or _("all sections")


def _cut(words: str) -> str:
    return words if len(words) <= MOST else f"{words[: MOST - 1]}…"
