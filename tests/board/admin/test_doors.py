"""Who may come in, and where: every address of the admin and every action, for everybody. The tables: `doors`."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from board.actions import moderation, sanctions
from board.actions.appeals import appeal
from board.models import Card, Comment, HouseRule, LogEntry, WordRule
from tests.board.admin import doors
from tests.board.admin.conftest import Cast
from tests.board.admin.doors import ACTIONS, ROLES, STAFF, Door
from tests.factories import MemberFactory, say

ON_STAFF = [role for role in ROLES if role in STAFF]


@pytest.fixture
def rows(cast: Cast) -> dict[str, Any]:
    """A row of each model, so that each page has something to show."""
    card = Card.objects.create(label="Guide", title="Tides", source="Harbour", address="https://example.org/")
    removed = say(cast.article, MemberFactory(), "You fool.")
    moderation.remove(removed, cast.administrator, reason="Insults")
    entry = LogEntry.objects.latest("pk")
    comment = cast.comment.pk
    return {
        "accounts_user": cast.author.pk,
        "accounts_user_sections": cast.moderator.pk,
        "auth_group": Group.objects.get(name="Editors").pk,
        "board_appeal": appeal(entry, removed.author, "I was not.").pk,
        "board_article": cast.article.pk,
        "board_card": card.pk,
        "board_comment": comment,
        "board_guard": 1,
        "board_houserule": HouseRule.objects.all()[0].pk,
        "board_logentry": entry.pk,
        "board_policy": 1,
        "board_section": cast.article.section_id,
        "board_wordrule": WordRule.objects.create(words="weasel words").pk,
        "board_vote_comment": comment,
        "board_vote_member": cast.author.pk,
        "desk_decide": comment,
        "desk_undo": entry.pk,
        "django_tasks_database_dbtaskresult": DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {}}, task_path="accounts.tasks.send", backend_name="default"
        ).pk,
        "content_type": ContentType.objects.get_for_model(Comment).pk,
    }


@pytest.fixture
def every(rows: dict[str, Any]) -> list[Door]:
    return list(doors.doors(rows))


def test_every_page_and_every_action_of_the_admin_stands_in_a_table(db: None) -> None:
    assert doors.names() == set(doors.table())
    assert doors.actions() == {model: set(offered) for model, offered in ACTIONS.items()}


@pytest.mark.parametrize("role", ON_STAFF)
def test_staff_open_what_their_work_needs_and_nothing_else(
    cast: Cast, every: list[Door], role: str, snapshot: Callable[[], Any]
) -> None:
    client, before = cast.client(role), snapshot()
    answers = {door.name: client.get(door.address).status_code for door in every}
    assert answers == {door.name: door.answer if role in door.roles else 403 for door in every}
    assert snapshot() == before


@pytest.mark.parametrize("role", ON_STAFF)
def test_what_somebody_may_not_open_they_may_not_send_anything_to(
    cast: Cast, every: list[Door], role: str, snapshot: Callable[[], Any]
) -> None:
    client, before = cast.client(role), snapshot()
    sent = {
        "post": "yes",
        "_save": "Save",
        "title": "X",
        "name": "X",
        "text": "X",
        "act": "approve",
        "reason": "X",
    }
    answers = {
        door.name: client.post(door.address, sent).status_code for door in every if role not in door.roles
    }
    assert set(answers.values()) <= {403, 405}, answers
    assert snapshot() == before


@pytest.mark.parametrize("role", ON_STAFF)
def test_a_form_with_nothing_in_it_breaks_no_page(cast: Cast, every: list[Door], role: str) -> None:
    client = cast.client(role)
    answers = {door.name: client.post(door.address).status_code for door in every if role in door.roles}
    assert all(answer < 500 for answer in answers.values()), answers


def test_a_visitor_is_sent_to_the_sites_own_log_in_and_comes_back(every: list[Door], client: Client) -> None:
    for door in every:
        for answer in (client.get(door.address), client.post(door.address, {"post": "yes"})):
            assert [answer.status_code, answer.url] == [302, f"/accounts/login/?next={quote(door.address)}"]


def test_a_member_is_told_that_this_is_not_for_them(cast: Cast, every: list[Door]) -> None:
    client = cast.client("member")
    for address in [*(door.address for door in every), "/admin/login/", "/admin/nothing/"]:
        for answer in (client.get(address), client.post(address, {"post": "yes"})):
            assert answer.status_code == 403
            assert "This part of the site is for those who edit and moderate it." in answer.content.decode()


@pytest.mark.parametrize("role", ON_STAFF)
def test_a_row_leads_to_its_page_and_what_there_is_not_is_not_found(
    cast: Cast, rows: dict[str, Any], role: str
) -> None:
    client = cast.client(role)
    assert client.get("/admin/nothing/").status_code == 404
    assert client.get(f"/admin/board/comment/{rows['board_comment']}/").url.endswith("/change/")
    for label, listed in {"accounts": doors.MODERATE, "auth": doors.ADMINISTER}.items():
        assert client.get(f"/admin/{label}/").status_code == (200 if role in listed else 404)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", ACTIONS)
def test_an_action_is_taken_by_those_whose_work_it_is_and_by_nobody_else(
    cast: Cast, rows: dict[str, Any], role: str, model: str, snapshot: Callable[[], Any]
) -> None:
    client, before = cast.client(role), snapshot()
    address = f"/admin/{model.replace('_', '/')}/"
    for action, roles in ACTIONS[model].items():
        sent = {"action": action, "_selected_action": [rows[model]], "index": "0"}
        if role in roles:
            assert client.post(address, sent).status_code in {200, 302}, action
        else:
            answer = client.post(
                address, {**sent, "answered": "yes", "reason": "X", "words": "X", "post": "yes"}
            )
            assert answer.status_code == (302 if role == "visitor" else 403), action
            assert role != "visitor" or answer.url.startswith("/accounts/login/")
    if not any(role in roles for roles in ACTIONS[model].values()):
        assert snapshot() == before


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
    cast: Cast, every: list[Door]
) -> None:
    client = cast.client("administrator")
    for door in every:
        if "administrator" not in door.roles or door.answer != 200 or door.name in {"jsi18n", "autocomplete"}:
            continue
        answer = client.get(door.address)
        page = answer.content.decode()
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert "<style" not in page and " style=" not in page and " onclick=" not in page, door.name
        assert "css/admin." in page and "| Hiroba</title>" in page, door.name
