"""What a member changes of their own account: password and e-mail, and where they are logged in."""

import re
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts.models import Mail, User
from accounts.templatetags.accounts import browser as called
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_security import REAUTHENTICATE, log_in, prove

CHANGE_PASSWORD, SESSIONS = reverse("account_change_password"), reverse("usersessions_list")

pytestmark = pytest.mark.django_db


# --- Browsers ---------------------------------------------------------------------------------------------------


def test_a_member_sees_their_browsers_and_logs_one_of_them_out(alice: User) -> None:
    here, there = Client(HTTP_USER_AGENT="This one"), Client(HTTP_USER_AGENT="That one")
    for browser in (here, there):
        log_in(browser)
    page = here.get(SESSIONS).content.decode()
    assert "This one" in page and "That one" in page and page.count("this browser") == 1
    other = UserSession.objects.get(user_agent="That one")
    assert here.post(reverse("usersessions_end", args=[other.pk])).status_code == 302
    assert there.get(SESSIONS).status_code == 302
    assert here.get(SESSIONS).status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("curl/8.0", "curl/8.0"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_called_what_people_call_it(user_agent: str, words: str) -> None:
    assert called(user_agent) == words


def test_nobody_logs_out_another_members_browser(alice: User, django_user_model: Any) -> None:
    alices, bobs = Client(), Client()
    log_in(alices)
    bobs.force_login(django_user_model.objects.create_user("bob@example.com", "Bob", PASSWORD))
    session = UserSession.objects.get(user=alice)
    assert bobs.post(reverse("usersessions_end", args=[session.pk])).status_code == 404
    assert Client().post(reverse("usersessions_end", args=[session.pk])).status_code == 302
    assert bobs.get(reverse("usersessions_end", args=[session.pk])).status_code == 405
    assert alices.get(SESSIONS).status_code == 200


def test_all_other_browsers_are_logged_out_at_once(alice: User) -> None:
    here, *others = (Client() for _ in range(3))
    for browser in (here, *others):
        log_in(browser)
    here.post(SESSIONS)
    assert [browser.get(SESSIONS).status_code for browser in (here, *others)] == [200, 302, 302]


# --- Password and e-mail ----------------------------------------------------------------------------------------


def test_a_new_password_logs_the_other_browsers_out(alice: User) -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        log_in(browser)
    here.post(CHANGE_PASSWORD, {"oldpassword": PASSWORD, "password1": "nine loud geese"})
    assert User.objects.get().check_password("nine loud geese")
    assert [browser.get(SESSIONS).status_code for browser in (here, there)] == [200, 302]
    mail = Mail.objects.get()
    assert mail.subject == "[Hiroba] Your password was changed"
    assert "from 127.0.0.1" in mail.body


def test_changing_the_password_takes_the_present_one(as_alice: Client) -> None:
    answer = as_alice.post(CHANGE_PASSWORD, {"oldpassword": "wrong", "password1": "nine loud geese"})
    assert answer.status_code == 422
    assert "This is not your present password." in answer.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_a_member_without_a_password_can_choose_one(as_alice: Client, alice: User) -> None:
    alice.set_unusable_password()
    alice.save()
    as_alice.force_login(alice)
    address = as_alice.get(CHANGE_PASSWORD).headers["Location"]
    assert as_alice.post(address, {"password1": "short"}).status_code == 422
    assert as_alice.post(address, {"password1": "nine loud geese"}).status_code == 302
    assert User.objects.get().check_password("nine loud geese")


def test_the_address_changes_when_the_code_from_the_new_one_is_given(
    as_alice: Client, alice: User, code_in_mail: Any
) -> None:
    address, confirm = reverse("account_email"), reverse("account_email_verification_sent")
    answer = as_alice.post(address, {"email": "new@example.com", "action_add": "1"})
    assert answer.headers["Location"].startswith(REAUTHENTICATE)
    answer = prove(as_alice, next=address)
    assert answer.headers["Location"] == confirm
    assert User.objects.get().email == "alice@example.com"
    assert "Keep the address that you have" in as_alice.get(confirm).content.decode()
    as_alice.post(confirm, {"code": code_in_mail("new@example.com")})
    assert User.objects.get().email == "new@example.com"
    assert list(alice.emailaddress_set.values_list("email", "primary", "verified")) == [
        ("new@example.com", True, True)
    ]
    assert (
        "changed from alice@example.com to new@example.com" in Mail.objects.get(to="alice@example.com").body
    )


def test_an_address_of_another_member_is_not_given_away(as_alice: Client, django_user_model: Any) -> None:
    django_user_model.objects.create_user("bob@example.com", "Bob", PASSWORD)
    prove(as_alice)
    as_alice.post(reverse("account_email"), {"email": "bob@example.com", "action_add": "1"})
    code = re.search(r"^\d{6}$", Mail.objects.get(to="bob@example.com").body, re.MULTILINE)
    answer = as_alice.post(reverse("account_email_verification_sent"), {"code": code[0]})
    assert answer.status_code == 422
    assert "There is an account with this e-mail address already." in answer.content.decode()
    assert User.objects.filter(email="alice@example.com").exists()
