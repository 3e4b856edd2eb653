"""What is held and slowed by itself, and for how long things are kept: changed in the admin, each change in the log."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from board.actions.log import record
from board.actions.refusals import Refused
from board.models import Guard, LogEntry

SETTINGS = (
    *("first_comments", "new_member_days", "hold_new_links", "most_links", "hold_repeated"),
    *("heated_signs", "heated_hours", "slow_minutes", "after_days", "after_mode", "keep_removed_days"),
)


@transaction.atomic
def change_settings(moderator: Any, **given: Any) -> Guard:
    """Stores what differs from what holds already, with an entry for each: `slow_minutes=5` → `slow_minutes=10`.

    They hold from the next comment on. ValidationError for a value that the field does not take, TypeError for a
    setting that there is not.
    """
    if not moderator.has_perm("board.change_guard"):
        raise Refused(_("Only a senior moderator changes these settings."))
    if unknown := given.keys() - set(SETTINGS):
        raise TypeError(f"no settings: {', '.join(sorted(unknown))}")
    guard = Guard.objects.select_for_update().get(pk=1)
    before = {name: getattr(guard, name) for name in SETTINGS if name in given}
    changed = [name for name, value in before.items() if value != given[name]]
    for name in changed:
        setattr(guard, name, given[name])
    guard.clean_fields()
    if changed:
        guard.save(update_fields=changed)
    for name in changed:
        old, new = f"{name}={before[name]}", f"{name}={given[name]}"
        record(LogEntry.Verb.SETTINGS, moderator, before=old, after=new)
    return guard
