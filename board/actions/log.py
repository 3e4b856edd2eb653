"""The moderation log, as every verb writes it: one entry, and word of it to those whom it concerns."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, router
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from board.actions.refusals import Refused
from board.models import HouseRule, LogEntry, Notification
from board.rules import chain

About = Notification.About
# Of PostgreSQL's advisory locks, the one under which the chain grows. The number means nothing.
CHAIN = 7_243_901


def record(
    verb: LogEntry.Verb, moderator: Any, *, tell: Iterable[tuple[int, About]] = (), **facts: Any
) -> LogEntry:
    """Writes one entry with these facts behind the newest, and a notification for each (member id, about) in `tell`.

    Inside the transaction of the act that it tells of. `moderator` is None for what the site did by itself. Entries
    are written one after another; so that nobody waits for another in a circle, all that an entry names is locked
    before the chain: the discussion by the verb, the members' rows in ascending order and the rule here.
    """
    told = list(tell)
    for member_id, count in sorted(Counter(member_id for member_id, _about in told).items()):
        User.objects.filter(pk=member_id).update(unread=F("unread") + count)
    if rule := facts.get("rule"):
        _lock_rule(rule)
    entry = LogEntry(verb=verb, moderator=moderator, **facts)
    append([entry])
    Notification.objects.bulk_create(
        Notification(member_id=member_id, about=about, entry=entry, created_at=entry.at)
        for member_id, about in told
    )
    return entry


def append(entries: Sequence[LogEntry]) -> None:
    """Stores entries behind the newest, in this order."""
    _lock_chain()
    chain.link(entries, newest_digest())
    LogEntry.objects.bulk_create(entries)


def newest_digest() -> str:
    """What the next entry is chained to; nothing for the first."""
    newest = LogEntry.objects.using(router.db_for_write(LogEntry)).order_by("-pk")
    return newest.values_list("digest", flat=True).first() or ""


def _lock_rule(rule: HouseRule) -> None:
    """Whoever writes it anew at this moment holds it, and waits for the chain."""
    if not list(HouseRule.objects.select_for_update(no_key=True).filter(pk=rule.pk).values_list("pk")):
        raise Refused(_("Say why: choose a house rule or write it in your own words."), conflict=True)


def _lock_chain() -> None:
    """SQLite's transactions come one after another anyway."""
    connection = connections[router.db_for_write(LogEntry)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN])
