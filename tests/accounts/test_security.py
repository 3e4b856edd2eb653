import json
import re
import time
from html import unescape
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import Mail, User
from tests.accounts.authenticator import Passkey
from tests.accounts.conftest import PASSWORD, WANTED

LOGIN, REAUTHENTICATE = reverse("account_login"), reverse("account_reauthenticate")
APP, SECOND_STEP = reverse("mfa_activate_totp"), reverse("mfa_authenticate")
ADD_PASSKEY, PASSKEY_LOGIN = reverse("mfa_add_webauthn"), reverse("mfa_login_webauthn")
CHANGE_PASSWORD = reverse("account_change_password")

pytestmark = pytest.mark.django_db


def log_in(client: Client, **more: str) -> Any:
    return client.post(LOGIN, {"login": "Alice Tanaka", "password": PASSWORD, **more})


def prove(client: Client, **more: str) -> Any:
    return client.post(REAUTHENTICATE, {"password": PASSWORD, **more})


def code_of(secret: str, *, periods_ago: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - periods_ago))


def options_on(page: str) -> dict[str, Any]:
    return json.loads(unescape(re.search(r'data-options="([^"]+)"', page)[1]))


@pytest.fixture
def app(as_alice: Client, django_capture_on_commit_callbacks: Any) -> str:
    """The secret of the authenticator app that Alice switched on."""
    prove(as_alice)
    secret = as_alice.get(APP).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        assert as_alice.post(APP, {"code": code_of(secret)}).status_code == 302
    return secret


