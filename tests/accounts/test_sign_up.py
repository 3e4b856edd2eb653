from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.limits import MAIL_BY_RECIPIENT
from accounts.models import Mail, User
from tests.accounts.conftest import PASSWORD, WANTED

SIGN_UP, LOGIN = reverse("account_signup"), reverse("account_login")
CONFIRM = reverse("account_email_verification_sent")
CodeInMail = Callable[[str], str]

pytestmark = pytest.mark.django_db


def sign_up(client: Client, **typed: str) -> Any:
    bob = {"email": "bob@example.com", "username": "Bob Sato", "password1": PASSWORD}
    return client.post(SIGN_UP, {**bob, **typed})


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- From the form to the wanted page ---------------------------------------------------------------------------


def test_signing_up_leads_over_the_code_to_the_wanted_page(client: Client, code_in_mail: CodeInMail) -> None:
    answer = client.get(LOGIN, {"next": WANTED})
    answer = client.get(answer.context["signup_url"])
    assert f'name="next" value="{WANTED.replace("&", "&amp;")}"' in answer.content.decode()
    answer = sign_up(client, next=WANTED)
    assert answer.headers["Location"] == CONFIRM
    assert not is_logged_in(client)
    assert not User.objects.get().is_verified
    answer = client.post(CONFIRM, {"code": code_in_mail("bob@example.com")})
    assert answer.headers["Location"] == WANTED
    assert is_logged_in(client)
    user = User.objects.get()
    assert (user.email, user.name, user.slug) == ("bob@example.com", "Bob Sato", "bob-sato")
    assert user.is_verified and user.check_password(PASSWORD)
    assert EmailAddress.objects.get().verified


def test_the_code_page_says_where_the_code_went(client: Client) -> None:
    sign_up(client)
    page = client.get(CONFIRM).content.decode()
    assert "We have sent a code to <strong>bob@example.com</strong>" in page
    assert "This site has no mail server yet: the code is in <code>" in page


def test_with_a_mail_server_the_code_page_says_nothing_of_files(client: Client, settings: Any) -> None:
    settings.MAIL_GOES_TO_FOLDER = False
    sign_up(client)
    assert "no mail server" not in client.get(CONFIRM).content.decode()


def test_the_code_is_found_in_subject_and_text(client: Client, code_in_mail: CodeInMail) -> None:
    sign_up(client)
    mail = Mail.objects.get()
    assert mail.subject == f"[Hiroba] {code_in_mail('bob@example.com')} is your code"
    assert mail.body.startswith("Welcome to Hiroba. ")
    assert mail.body.endswith("-- \nHiroba\nhttp://testserver/")


def test_the_account_and_its_mail_are_stored_together_or_not_at_all(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **options: object) -> None:
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr(Mail.objects, "create", broken)
    with pytest.raises(DatabaseError):
        sign_up(client)
    assert not User.objects.exists()


# --- The code ---------------------------------------------------------------------------------------------------


