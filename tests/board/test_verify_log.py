"""A log that was tampered with behind the database's back no longer fits together, and the command says where."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from board.actions.moderation import remove
from board.actions.sanctions import warn
from board.models import LogEntry, Notification
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

pytestmark = pytest.mark.django_db
TRIGGERS = ("update", "delete", "replace")


@pytest.fixture
def log() -> list[LogEntry]:
    """Five acts of one moderator."""
    moderator, author = StaffFactory(group="Moderators"), MemberFactory(name="Amber")
    article = ArticleFactory()
    for number in range(4):
        remove(say(article, author, f"Words {number}."), moderator, reason=f"Reason {number}")
    warn(author, moderator, reason="Enough now")
    return list(LogEntry.objects.order_by("pk"))


@pytest.fixture
def _unguarded() -> None:
    """What somebody does first who has the database's file and time."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for act in TRIGGERS:
                cursor.execute(f"DROP TRIGGER board_logentry_no_{act}")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")


def verify(**options: str) -> str:
    out = StringIO()
    call_command("verify_log", stdout=out, **options)
    return out.getvalue().strip()


def test_a_log_that_nobody_touched_fits_together(log: list[LogEntry]) -> None:
    assert verify() == f"All 5 entries fit together. The newest digest is {log[-1].digest}."
    assert verify(head=log[1].digest) == verify()


def test_an_empty_log_is_whole_too() -> None:
    assert verify() == "All 0 entries fit together. The newest digest is none."


@pytest.mark.usefixtures("_unguarded")
@pytest.mark.parametrize(
    "change", [{"reason": "Nothing much"}, {"moderator": None}, {"salt": "0"}, {"internal": "x"}]
)
def test_a_changed_entry_is_found(log: list[LogEntry], change: dict[str, object]) -> None:
    LogEntry.objects.filter(pk=log[2].pk).update(**change)
    with pytest.raises(
        CommandError, match=rf"Entry {log[2].pk} does not fit.*The 2 before it fit together\."
    ):
        verify()


@pytest.mark.usefixtures("_unguarded")
def test_a_missing_entry_is_found(log: list[LogEntry]) -> None:
    Notification.objects.all().delete()
    LogEntry.objects.filter(pk=log[1].pk).delete()
    with pytest.raises(CommandError, match=f"Entry {log[2].pk} does not fit"):
        verify()


@pytest.mark.usefixtures("_unguarded")
def test_entries_that_were_cut_off_are_found_by_a_digest_that_somebody_noted(log: list[LogEntry]) -> None:
    Notification.objects.all().delete()
    LogEntry.objects.filter(pk__in=[log[3].pk, log[4].pk]).delete()
    assert verify().startswith("All 3 entries")
    with pytest.raises(CommandError, match="cut off at its end, or it was written anew"):
        verify(head=log[4].digest)
    assert verify(head=log[2].digest) == verify()


def test_an_act_tells_those_whom_it_concerns_once_each(log: list[LogEntry]) -> None:
    author = User.objects.get(name="Amber")
    assert author.unread == Notification.objects.filter(member=author, about="own").count() == 5
    assert len({entry.salt for entry in log}) == 5
