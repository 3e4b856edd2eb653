from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import Limit, Mail, User
from tests.accounts.conftest import PASSWORD, WANTED

LOGIN, LOGOUT, RESET = reverse("account_login"), reverse("account_logout"), reverse("account_reset_password")
CONFIRM_RESET = reverse("account_confirm_password_reset_code")
COMPLETE_RESET = reverse("account_complete_password_reset")

pytestmark = pytest.mark.django_db


def log_in(client: Client, login: str = "alice@example.com", password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": login, "password": password, **more})


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize(
    "login",
    [
        *("alice@example.com", "ALICE@Example.com", " alice@example.com ", "Alice Tanaka", "alice tanaka"),
        *("ALICE TANAKA", "alice-tanaka", "Ａｌｉｃｅ Tanaka"),
    ],
)
def test_a_member_logs_in_by_e_mail_or_by_name(login: str, client: Client, alice: User) -> None:
    assert log_in(client, login, next=WANTED).headers["Location"] == WANTED
    assert who(client) == str(alice.pk)


def test_a_name_in_other_alphabets_logs_in_whatever_its_case(client: Client) -> None:
    user = actions.open_account("o@example.com", "Ördög Éva", PASSWORD, verified=True)
    log_in(client, "ÖRDÖG éva")
    assert who(client) == str(user.pk)


def test_logging_in_lasts_beyond_the_browsers_end(client: Client, alice: User) -> None:
    log_in(client)
    assert client.cookies["sessionid"]["max-age"] == 60 * 60 * 24 * 60


@pytest.mark.parametrize(
    ("login", "password", "words"),
    [
        ("alice@example.com", "wrong", "E-mail and password do not belong together."),
        ("nobody@example.com", PASSWORD, "E-mail and password do not belong together."),
        ("Alice Tanaka", "wrong", "Name and password do not belong together."),
        ("Nobody", PASSWORD, "Name and password do not belong together."),
    ],
)
def test_a_wrong_pair_is_refused_the_same_way_for_members_and_for_nobody(
    login: str, password: str, words: str, client: Client, alice: User
) -> None:
    answer = log_in(client, login, password)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert f'value="{login}"' in page and password not in page
    assert who(client) is None


def test_a_closed_account_is_told_so(client: Client, alice: User) -> None:
    User.objects.update(is_active=False)
    answer = client.post(LOGIN, {"login": "alice@example.com", "password": PASSWORD}, follow=True)
    assert "This account is closed" in answer.content.decode()
    assert who(client) is None


def test_a_banned_member_can_log_in_and_read(client: Client, alice: User) -> None:
    actions.ban(alice, reason="Spam.")
    assert log_in(client).status_code == 302
    assert who(client) == str(alice.pk)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
    ],
)
def test_logging_in_leads_to_no_other_host(elsewhere: str, client: Client, alice: User) -> None:
    assert log_in(client, next=elsewhere).headers["Location"] == "/"


def test_another_host_of_this_very_site_is_another_host(client: Client, alice: User, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://other.example"]
    assert log_in(client, next="http://other.example/").headers["Location"] == "/"


def test_a_page_wanted_once_is_not_wanted_for_ever(client: Client, alice: User) -> None:
    log_in(client, password="wrong", next=WANTED)
    assert log_in(client).headers["Location"] == "/"


def test_logging_out_takes_a_post(as_alice: Client) -> None:
    assert 'method="post"' in as_alice.get(LOGOUT).content.decode()
    assert who(as_alice)
    assert as_alice.post(LOGOUT, {"next": WANTED}).headers["Location"] == WANTED
    assert who(as_alice) is None
    assert as_alice.post(LOGOUT, {"next": "//evil.example"}).headers["Location"] == "/"


# --- Limits -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("limits_on")
def test_wrong_passwords_are_limited_for_each_name_whoever_tries(client: Client, alice: User) -> None:
    for number in range(10):
        assert log_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), password="wrong").status_code == 422
    answer = log_in(Client(REMOTE_ADDR="192.0.2.99"), login="ALICE@example.com", next=WANTED)
    page = answer.content.decode()
    assert answer.status_code == 429
    assert 890 < int(answer.headers["Retry-After"]) <= 900
    assert "Please try again in 15 minutes." in page
    assert 'value="ALICE@example.com"' in page and PASSWORD not in page
    assert f'name="next" value="{WANTED.replace("&", "&amp;")}"' in page
    assert log_in(client, "Somebody", "else").status_code == 422