def test_a_wrong_code_is_told_beside_the_field_and_stays_there(client: Client) -> None:
    sign_up(client)
    answer = client.post(CONFIRM, {"code": "000 000"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<p class="field-error" id="id_code_error">This code is not right.' in page
    assert 'aria-invalid="true"' in page and 'aria-describedby="id_code_error"' in page
    assert 'value="000 000"' in page
    assert not is_logged_in(client)


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(
    client: Client, code_in_mail: CodeInMail
) -> None:
    sign_up(client)
    code = code_in_mail("bob@example.com")
    for _ in range(5):
        answer = client.post(CONFIRM, {"code": "000000"})
    assert answer.headers["Location"] == LOGIN
    client.post(CONFIRM, {"code": code})
    assert not User.objects.get().is_verified


def test_another_code_can_be_had_and_the_first_one_is_worth_nothing_then(
    client: Client, code_in_mail: CodeInMail
) -> None:
    sign_up(client, next=WANTED)
    first = code_in_mail("bob@example.com")
    answer = client.post(CONFIRM, {"action": "resend"}, follow=True)
    assert "Another code is on its way." in answer.content.decode()
    second = code_in_mail("bob@example.com")
    assert first != second
    assert client.post(CONFIRM, {"code": first}).status_code == 422
    assert client.post(CONFIRM, {"code": second}).headers["Location"] == WANTED


def test_codes_are_sent_four_times_for_one_sign_up(client: Client) -> None:
    sign_up(client)
    for _ in range(6):
        client.post(CONFIRM, {"action": "resend"})
    assert Mail.objects.count() == 4
    assert "Send another code" not in client.get(CONFIRM).content.decode()


def test_whoever_leaves_before_the_code_gets_one_when_they_log_in(
    client: Client, code_in_mail: CodeInMail
) -> None:
    sign_up(client)
    other = Client()
    answer = other.post(LOGIN, {"login": "bob sato", "password": PASSWORD, "next": WANTED})
    assert answer.headers["Location"] == CONFIRM
    assert not is_logged_in(other)
    assert other.post(CONFIRM, {"code": code_in_mail("bob@example.com")}).headers["Location"] == WANTED


# --- Another address --------------------------------------------------------------------------------------------


def test_another_address_can_be_given_before_the_code(client: Client, code_in_mail: CodeInMail) -> None:
    sign_up(client, email="bobb@example.com", next=WANTED)
    answer = client.post(reverse("account_signup_again"), follow=True)
    page = answer.content.decode()
    assert 'value="bobb@example.com"' in page and 'value="Bob Sato"' in page
    assert not User.objects.exists()
    sign_up(client, email="bob@example.com", next=answer.context["redirect_field_value"])
    answer = client.post(CONFIRM, {"code": code_in_mail("bob@example.com")})
    assert answer.headers["Location"] == WANTED
    assert User.objects.get().email == "bob@example.com"


def test_nobody_elses_account_is_withdrawn_that_way(client: Client, alice: User) -> None:
    client.post(reverse("account_signup_again"))
    client.force_login(alice)
    client.post(reverse("account_signup_again"))
    assert User.objects.get() == alice
    assert client.get(reverse("account_signup_again")).status_code == 405


# --- What cannot be ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("email", "nonsense", "valid email address"),
        ("email", "", "required"),
        ("username", "Alice-Tanaka", "Another member has this name, or one that looks like it."),
        ("username", "AIice Tanaka", "Another member has this name, or one that looks like it."),
        ("username", "Pаul", "mixes alphabets"),
        ("username", "Moderator", "taken for the site itself"),
        ("username", "x" * 41, "1 character too long"),
        ("username", "", "required"),
        ("password1", "short", "too short"),
        ("password1", "bob sato", "too similar to the name"),
        ("password1", "", "required"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_the_rest_is_kept(
    field: str, typed: str, words: str, client: Client, alice: User
) -> None:
    answer = sign_up(client, **{field: typed})
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert words in str(errors[field])
    page = answer.content.decode()
    assert f'id="id_{field}_error"' in page
    if field == "username":
        assert 'value="bob@example.com"' in page
    assert PASSWORD not in page
    assert User.objects.count() == 1


def test_whoever_is_quicker_by_a_moment_has_the_name(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    check = actions.refuse_taken_name

    def check_and_lose_the_race(name: str) -> None:
        check(name)
        monkeypatch.setattr(actions, "refuse_taken_name", check)
        actions.open_account("quick@example.com", name, None)

    monkeypatch.setattr(actions, "refuse_taken_name", check_and_lose_the_race)
    answer = sign_up(client)
    assert answer.status_code == 422
    assert "Another member has this name" in str(answer.context["form"].errors["username"])
    assert list(User.objects.values_list("email", flat=True)) == ["quick@example.com"]


def test_nobody_can_sign_up_where_it_is_closed(client: Client, settings: Any) -> None:
    settings.SIGN_UP = False
    assert "New members cannot join at the moment." in sign_up(client).content.decode()
    assert not User.objects.exists()


def test_a_member_who_is_logged_in_is_sent_on(as_alice: Client) -> None:
    assert as_alice.get(SIGN_UP, {"next": WANTED}).headers["Location"] == WANTED


# --- Nobody learns who has an account ---------------------------------------------------------------------------


def test_an_address_with_an_account_is_answered_like_any_other(client: Client, alice: User) -> None:
    other = Client()
    known, unknown = sign_up(client, email="alice@example.com", username="Carol"), sign_up(other)
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    pages = [visitor.get(CONFIRM).content.decode() for visitor in (client, other)]
    first, second = (without_tokens(page.replace("alice@", "bob@")) for page in pages)
    assert first == second
    assert list(User.objects.values_list("name", flat=True)) == ["Alice Tanaka", "Bob Sato"]
    mail = Mail.objects.get(to="alice@example.com")
    assert mail.subject == "[Hiroba] You have an account already"
    assert f"http://testserver{reverse('account_reset_password')}" in mail.body


def test_giving_another_address_works_the_same_for_an_address_with_an_account(
    client: Client, alice: User
) -> None:
    sign_up(client, email="alice@example.com", username="Carol", next=WANTED)
    answer = client.post(reverse("account_signup_again"), follow=True)
    assert 'value="Carol"' in answer.content.decode()
    assert answer.context["redirect_field_value"] == WANTED
    assert User.objects.get() == alice


def without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


# --- Limits -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("limits_on")
def test_one_address_signs_up_a_limited_number_of_times(client: Client) -> None:
    for _ in range(30):
        assert sign_up(client, username="").status_code == 422
    answer = sign_up(client)
    assert answer.status_code == 429
    assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    page = answer.content.decode()
    assert "Please try again in 60 minutes." in page
    assert 'value="bob@example.com"' in page and 'value="Bob Sato"' in page and PASSWORD not in page
    assert not User.objects.exists()
    assert sign_up(Client(REMOTE_ADDR="192.0.2.77")).status_code == 302


@pytest.mark.usefixtures("limits_on")
def test_nobodys_box_is_flooded_with_codes(client: Client) -> None:
    for number in range(MAIL_BY_RECIPIENT.count):
        assert sign_up(Client(), username=f"Bob {chr(65 + number)}{chr(97 + number)}").status_code == 302
    answer = sign_up(client, username="Carol Brook")
    assert answer.status_code == 429
    assert 'value="Carol Brook"' in answer.content.decode()
    assert Mail.objects.count() == MAIL_BY_RECIPIENT.count
    assert User.objects.count() == 1


@pytest.mark.usefixtures("limits_on")
def test_codes_are_guessed_a_limited_number_of_times(client: Client) -> None:
    for name in ("Bo Ab", "Bo Cd", "Bo Ef", "Bo Gh", "Bo Jk", "Bo Pq"):
        sign_up(client, username=name, email=f"{name[3:]}@example.com")
        for _ in range(5):
            client.post(CONFIRM, {"code": "000000"})
    sign_up(client)
    answer = client.post(CONFIRM, {"code": "123456"})
    assert answer.status_code == 429
    assert 'value="123456"' in answer.content.decode()
    assert "Retry-After" in answer.headers
