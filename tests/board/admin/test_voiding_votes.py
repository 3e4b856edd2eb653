"""Voiding and restoring votes from the vote view."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from board.actions import voiding
from board.actions.recount import recount
from board.models import Article, Comment, LogEntry, Notification, Vote
from tests.board.admin.conftest import Cast, said
from tests.board.admin.voting import RING, WHY, members, named, of, of_member, text, voting
from tests.factories import MemberFactory, StaffFactory


@pytest.fixture
def town(cast: Cast) -> Cast:
    return voting(cast)


@pytest.fixture
def look(town: Cast) -> Callable[..., Any]:
    """Asks for the names, as somebody."""

    def look(role: str, address: str, reason: str = "Ten votes in a minute") -> Any:
        return town.client(role).post(f"{address}names/", {"reason": reason})

    return look


@pytest.fixture
def act(town: Cast) -> Callable[..., Any]:
    """Takes an act of the view: act("senior", address, "void", *member ids, reason=…)."""

    def act(role: str, address: str, action: str, *ticked: int, **given: str) -> Any:
        given = {"answered": "yes", "reason": WHY, **given}
        return town.client(role).post(
            f"{address}turn/", {"action": action, "_selected_action": ticked, **given}
        )

    return act


# --- Voiding ------------------------------------------------------------------------------------------------------


def counts(comment: Comment) -> list[int]:
    comment.refresh_from_db()
    return [comment.up, comment.down]


def test_the_ring_is_voided_on_the_comment_after_asking_why_and_restored(
    town: Cast, look: Any, act: Any
) -> None:
    look("senior", of(town.comment))
    ring, version = members(*RING), Article.objects.get().version
    asked = town.client("senior").post(
        of(town.comment, "turn/"), {"action": "void", "_selected_action": ring}
    )
    assert asked.status_code == 200 and named(asked) == set(RING)
    assert counts(town.comment) == [10, 2]
    done = act("senior", of(town.comment), "void", *ring)
    assert [done.status_code, done.url] == [302, of(town.comment)]
    assert said(done) == ["5 votes are void now."]
    assert counts(town.comment) == [5, 2]
    assert Article.objects.get().version > version
    assert not list(recount())
    entry = LogEntry.objects.get(verb="void-votes")
    assert [entry.comment, entry.member, entry.reason] == [town.comment, None, WHY]
    assert set(Notification.objects.values_list("member", flat=True)) == set(ring)
    assert said(act("senior", of(town.comment), "restore", *ring, reason="They are a family")) == [
        "5 votes count again."
    ]
    assert counts(town.comment) == [10, 2]
    assert not list(recount())


def test_all_votes_of_a_member_are_voided_with_their_number_named_first(town: Cast, act: Any) -> None:
    puppet = User.objects.get(name="Pip")
    page = town.client("senior").get(of_member(puppet))
    assert 'value="void-all">Void all 6 votes …</button>' in text(page)
    asked = town.client("senior").post(of_member(puppet, "turn/"), {"action": "void-all"})
    assert asked.status_code == 200 and 'value="Void 6 votes"' in text(asked)
    assert said(act("senior", of_member(puppet), "void-all")) == ["6 votes are void now."]
    assert LogEntry.objects.get().before == "6 counted"
    page = town.client("senior").get(of_member(puppet))
    assert 'value="restore-all">Restore 6 void votes …</button>' in text(page)
    assert "Void all" not in text(page)
    assert said(act("senior", of_member(puppet), "restore-all")) == ["6 votes count again."]
    assert not list(recount())


def test_a_long_run_says_how_many_are_left(town: Cast, act: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voiding, "MOST", 4)
    puppet = of_member(User.objects.get(name="Pip"))
    assert said(act("senior", puppet, "void-all")) == [
        "4 votes are void now.",
        "2 votes are left: do it again.",
    ]
    assert said(act("senior", puppet, "void-all")) == ["2 votes are void now."]


def test_the_ring_can_be_voided_everywhere_from_the_comment(town: Cast, act: Any) -> None:
    assert said(act("senior", of(town.comment), "void-all", *members(*RING))) == ["30 votes are void now."]
    assert LogEntry.objects.filter(verb="void-votes").count() == 5
    assert not list(recount())


def test_a_reason_is_asked_for_and_what_was_ticked_is_kept(
    town: Cast, look: Any, act: Any, snapshot: Callable[[], Any]
) -> None:
    look("senior", of(town.comment))
    before = snapshot()
    for reason, sentence in (
        ("", "Say why: the members are told."),
        ("x" * 301, "at most 300 characters"),
        ("They are all pip", "Name nobody"),
    ):
        answer = act("senior", of(town.comment), "void", *members("Pip", "Rex"), reason=reason)
        assert answer.status_code == 422
        assert sentence in text(answer) and named(answer) == {"Pip", "Rex"} and reason in text(answer)
    assert snapshot() == before


def test_whoever_has_not_looked_cannot_find_out_by_voiding_who_voted(
    town: Cast, look: Any, act: Any, snapshot: Callable[[], Any]
) -> None:
    stranger = MemberFactory(name="Nix")
    before = snapshot()
    for ticked in (members("Pip"), [stranger.pk]):
        assert said(act("senior", of(town.comment), "void", *ticked)) == [
            "Look at who voted first: what you do here would tell it."
        ]
    assert snapshot() == before
    look("administrator", of(town.comment))  # somebody else's look is not one's own
    assert "Look at who voted first" in said(act("senior", of(town.comment), "void", *members("Pip")))[0]


def test_the_second_moderator_is_told_and_the_rest_is_done(town: Cast, look: Any, act: Any) -> None:
    look("senior", of(town.comment))
    act("senior", of(town.comment), "void", *members("Pip"))
    town.senior = StaffFactory(name="Sion", group="Senior moderators")
    look("senior", of(town.comment))
    told = said(act("senior", of(town.comment), "void", *members("Pip", "Rex")))
    assert told == ["1 vote is void now.", "1 was so already."]
    told = said(act("senior", of(town.comment), "void", *members("Pip", "Rex")))
    assert told[0].startswith("Sion voided votes (Today ") and told[0].endswith(f"): {WHY}")
    told = said(act("senior", of_member(User.objects.get(name="Pip")), "void-all"))
    assert told == ["5 votes are void now."]


def test_what_makes_no_sense_is_refused(town: Cast, look: Any, act: Any) -> None:
    look("senior", of(town.comment))
    assert said(act("senior", of(town.comment), "void")) == ["Nobody was ticked. Nothing has been changed."]
    assert said(act("senior", of_member(town.author), "void")) == ["Choose a comment first."]
    for action, ticked in (("explode", "1"), ("void", "x"), ("void", "-1")):
        assert act("senior", of(town.comment), action, ticked).status_code == 400  # type: ignore[arg-type]
    assert not Vote.objects.filter(is_void=True).exists()


def test_who_may_not_see_voters_does_not_learn_from_voiding_who_they_were(
    town: Cast, look: Any, act: Any
) -> None:
    def seen() -> list[Any]:
        return town.client("moderator").get(of(town.comment)).context["reports"]

    before = seen()
    look("senior", of(town.comment))
    act("senior", of(town.comment), "void", *members("Pip", "Rex"))
    assert seen() == before
    log = [town.client("moderator").get(f"/admin/board/logentry/?q={name}") for name in ("", "Pip", "Rex")]
    log += [town.client("moderator").get(f"/admin/board/comment/{town.comment.pk}/change/")]
    for answer in log:
        assert answer.status_code == 200
        assert ">Pip<" not in text(answer) and ">Rex<" not in text(answer)
    assert [answer.context["cl"].result_count for answer in log[:3]] == [2, 0, 0]