@pytest.fixture
def passkey(as_alice: Client, settings: Any) -> Passkey:
    """The passkey that Alice added."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    as_alice.defaults["SERVER_NAME"] = "localhost"
    passkey = Passkey("http://localhost")
    prove(as_alice)
    options = options_on(as_alice.get(ADD_PASSKEY).content.decode())
    answer = as_alice.post(
        ADD_PASSKEY, {"name": "My phone", "passwordless": "on", "credential": passkey.create(options)}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return passkey


def visitor() -> Client:
    return Client(SERVER_NAME="localhost")


# --- Is it you? -------------------------------------------------------------------------------------------------


def test_a_change_of_security_asks_first_who_it_is(as_alice: Client) -> None:
    answer = as_alice.get(APP)
    assert answer.headers["Location"] == f"{REAUTHENTICATE}?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"
    assert prove(as_alice, password="wrong").status_code == 422
    assert prove(as_alice, next=APP).headers["Location"] == APP
    assert as_alice.get(APP).status_code == 200


@pytest.mark.usefixtures("limits_on")
def test_a_stolen_session_cannot_try_passwords_without_end(as_alice: Client) -> None:
    assert [prove(as_alice, password="wrong").status_code for _ in range(11)] == [422] * 10 + [429]
    answer = as_alice.post(CHANGE_PASSWORD, {"oldpassword": PASSWORD, "password1": "nine loud geese"})
    assert answer.status_code == 429
    assert User.objects.get().check_password(PASSWORD)


# --- The authenticator app --------------------------------------------------------------------------------------


def test_the_picture_for_the_app_may_be_shown_on_its_page_and_nowhere_else(as_alice: Client) -> None:
    prove(as_alice)
    answer = as_alice.get(APP)
    assert 'src="data:image/svg+xml;base64,' in answer.content.decode()
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]
    assert "data:" not in as_alice.get(reverse("mfa_index")).headers["Content-Security-Policy"]


def test_with_the_app_a_password_alone_does_not_log_in(client: Client, app: str) -> None:
    other = Client()
    answer = log_in(other, next=WANTED)
    assert answer.headers["Location"] == SECOND_STEP
    assert "_auth_user_id" not in other.session
    answer = other.post(SECOND_STEP, {"code": "000000"})
    assert answer.status_code == 422
    assert "This code is not right." in answer.content.decode()
    assert other.post(SECOND_STEP, {"code": code_of(app, periods_ago=1)}).headers["Location"] == WANTED
    assert Mail.objects.filter(subject="[Hiroba] The authenticator app was switched on").exists()


@pytest.mark.usefixtures("limits_on")
def test_a_code_of_the_app_works_once(app: str) -> None:
    code = code_of(app, periods_ago=1)
    for status, words in ((302, ""), (422, "This code was used already.")):
        other = Client()
        log_in(other)
        answer = other.post(SECOND_STEP, {"code": code})
        assert answer.status_code == status
        assert words in answer.content.decode()
        cache.clear()


def test_a_recovery_code_logs_in_once(app: str) -> None:
    (code, *_) = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for status in (302, 422):
        other = Client()
        log_in(other)
        assert other.post(SECOND_STEP, {"code": code}).status_code == status


@pytest.mark.usefixtures("limits_on")
def test_codes_of_the_app_are_guessed_a_limited_number_of_times(app: str) -> None:
    other = Client()
    log_in(other)
    assert [other.post(SECOND_STEP, {"code": "000000"}).status_code for _ in range(11)] == [422] * 10 + [429]
    answer = other.post(SECOND_STEP, {"code": code_of(app, periods_ago=1)})
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    assert "_auth_user_id" not in other.session


# --- Passkeys ---------------------------------------------------------------------------------------------------


def test_a_passkey_logs_in_by_itself_and_leads_to_the_wanted_page(passkey: Passkey, alice: User) -> None:
    other = visitor()
    options = other.get(PASSKEY_LOGIN, headers={"Accept": "application/json"}).json()["request_options"]
    answer = other.post(PASSKEY_LOGIN, {"credential": passkey.get(options), "next": WANTED})
    assert answer.headers["Location"] == WANTED
    assert other.session["_auth_user_id"] == str(alice.pk)


def test_a_passkey_is_the_second_step_after_a_password(passkey: Passkey, alice: User) -> None:
    other = visitor()
    assert log_in(other, next=WANTED).headers["Location"] == SECOND_STEP
    options = options_on(other.get(SECOND_STEP).content.decode())
    assert other.post(SECOND_STEP, {"credential": passkey.get(options)}).headers["Location"] == WANTED


def test_somebody_elses_passkey_opens_nothing(passkey: Passkey) -> None:
    stranger = Passkey("http://localhost")
    stranger.user_handle, stranger.id = passkey.user_handle, passkey.id
    other = visitor()
    options = other.get(PASSKEY_LOGIN, headers={"Accept": "application/json"}).json()["request_options"]
    assert other.post(PASSKEY_LOGIN, {"credential": stranger.get(options)}).headers["Location"] == LOGIN
    assert "_auth_user_id" not in other.session


def test_a_passkey_shows_who_it_is(as_alice: Client, passkey: Passkey) -> None:
    session = as_alice.session
    session.pop("account_authentication_methods")
    session.save()
    address = reverse("mfa_reauthenticate_webauthn")
    options = options_on(as_alice.get(address).content.decode())
    assert (
        as_alice.post(address, {"credential": passkey.get(options), "next": APP}).headers["Location"] == APP
    )


def test_a_passkey_can_be_renamed_and_removed(as_alice: Client, passkey: Passkey) -> None:
    key = Authenticator.objects.get(type="webauthn")
    assert "My phone" in as_alice.get(reverse("mfa_list_webauthn")).content.decode()
    as_alice.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Old phone"})
    assert "Old phone" in as_alice.get(reverse("mfa_remove_webauthn", args=[key.pk])).content.decode()
    as_alice.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert not Authenticator.objects.exists()


def test_a_passkey_of_another_member_is_not_there(
    as_alice: Client, passkey: Passkey, django_user_model: Any
) -> None:
    bob = django_user_model.objects.create_user("bob@example.com", "Bob", PASSWORD)
    Authenticator.objects.update(user=bob)
    key = Authenticator.objects.get(type="webauthn")
    assert as_alice.post(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


@pytest.mark.usefixtures("limits_on")
def test_passkeys_are_tried_a_limited_number_of_times(client: Client) -> None:
    statuses = [client.post(PASSKEY_LOGIN, {"credential": "{}"}).status_code for _ in range(31)]
    assert statuses[-1] == 429
