"""Who may come in, and where: every address of the admin, for everybody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from board.actions import sanctions
from board.models import Card, Comment, HouseRule, LogEntry
from tests.board.admin.conftest import Cast

ROLES = ("moderator", "editor", "administrator")
BOTH = {"moderator", "editor", "administrator"}
MODERATE = {"moderator", "administrator"}
EDIT = {"editor", "administrator"}
ADMINISTER = {"administrator"}

PAGES: dict[str, set[str]] = {
    "": BOTH,
    "board/": BOTH,
    "board/comment/": BOTH,
    "board/comment/?status__exact=held&o=6": BOTH,
    "board/comment/?waits=reported&o=-6.7": BOTH,
    "board/comment/?waits=held&o=-6.7": BOTH,
    "board/comment/{comment}/change/": BOTH,
    "board/comment/{comment}/history/": BOTH,
    "board/comment/add/": set(),
    "board/comment/{comment}/delete/": set(),
    "board/article/": BOTH,
    "board/article/?state=draft&section=1": BOTH,
    "board/article/{article}/change/": BOTH,
    "board/article/{article}/history/": BOTH,
    "board/article/add/": EDIT,
    "board/article/{article}/delete/": set(),
    "board/section/": EDIT,
    "board/section/add/": EDIT,
    "board/section/{section}/change/": EDIT,
    "board/card/": EDIT,
    "board/card/add/": EDIT,
    "board/card/{card}/change/": EDIT,
    "board/card/{card}/delete/": EDIT,
    "accounts/user/": MODERATE,
    "accounts/user/{author}/change/": MODERATE,
    "accounts/user/{author}/history/": MODERATE,
    "accounts/user/add/": ADMINISTER,
    "accounts/user/{author}/password/": ADMINISTER,
    "accounts/user/{author}/delete/": set(),
    "board/logentry/": MODERATE,
    "board/logentry/{entry}/change/": MODERATE,
    "board/logentry/add/": set(),
    "board/logentry/{entry}/delete/": set(),
    "board/houserule/": MODERATE,
    "board/houserule/{rule}/change/": MODERATE,
    "board/houserule/add/": ADMINISTER,
    "board/houserule/{rule}/delete/": ADMINISTER,
    "auth/group/": ADMINISTER,
    "auth/group/{group}/change/": ADMINISTER,
    "auth/group/add/": ADMINISTER,
    "auth/group/{group}/delete/": set(),
    "django_tasks_database/dbtaskresult/": ADMINISTER,
    "autocomplete/?app_label=board&model_name=article&field_name=authors&term=am": EDIT,
    "jsi18n/": BOTH,
}


@pytest.fixture
def addresses(cast: Cast) -> dict[str, set[str]]:
    """Every page, with the numbers of rows that there are, and the roles that may open it."""
    sanctions.suspend(
        cast.member, cast.moderator, until=timezone.now() + timedelta(days=1), reason="No advertising"
    )
    card = Card.objects.create(label="Guide", title="Tides", source="Harbour", address="https://example.org/")
    numbers = {
        "comment": cast.comment.pk,
        "article": cast.article.pk,
        "section": cast.article.section_id,
        "card": card.pk,
        "author": cast.author.pk,
        "entry": LogEntry.objects.get().pk,
        "rule": HouseRule.objects.first().pk,  # type: ignore[union-attr]
        "group": Group.objects.get(name="Editors").pk,
    }
    return {f"/admin/{path.format(**numbers)}": roles for path, roles in PAGES.items()}


@pytest.mark.parametrize("role", ROLES)
def test_staff_open_what_their_work_needs_and_nothing_else(
    cast: Cast, addresses: dict[str, set[str]], role: str, snapshot: Callable[[], Any]
) -> None:
    client, before = cast.client(role), snapshot()
    answers = {address: client.get(address).status_code for address in addresses}
    assert answers == {address: 200 if role in roles else 403 for address, roles in addresses.items()}
    assert snapshot() == before


def test_a_visitor_is_sent_to_the_sites_own_log_in_and_comes_back(
    addresses: dict[str, set[str]], client: Client
) -> None:
    for address in addresses:
        answer = client.get(address)
        assert [answer.status_code, answer.url] == [302, f"/accounts/login/?next={quote(address)}"]


def test_a_member_is_told_that_this_is_not_for_them(cast: Cast, addresses: dict[str, set[str]]) -> None:
    client = cast.client("member")
    for address in [*addresses, "/admin/login/"]:
        answer = client.get(address)
        assert answer.status_code == 403
        assert "This part of the site is for those who edit and moderate it." in answer.content.decode()


def test_the_stock_log_in_form_is_never_shown(cast: Cast, client: Client) -> None:
    asked = {"username": cast.moderator.email, "password": "anything"}
    for answer in (client.get("/admin/login/"), client.post("/admin/login/", asked)):
        assert [answer.status_code, answer.url] == [302, "/accounts/login/?next=/admin/"]
    answer = client.get("/admin/login/?next=https://example.org/")
    assert answer.url == "/accounts/login/?next=/admin/"
    staff = cast.client("moderator")
    assert staff.post("/admin/login/?next=/admin/board/comment/", asked).url == "/admin/board/comment/"
    assert staff.get("/admin/login/?next=//example.org").url == "/admin/"


def test_a_suspended_moderator_can_do_nothing_until_it_ends(cast: Cast, held: Comment) -> None:
    until = timezone.now() + timedelta(days=1)
    sanctions.suspend(cast.moderator, cast.administrator, until=until, reason="Quarrels")
    client = cast.client("moderator")
    answer = client.post("/admin/board/comment/", {"action": "approve", "_selected_action": held.pk})
    assert answer.status_code == 403
    assert "while your account is suspended" in answer.content.decode()
    held.refresh_from_db()
    assert held.status == "held"


def test_passwords_are_changed_on_the_sites_own_page(cast: Cast) -> None:
    for address in ("/admin/password_change/", "/admin/password_change/done/"):
        assert cast.client("editor").get(address).url == "/accounts/password/change/"


def test_pages_that_would_show_keys_and_codes_are_not_there(cast: Cast) -> None:
    for address in ("account/emailaddress", "mfa/authenticator", "socialaccount/socialtoken", "usersessions"):
        assert cast.client("administrator").get(f"/admin/{address}/").status_code == 404


def test_every_page_keeps_to_the_strict_policy_and_carries_the_sites_name(
    cast: Cast, addresses: dict[str, set[str]]
) -> None:
    client = cast.client("administrator")
    for address, roles in addresses.items():
        if "administrator" not in roles or "/jsi18n/" in address or "/autocomplete/" in address:
            continue
        answer = client.get(address)
        page = answer.content.decode()
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert "<style" not in page and " style=" not in page and " onclick=" not in page, address
        assert "css/admin." in page and "| Hiroba</title>" in page, address
