"""A log that was tampered with behind the database's back no longer fits together, and the command says where."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Right

from accounts.models import User
from board.actions.moderation import remove
from board.actions.sanctions import warn
from board.models import LogEntry, Notification
from board.rules import chain
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


@pytest.mark.usefixtures("_unguarded")
def test_a_missing_first_entry_is_found(log: list[LogEntry]) -> None:
    Notification.objects.all().delete()
    LogEntry.objects.filter(pk=log[0].pk).delete()
    with pytest.raises(CommandError, match=f"Entry {log[1].pk} does not fit.*The 0 before it fit together"):
        verify()


@pytest.mark.usefixtures("_unguarded")
def test_entries_in_another_order_are_found(log: list[LogEntry]) -> None:
    """Their keys are exchanged: the second and the third."""
    Notification.objects.all().delete()
    second, third = log[1].pk, log[2].pk
    for old, new in ((second, 9999), (third, second), (9999, third)):
        LogEntry.objects.filter(pk=old).update(id=new)
    with pytest.raises(CommandError, match=f"Entry {second} does not fit"):
        verify()


@pytest.mark.usefixtures("_unguarded")
def test_an_entry_that_was_put_in_is_found(log: list[LogEntry]) -> None:
    """Behind the newest, with the digest of another one; in between there is no room: `previous` stands once."""
    last = log[-1]
    forged = LogEntry(verb="ban", moderator=last.moderator, member=last.member, reason="Threats")
    forged.previous, forged.digest = last.digest, "0" * 64
    forged.save()
    with pytest.raises(CommandError, match=f"Entry {forged.pk} does not fit"):
        verify()
    second = LogEntry(
        verb="ban", moderator=last.moderator, reason="Threats", previous=log[1].digest, digest="1" * 64
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


@pytest.mark.usefixtures("_unguarded")
def test_a_log_that_was_written_anew_as_a_whole_is_found_by_a_digest_that_somebody_noted(
    log: list[LogEntry],
) -> None:
    """Who knows how the chain is made can make another one, but not one with the same digests."""
    head = log[-1].digest
    log[1].reason = "Nothing much"
    LogEntry.objects.filter(pk__in=[entry.pk for entry in log]).update(
        previous=Concat(Value("x"), Right("digest", 60))
    )
    chain.link(log, "")
    for entry in log:
        entry.save()
    assert verify().startswith("All 5 entries")
    with pytest.raises(CommandError, match="cut off at its end, or it was written anew"):
        verify(head=head)


@pytest.mark.parametrize("head", ["", "abc", "g" * 64, "0" * 63, "0" * 65, f"{'0' * 32} {'0' * 32}"])
def test_what_is_no_digest_is_said_to_be_none(log: list[LogEntry], head: str) -> None:
    with pytest.raises(CommandError, match="is no digest: give the 64 digits"):
        verify(head=head)


def test_a_noted_digest_may_be_in_capitals_and_between_spaces(log: list[LogEntry]) -> None:
    assert verify(head=f" {log[2].digest.upper()}\n") == verify()


def test_an_act_that_is_undone_leaves_no_entry_and_no_gap(log: list[LogEntry]) -> None:
    author, moderator = log[-1].member, log[-1].moderator
    assert author
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        warn(author, moderator, reason="Once more")
        raise ZeroDivisionError
    assert list(LogEntry.objects.order_by("pk")) == log
    assert verify().startswith("All 5 entries")
    warn(author, moderator, reason="At last")
    assert verify().startswith("All 6 entries")


def test_an_act_tells_those_whom_it_concerns_once_each(log: list[LogEntry]) -> None:
    author = User.objects.get(name="Amber")
    assert author.unread == Notification.objects.filter(member=author, about="own").count() == 5
    assert len({entry.salt for entry in log}) == 5
