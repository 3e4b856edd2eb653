import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from board.actions import mutes
from board.actions.refusals import Refused
from board.models import Mute
from tests.factories import MemberFactory, StaffFactory


def test_a_member_mutes_another_for_themselves_alone(alice: User, bob: User, carol: User) -> None:
    mutes.mute(bob, alice)
    assert Mute.objects.of(bob) == {alice.pk}
    assert Mute.objects.of(alice) == Mute.objects.of(carol) == set()


def test_a_second_time_changes_nothing(alice: User, bob: User) -> None:
    mutes.mute(bob, alice)
    first = Mute.objects.get()
    mutes.mute(bob, alice)
    assert (Mute.objects.get(), Mute.objects.get().muted_at) == (first, first.muted_at)


def test_it_is_taken_back_and_once_more_changes_nothing(alice: User, bob: User, carol: User) -> None:
    mutes.mute(bob, alice)
    mutes.mute(bob, carol)
    mutes.mute(carol, alice)
    for _n in range(2):
        mutes.unmute(bob, alice)
        assert Mute.objects.of(bob) == {carol.pk}
    assert Mute.objects.of(carol) == {alice.pk}


def test_nobody_mutes_themselves(bob: User) -> None:
    with pytest.raises(Refused, match="You cannot mute yourself"):
        mutes.mute(bob, bob)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mute.objects.create(member=bob, muted=bob)
    assert not Mute.objects.exists()


def test_the_database_holds_that_it_is_once(alice: User, bob: User) -> None:
    mutes.mute(bob, alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mute.objects.create(member=bob, muted=alice)


@pytest.mark.parametrize("standing", ["held", "suspended", "banned"])
def test_whoever_only_reads_mutes_too(alice: User, bob: User, standing: str) -> None:
    User.objects.filter(pk=bob.pk).update(standing=standing, verified_at=None)
    mutes.mute(User.objects.get(pk=bob.pk), alice)
    assert Mute.objects.of(bob) == {alice.pk}


def test_the_staff_can_be_muted(bob: User) -> None:
    moderator = StaffFactory(group="Moderators")
    mutes.mute(bob, moderator)
    assert Mute.objects.of(bob) == {moderator.pk}


def test_there_is_a_most(alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutes, "MOST", 3)
    others = MemberFactory.create_batch(3)
    for other in others:
        mutes.mute(bob, other)
    with pytest.raises(Refused, match="You have muted 3 members") as refusal:
        mutes.mute(bob, alice)
    assert refusal.value.conflict
    mutes.mute(bob, others[0])  # is muted already
    mutes.unmute(bob, others[0])
    mutes.mute(bob, alice)
    assert Mute.objects.of(bob) == {others[1].pk, others[2].pk, alice.pk}


def test_with_a_member_all_that_they_muted_and_who_muted_them_goes(bob: User, carol: User) -> None:
    mutes.mute(bob, carol)
    mutes.mute(carol, bob)
    carol.delete()
    assert not Mute.objects.exists()
