from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import actions
from accounts.models import User
from tests.accounts.conftest import PASSWORD

Standing = User.Standing


def soon(**span: float) -> datetime:
    return timezone.now() + timedelta(**(span or {"days": 1}))


def refusal(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return error.value.messages[0]


# --- Opening ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_opened_account_has_its_name_key_address_and_password() -> None:
    user = actions.open_account("Bob@Example.COM", "  Ｂｏｂ   Sato ", PASSWORD)
    user.refresh_from_db()
    assert (user.email, user.name, user.name_key, user.slug) == (
        "bob@example.com",
        "Bob Sato",
        "bobsato",
        "bob-sato",
    )
    assert user.check_password(PASSWORD)
    assert not user.is_verified
    assert list(EmailAddress.objects.values_list("user", "email", "primary", "verified")) == [
        (user.pk, "bob@example.com", True, False)
    ]


@pytest.mark.django_db
def test_an_account_can_be_opened_as_verified() -> None:
    user = actions.open_account("bob@example.com", "Bob", PASSWORD, verified=True)
    assert user.is_verified
    assert EmailAddress.objects.get().verified


@pytest.mark.django_db
def test_an_account_without_a_password_lets_nobody_in_by_one() -> None:
    user = actions.open_account("bob@example.com", "Bob", None)
    assert not user.has_usable_password()
    assert not user.check_password("")


@pytest.mark.parametrize(
    ("email", "name", "password", "words"),
    [
        ("nonsense", "Bob", PASSWORD, "valid email address"),
        ("bob@example.com", "Moderator", PASSWORD, "taken for the site itself"),
        ("bob@example.com", "Bob", "short", "too short"),
        ("bob@example.com", "Bob", "password", "too common"),
        ("bob.smith@example.com", "Bob", "bob.smith", "too similar to the e-mail address"),
        ("alice@example.com", "Bob", PASSWORD, "account with this e-mail address already"),
        ("ALICE@example.com", "Bob", PASSWORD, "account with this e-mail address already"),
        ("bob@example.com", "AIice-Tanaka", PASSWORD, "has this name, or one that looks like it"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_nothing_is_stored(
    email: str, name: str, password: str, words: str, alice: User
) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.open_account(email, name, password)
    assert words in " ".join(refused.value.messages)
    assert list(User.objects.all()) == [alice]
    assert EmailAddress.objects.count() == 1


@pytest.mark.django_db
def test_two_names_that_would_have_the_same_address_get_different_ones() -> None:
    first, second = (
        actions.open_account(f"m{n}@example.com", name, None) for n, name in enumerate(["करण", "किरण"])
    )
    assert (first.slug, second.slug) == ("करण", "करण-2")


@pytest.mark.django_db
def test_an_account_that_was_never_used_can_be_withdrawn() -> None:
    user = actions.open_account("bob@example.com", "Bob", PASSWORD)
    actions.withdraw(user)
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()


def test_an_account_in_use_cannot_be_withdrawn(alice: User) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.withdraw(alice)
    assert "in use already" in refusal(refused)
    assert User.objects.filter(pk=alice.pk).exists()


@pytest.mark.django_db
def test_a_name_is_free_again_when_its_account_was_not_confirmed_for_long(alice: User) -> None:
    week_ago = timezone.now() - timedelta(days=7)
    for name, more in {
        "Forgotten": {},
        "Quick": {"joined_at": week_ago + timedelta(minutes=1)},
        "Working here": {"is_staff": True},
        "Seen": {"last_login": week_ago},
    }.items():
        user = actions.open_account(f"{name.replace(' ', '')}@example.com", name, PASSWORD)
        User.objects.filter(pk=user.pk).update(**{"joined_at": week_ago - timedelta(minutes=1), **more})
    assert actions.withdraw_unconfirmed(week_ago) == 1
    assert set(User.objects.values_list("name", flat=True)) == {
        "Alice Tanaka",
        "Quick",
        "Working here",
        "Seen",
    }
    assert actions.open_account("other@example.com", "Forgotten", PASSWORD).pk


@pytest.mark.django_db
def test_verifying_is_noted_once() -> None:
    user = actions.open_account("bob@example.com", "Bob", PASSWORD)
    first = actions.verify(user).verified_at
    assert first and EmailAddress.objects.get().verified
    assert actions.verify(User.objects.get()).verified_at == first


@pytest.mark.django_db
def test_the_first_administrator_can_log_in_at_once() -> None:
    user = User.objects.create_superuser("root@example.com", "Rosa  Lind", PASSWORD)
    assert (user.name, user.is_staff, user.is_superuser, user.is_verified) == ("Rosa Lind", True, True, True)
    with pytest.raises(ValidationError):
        User.objects.create_superuser("two@example.com", "admin", PASSWORD)


# --- Standing ---------------------------------------------------------------------------------------------------


def test_a_suspension_is_stored_with_its_end_and_reason(alice: User) -> None:
    until = soon()
    actions.suspend(alice, until=until, reason=" Insults. ")
    stored = User.objects.get()
    assert (stored.standing, stored.suspended_until, stored.standing_reason) == (
        Standing.SUSPENDED,
        until,
        "Insults.",
    )
    assert stored.is_suspended


def test_a_suspension_ends_by_itself(alice: User) -> None:
    actions.suspend(alice, until=soon(), reason="Insults.")
    User.objects.update(suspended_until=timezone.now() - timedelta(seconds=1))
    assert not User.objects.get().is_suspended


def test_a_suspension_must_end_in_the_future(alice: User) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.suspend(alice, until=timezone.now() - timedelta(seconds=1), reason="Insults.")
    assert refusal(refused) == "A suspension must end in the future."
    assert User.objects.get().standing == Standing.GOOD


def test_a_ban_does_not_end_and_leaves_the_member_logged_in(alice: User) -> None:
    actions.ban(alice, reason="Spam.")
    stored = User.objects.get()
    assert (stored.standing, stored.suspended_until, stored.is_active) == (Standing.BANNED, None, True)
    assert stored.is_suspended


def test_a_ban_replaces_a_suspension_but_not_the_other_way_round(alice: User) -> None:
    actions.suspend(alice, until=soon(), reason="Insults.")
    actions.ban(alice, reason="Spam.")
    with pytest.raises(ValidationError) as refused:
        actions.suspend(alice, until=soon(), reason="Again.")
    assert refusal(refused) == "This member is banned. Lift the ban first."
    assert User.objects.get().standing_reason == "Spam."


@pytest.mark.parametrize(("reason", "words"), [("  ", "Say why"), ("x" * 301, "at most 300 characters")])
def test_a_reason_must_be_given_and_short(alice: User, reason: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.ban(alice, reason=reason)
    assert words in refusal(refused)
    assert User.objects.get().standing == Standing.GOOD


def test_lifting_brings_back_good_standing(alice: User) -> None:
    actions.ban(alice, reason="Spam.")
    actions.lift(alice)
    stored = User.objects.get()
    assert (stored.standing, stored.standing_reason, stored.suspended_until) == (Standing.GOOD, "", None)
    with pytest.raises(ValidationError) as refused:
        actions.lift(alice)
    assert "nothing to lift" in refusal(refused)
