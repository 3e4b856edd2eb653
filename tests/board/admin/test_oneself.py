"""Nobody moderates their own comments, nor themselves: no action, no key of the desk, no page is an exception.

The acts are those that the admin offers, as it offers them; a new one is held to it too.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.utils import timezone

from accounts.models import User
from board.actions import moderation, sanctions
from board.actions.appeals import appeal
from board.actions.reports import report_comment
from board.admin.desk_decisions import ACTS
from board.models import Appeal, Comment, LogEntry
from tests.board.admin.conftest import Cast, said
from tests.board.admin.doors import ACTIONS
from tests.factories import ArticleFactory, StaffFactory, say

ROLES = ("moderator", "limited", "senior", "administrator")
# All that any of the forms asks.
WHY = {
    "answered": "yes",
    "reason": "Why not",
    "words": "Why not",
    "term": "1",
    "answer": "Why not",
    "body": "Less.",
}
REFUSALS = (
    "Nobody moderates their own",
    "Nobody moderates themselves",
    "your own",
    "This is you",
    "You moderate",
)


@pytest.fixture(params=ROLES)
def me(request: pytest.FixtureRequest, cast: Cast) -> tuple[str, User]:
    return request.param, getattr(cast, request.param)


@pytest.fixture
def mine(cast: Cast, me: tuple[str, User]) -> list[Comment]:
    """Reported, held, removed: whatever could be decided about."""
    _, who = me
    held = ArticleFactory(section=cast.article.section, comments_mode="premoderated")
    reported, removed = say(cast.article, who, "Mine."), say(cast.article, who, "Mine too.")
    report_comment(reported, cast.member, "insult")
    moderation.remove(removed, StaffFactory(group="Moderators"), reason="Insults")
    return [reported, say(held, who, "Mine as well."), removed]


@pytest.fixture
def unchanged(snapshot: Callable[[], Any]) -> Callable[[], bool]:
    before: list[Any] = []

    def unchanged() -> bool:
        before.append(snapshot())
        return before[0] == before[-1]

    return unchanged


@pytest.mark.parametrize("action", ACTIONS["board_comment"])
def test_no_action_on_ones_own_comments(
    cast: Cast, me: tuple[str, User], mine: list[Comment], action: str, unchanged: Callable[[], bool]
) -> None:
    unchanged()
    sent = {**WHY, "action": action, "_selected_action": [comment.pk for comment in mine]}
    answer = cast.client(me[0]).post("/admin/board/comment/", sent)
    assert unchanged()
    sentences = said(answer)
    assert sum("Nobody moderates their own comments" in sentence for sentence in sentences) == len(mine)


@pytest.mark.parametrize("action", ACTIONS["accounts_user"])
def test_no_action_on_oneself(
    cast: Cast, me: tuple[str, User], action: str, unchanged: Callable[[], bool]
) -> None:
    unchanged()
    answer = cast.client(me[0]).post(
        "/admin/accounts/user/", {**WHY, "action": action, "_selected_action": [me[1].pk]}
    )
    assert unchanged()
    assert answer.status_code == 403 or "Nobody moderates themselves" in said(answer)[0]


@pytest.mark.parametrize("act", ACTS)
def test_no_key_of_the_desk_at_ones_own_comment(
    cast: Cast, me: tuple[str, User], mine: list[Comment], act: str, unchanged: Callable[[], bool]
) -> None:
    unchanged()
    for comment in mine:
        answer = cast.client(me[0]).post(f"/admin/desk/{comment.pk}/", {**WHY, "act": act})
        assert answer.status_code == 403
        assert "Nobody moderates their own comments" in answer.content.decode()
    assert unchanged()


def test_no_page_for_ones_own_comment(
    cast: Cast, me: tuple[str, User], mine: list[Comment], unchanged: Callable[[], bool]
) -> None:
    unchanged()
    client = cast.client(me[0])
    for comment in mine:
        pages = [f"board/comment/{comment.pk}/edit-out/", f"board/vote/comment/{comment.pk}/turn/"]
        for address in (f"/admin/{page}" for page in pages):
            assert client.post(address, {**WHY, "action": "void"}).status_code == 403
        page = client.get(f"/admin/board/comment/{comment.pk}/change/").content.decode()
        assert "This is your own comment" in page
        assert not any(f'name="action" value="{action}"' in page for action in ACTIONS["board_comment"])
    assert unchanged()


def test_no_page_for_oneself(
    cast: Cast, me: tuple[str, User], mine: list[Comment], unchanged: Callable[[], bool]
) -> None:
    unchanged()
    role, who = me
    client = cast.client(role)
    for page in (f"accounts/user/{who.pk}/note/", f"board/vote/member/{who.pk}/turn/"):
        assert client.post(f"/admin/{page}", {**WHY, "text": "A fine member"}).status_code == 403
    client.post(
        f"/admin/board/comment/clean-up/?member={who.pk}", {**WHY, "chosen": [comment.pk for comment in mine]}
    )
    client.post(f"/admin/accounts/user/{who.pk}/sections/", {"sections": []})
    assert unchanged()
    page = client.get(f"/admin/accounts/user/{who.pk}/change/").content.decode()
    assert "This is you: another moderator decides about you." in page
    assert not any(f'name="action" value="{action}"' in page for action in ACTIONS["accounts_user"])


@pytest.mark.parametrize("action", ACTIONS["board_appeal"])
def test_no_word_in_ones_own_appeal_nor_in_one_against_ones_own_decision(
    cast: Cast, me: tuple[str, User], mine: list[Comment], action: str, unchanged: Callable[[], bool]
) -> None:
    _, who = me
    removed = LogEntry.objects.get(comment=mine[2], verb="remove")
    appeal(removed, who, "I was right.")
    moderation.remove(cast.comment, who, reason="Off topic")
    appeal(LogEntry.objects.latest("pk"), cast.author, "I was right too.")
    unchanged()
    sent = {**WHY, "action": action, "_selected_action": list(Appeal.objects.values_list("pk", flat=True))}
    answer = cast.client(me[0]).post("/admin/board/appeal/", sent)
    assert unchanged()
    assert [any(words in sentence for words in REFUSALS) for sentence in said(answer)[:2]] == [True, True]


def test_nobody_gives_themselves_rights(cast: Cast) -> None:
    for role in ("moderator", "limited", "senior", "editor"):
        who = getattr(cast, role)
        sent = {"name": who.name, "groups": [], "is_superuser": "on", "is_active": "on"}
        assert cast.client(role).post(f"/admin/accounts/user/{who.pk}/change/", sent).status_code == 403
        assert not User.objects.get(pk=who.pk).is_superuser


def test_whoever_is_sanctioned_lifts_nothing_from_themselves(cast: Cast) -> None:
    until = timezone.now() + timezone.timedelta(days=1)
    sanctions.suspend(cast.senior, cast.administrator, until=until, reason="Quarrels")
    sent = {"action": "lift", "_selected_action": [cast.senior.pk]}
    assert cast.client("senior").post("/admin/accounts/user/", sent).status_code == 403
    assert User.objects.get(pk=cast.senior.pk).is_suspended


def test_every_list_with_actions_is_covered_here() -> None:
    """Actions on stories, cards and sections are about nobody."""
    with_actions = {
        f"{model._meta.app_label}_{model._meta.model_name}"
        for model, site in admin.site._registry.items()
        if site.actions
    }
    assert with_actions - {"board_article"} <= {"board_comment", "accounts_user", "board_appeal"}