@pytest.mark.usefixtures("limits_on")
def test_wrong_passwords_are_limited_for_each_visitor_whatever_the_name(client: Client, alice: User) -> None:
    for number in range(30):
        assert log_in(client, f"Nobody {number}", "wrong").status_code == 422
    assert log_in(client).status_code == 429
    assert who(client) is None
    assert log_in(Client(REMOTE_ADDR="192.0.2.99")).status_code == 302


@pytest.mark.usefixtures("limits_on", "counted_in_database")
def test_right_passwords_are_not_limited(alice: User) -> None:
    assert [log_in(Client()).status_code for _ in range(12)] == [302] * 12
    assert set(Limit.objects.values_list("count", flat=True)) == {0}


# --- A forgotten password ---------------------------------------------------------------------------------------


def test_a_forgotten_password_is_replaced_by_code_and_leads_to_the_wanted_page(
    client: Client, alice: User, code_in_mail: Callable[[str], str]
) -> None:
    page = client.get(LOGIN, {"next": WANTED}).content.decode()
    assert f"{RESET}?next=%2Fcategory%2Fharbour%2Fferry%2F%3Fview%3Dflat%23comment-12" in page
    answer = client.post(RESET, {"email": "Alice@Example.com", "next": WANTED})
    assert answer.headers["Location"].startswith(CONFIRM_RESET)
    answer = client.post(
        answer.headers["Location"], {"code": code_in_mail("alice@example.com").replace("-", " ")}
    )
    answer = client.post(answer.headers["Location"], {"password1": "nine loud geese", "next": WANTED})
    assert answer.headers["Location"] == WANTED
    assert who(client) == str(alice.pk)
    assert User.objects.get().check_password("nine loud geese")
    assert Mail.objects.filter(subject="[Hiroba] You have a new password").exists()


def test_the_wanted_page_is_found_even_if_a_step_forgets_it(
    client: Client, alice: User, code_in_mail: Callable[[str], str]
) -> None:
    client.post(RESET, {"email": "alice@example.com", "next": WANTED})
    client.post(CONFIRM_RESET, {"code": code_in_mail("alice@example.com")})
    answer = client.post(COMPLETE_RESET, {"password1": "nine loud geese"})
    assert answer.headers["Location"] == WANTED


def test_a_reset_verifies_an_address_that_was_not(client: Client, code_in_mail: Callable[[str], str]) -> None:
    actions.open_account("bob@example.com", "Bob", PASSWORD)
    client.post(RESET, {"email": "bob@example.com"})
    client.post(CONFIRM_RESET, {"code": code_in_mail("bob@example.com")})
    client.post(COMPLETE_RESET, {"password1": "nine loud geese"})
    assert User.objects.get().is_verified
    assert who(client)


def test_an_address_without_an_account_is_answered_like_any_other(client: Client, alice: User) -> None:
    other = Client()
    known, unknown = (
        client.post(RESET, {"email": "alice@example.com"}),
        other.post(RESET, {"email": "x@example.com"}),
    )
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert "There is no account with this address" in Mail.objects.get(to="x@example.com").subject
    for visitor in (client, other):
        assert visitor.post(CONFIRM_RESET, {"code": "000000000"}).status_code == 422


def test_three_wrong_codes_end_a_reset(
    client: Client, alice: User, code_in_mail: Callable[[str], str]
) -> None:
    client.post(RESET, {"email": "alice@example.com"})
    for _ in range(3):
        answer = client.post(CONFIRM_RESET, {"code": "000000000"})
    assert answer.headers["Location"] == LOGIN
    client.post(CONFIRM_RESET, {"code": code_in_mail("alice@example.com")})
    assert client.get(COMPLETE_RESET).status_code == 302


@pytest.mark.usefixtures("limits_on")
def test_nobodys_box_is_flooded_with_reset_codes(alice: User) -> None:
    statuses = [
        Client(REMOTE_ADDR=f"192.0.2.{n}").post(RESET, {"email": "alice@example.com"}).status_code
        for n in range(8)
    ]
    assert statuses == [302] * 6 + [429] * 2
    assert Mail.objects.count() == 6
