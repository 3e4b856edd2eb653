"""Who voted, for senior moderators: each look is logged; and what all of the vote view costs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from board.actions.votes import cast_vote
from board.models import Comment, LogEntry, Vote
from tests.board.admin.conftest import Cast
from tests.board.admin.voting import CROWD, RING, named, of, of_member, text, voting
from tests.factories import MemberFactory


@pytest.fixture
def town(cast: Cast) -> Cast:
    return voting(cast)


@pytest.fixture
def look(town: Cast) -> Callable[..., Any]:
    """Asks for the names, as somebody."""

    def look(role: str, address: str, reason: str = "Ten votes in a minute") -> Any:
        return town.client(role).post(f"{address}names/", {"reason": reason})

    return look


# --- Names --------------------------------------------------------------------------------------------------------


def test_a_senior_sees_the_names_after_saying_why_and_the_log_tells_of_it(town: Cast, look: Any) -> None:
    answer = look("senior", of(town.comment))
    assert answer.status_code == 200
    assert named(answer) == {*RING, *CROWD}
    entry = LogEntry.objects.get()
    assert [entry.verb, entry.moderator, entry.comment] == ["see-voters", town.senior, town.comment]
    assert [entry.reason, entry.internal] == ["", "Ten votes in a minute"]
    look("senior", of(town.comment))
    assert LogEntry.objects.count() == 2
    page = Client().get("/moderation-log/")
    assert "Looked at who voted" in text(page)
    assert "Ten votes" not in text(page) and "Sela" not in text(page) and "Amber" not in text(page)


def test_other_moderators_see_who_looked_and_why(town: Cast, look: Any) -> None:
    look("senior", of(town.comment))
    entry = LogEntry.objects.get()
    for address in (f"logentry/{entry.pk}", f"comment/{town.comment.pk}"):
        page = text(town.client("moderator").get(f"/admin/board/{address}/change/"))
        assert "Sela" in page and "looked at who voted" in page and "Ten votes in a minute" in page


def test_the_ring_stands_first_and_the_rest_by_name(town: Cast, look: Any) -> None:
    voters = look("senior", of(town.comment)).context["voters"]
    assert [voter.member.name for voter in voters] == [*RING, *CROWD]
    assert [voter.group for voter in voters] == [1] * 5 + [None] * 7
    assert voters[0].marks == ["new account", "fewer than 3 comments", "votes mostly on this author"]
    assert [(voter.up, voter.down) for voter in voters[4:7]] == [(1, 0), (0, 1), (0, 1)]


def test_the_names_of_a_member_are_who_votes_on_them_whom_they_vote_on_and_with_whom(
    town: Cast, look: Any
) -> None:
    context = look("senior", of_member(User.objects.get(name="Pip"))).context
    assert [(author.member.name, author.up) for author in context["authors"]] == [("Amber", 6)]
    assert [member.name for member in context["together"]] == list(RING[1:])
    assert context["voters"] == []
    entry = LogEntry.objects.get()
    assert [entry.member.name, entry.comment] == ["Pip", None]
    context = look("senior", of_member(town.author)).context
    assert [(voter.member.name, voter.up) for voter in context["voters"]][:5] == [(name, 6) for name in RING]


def test_without_a_reason_there_are_no_names_and_nothing_is_logged(town: Cast, look: Any) -> None:
    for reason in ("", "  ", "x" * 301):
        answer = look("senior", of(town.comment), reason)
        assert [answer.status_code, named(answer)] == [422, set()]
    assert "x" * 301 in text(answer)
    assert not LogEntry.objects.exists()


# --- Costs, and the house ------------------------------------------------------------------------------------------


def test_the_views_take_the_same_queries_however_many_voted(town: Cast, look: Any) -> None:
    looks = [
        lambda: town.client("senior").get(of(town.comment)),
        lambda: look("senior", of(town.comment)),
        lambda: town.client("senior").get(of_member(town.author)),
        lambda: look("senior", of_member(User.objects.get(name="Pip"))),
    ]

    def taken() -> list[int]:
        numbers = []
        for one in looks:
            with CaptureQueriesContext(connection) as captured:
                one()
            numbers.append(len(captured))
        return numbers

    before = taken()
    for voter in MemberFactory.create_batch(12):
        for comment in Comment.objects.filter(author=town.author):
            cast_vote(comment.pk, voter, 1)
    Vote.objects.update(cast_at=timezone.now() - timedelta(days=1))
    assert taken() == before


def test_every_page_keeps_to_the_strict_policy(town: Cast, look: Any) -> None:
    answers = [
        town.client("senior").get(of(town.comment)),
        look("senior", of(town.comment)),
        look("senior", of_member(town.author)),
        town.client("senior").post(of_member(User.objects.get(name="Pip"), "turn/"), {"action": "void-all"}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert "<style" not in text(answer) and " style=" not in text(answer)
        assert "| Hiroba</title>" in text(answer)


def test_the_pages_of_a_comment_and_a_member_lead_to_their_votes(town: Cast) -> None:
    client = town.client("moderator")
    assert f'href="{of(town.comment)}"' in text(client.get(f"/admin/board/comment/{town.comment.pk}/change/"))
    assert f'href="{of_member(town.author)}"' in text(
        client.get(f"/admin/accounts/user/{town.author.pk}/change/")
    )
    editor = town.client("editor").get(f"/admin/board/comment/{town.comment.pk}/change/")
    assert of(town.comment) not in text(editor)
