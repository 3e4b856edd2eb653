"""Every page of the accounts, also those that are seldom seen: ours, whole, and without anything inline."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import urls
from accounts.models import User
from tests.accounts.authenticator import Passkey
from tests.accounts.conftest import PASSWORD, WANTED
from tests.accounts.test_security import app, passkey  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

FOR_VISITORS = {
    *("account_login", "account_signup", "account_inactive", "account_reset_password"),
    *("account_password_reset_completed", "socialaccount_login_cancelled", "socialaccount_login_error"),
}
FOR_MEMBERS = {
    *(
        "account_logout",
        "account_inactive",
        "account_email",
        "account_change_password",
        "account_reauthenticate",
    ),
    *("account_reset_password", "account_password_reset_completed", "usersessions_list", "mfa_index"),
    *("mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "socialaccount_connections"),
    *("socialaccount_login_cancelled", "socialaccount_login_error"),
}
# Pages in the middle of something, each with a test of its own below.
ON_THE_WAY = {
    *(
        "account_email_verification_sent",
        "account_confirm_password_reset_code",
        "account_complete_password_reset",
    ),
    *("account_set_password", "mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    *("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_edit_webauthn"),
    *("mfa_download_recovery_codes", "mfa_remove_webauthn", "socialaccount_signup"),
}
# Addresses that only answer a script or a form, or are switched off.
NO_PAGES = {"mfa_login_webauthn", "account_signup_again", "usersessions_end", "account_confirm_login_code"}
AUTOCOMPLETE = {"password": {"current-password", "new-password"}, "email": {"email", "username"}}


class Page(HTMLParser):
    """What a page holds that it must not, and the fields that it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.fields: list[dict[str, str | None]] = []
        self.labels: set[str | None] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if tag == "style" or (tag == "script" and not found.get("src")):
            self.inline.append(f"<{tag}>")
        for name, value in attributes:
            if (
                name == "style"
                or name.startswith("on")
                or (value or "").strip().lower().startswith("javascript:")
            ):
                self.inline.append(f"{tag} {name}={value}")
        if tag == "input" and found.get("type") != "hidden" and "hidden" not in found:
            self.fields.append(found)
        if tag == "label":
            self.labels.add(found.get("for"))


def looked_at(answer: Any) -> str:
    """The page, once it is sure that it is one of ours and has nothing that the rules of this site forbid."""
    html = answer.content.decode()
    page = Page(html)
    assert page.inline == []
    assert "| Hiroba</title>" in html and html.count("<h1") == 1 and '<main id="main"' in html
    own = Page(html.partition('<main id="main"')[2])
    for field in own.fields:
        assert field["id"] in own.labels, field
        assert "placeholder" not in field
        assert field.get("autocomplete") in AUTOCOMPLETE.get(
            field["type"] or "", {field.get("autocomplete")}
        ), field
        if field.get("name") == "code":
            assert (field["autocomplete"], field["inputmode"]) == ("one-time-code", "numeric")
    return html


def all_names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from all_names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def test_every_page_of_the_accounts_is_looked_at() -> None:
    assert set(all_names(urls.urlpatterns)) == FOR_VISITORS | FOR_MEMBERS | ON_THE_WAY | NO_PAGES
    assert get_resolver().resolve("/accounts/login/").func.view_class.__module__ == "accounts.views"


@pytest.mark.parametrize("name", sorted(FOR_VISITORS))
def test_a_visitor_gets_the_page(name: str, client: Client) -> None:
    answer = client.get(reverse(name), {"next": WANTED})
    assert answer.status_code == (401 if name == "socialaccount_login_error" else 200)
    looked_at(answer)


@pytest.mark.parametrize("name", sorted(FOR_MEMBERS))
def test_a_member_gets_the_page(name: str, as_alice: Client) -> None:
    as_alice.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = as_alice.get(reverse(name))
    assert answer.status_code == (401 if name == "socialaccount_login_error" else 200)
    looked_at(answer)


@pytest.mark.parametrize("name", sorted(FOR_MEMBERS - FOR_VISITORS - {"account_logout"}))
def test_a_visitor_is_asked_to_log_in_for_a_members_page(name: str, client: Client) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(
        (reverse("account_login"), reverse("account_reauthenticate"))
    )
    assert client.get(answer.headers["Location"], follow=True).templates[0].name == "account/login.html"


def test_the_pages_of_a_sign_up_are_ours(client: Client, settings: Any) -> None:
    bob = {"email": "bob@example.com", "username": "Bob Sato", "password1": PASSWORD}
    looked_at(client.post(reverse("account_signup"), {**bob, "username": "Moderator"}))
    client.post(reverse("account_signup"), bob)
    html = looked_at(client.get(reverse("account_email_verification_sent")))
    assert "Send another code" in html and "Use another address" in html
    settings.SIGN_UP = False
    looked_at(Client().get(reverse("account_signup")))


def test_the_pages_of_a_reset_are_ours(
    client: Client, alice: User, code_in_mail: Callable[[str], str]
) -> None:
    client.post(reverse("account_reset_password"), {"email": "alice@example.com"})
    looked_at(client.get(reverse("account_confirm_password_reset_code")))
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_in_mail("alice@example.com")})
    looked_at(client.get(reverse("account_complete_password_reset")))
    html = looked_at(client.post(reverse("account_complete_password_reset"), {"password1": "short"}))
    assert "too short" in html and "short</" not in html


def test_the_page_for_choosing_a_first_password_is_ours(as_alice: Client, alice: User) -> None:
    alice.set_unusable_password()
    alice.save()
    as_alice.force_login(alice)
    looked_at(as_alice.get(reverse("account_set_password")))


def test_the_pages_of_an_authenticator_app_are_ours(as_alice: Client, app: str) -> None:  # noqa: F811
    for name in (
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
    ):
        looked_at(as_alice.get(reverse(name)))
    looked_at(as_alice.get(reverse("mfa_reauthenticate")))
    download = as_alice.get(reverse("mfa_download_recovery_codes"))
    assert len(download.content.split()) == 10
    other = Client()
    other.post(reverse("account_login"), {"login": "alice@example.com", "password": PASSWORD})
    looked_at(other.get(reverse("mfa_authenticate")))


def test_the_pages_of_a_passkey_are_ours(as_alice: Client, passkey: Passkey) -> None:  # noqa: F811
    key = as_alice.get(reverse("mfa_list_webauthn")).context["authenticators"][0].pk
    looked_at(as_alice.get(reverse("mfa_list_webauthn")))
    looked_at(as_alice.get(reverse("mfa_index")))
    looked_at(as_alice.get(reverse("mfa_reauthenticate_webauthn")))
    looked_at(as_alice.get(reverse("mfa_edit_webauthn", args=[key])))
    looked_at(as_alice.post(reverse("mfa_edit_webauthn", args=[key]), {"name": ""}))
    looked_at(as_alice.get(reverse("mfa_remove_webauthn", args=[key])))
    assert 'role="alert"' in looked_at(as_alice.post(reverse("mfa_add_webauthn"), {"credential": "{}"}))


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_no_other_site_is_offered_without_its_keys(name: str, client: Client) -> None:
    html = client.get(reverse(name)).content.decode()
    assert not any(site in html for site in ("Facebook", "Google", "GitHub", "other-sites"))


def test_a_members_pages_say_where_they_are(as_alice: Client) -> None:
    html = as_alice.get(reverse("mfa_index")).content.decode()
    assert f'<a href="{reverse("mfa_index")}" aria-current="page">' in html
    assert html.count('aria-current="page"') == 1
    assert "Other accounts" not in html
