from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from board.rules import permissions as may

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=15)


def member(**facts: Any) -> Any:
    usual = {"pk": 1, "is_authenticated": True, "verified_at": NOW, "standing": "good", "is_suspended": False}
    return SimpleNamespace(**usual | {"suspended_until": None, "standing_reason": "", "warning": ""} | facts)


def comment(**facts: Any) -> Any:
    usual = {
        "author_id": 2,
        "status": "published",
        "created_at": NOW,
        "is_redacted": False,
        "is_vote_void": None,
        "article": SimpleNamespace(is_closed=False, section_id=7),
    }
    made = SimpleNamespace(**usual | facts)
    made.is_published = made.status == "published"
    return made


VISITOR = SimpleNamespace(pk=None, is_authenticated=False)
CLOSED = SimpleNamespace(is_closed=True)
SUSPENDED = member(standing="suspended", is_suspended=True, suspended_until=NOW, standing_reason="Insults")
OUTSIDERS = [
    (VISITOR, "log in"),
    (member(verified_at=None), "confirm your e-mail"),
    (SUSPENDED, "suspended until"),
    (member(standing="banned", is_suspended=True, standing_reason="Spam"), "Spam"),
    (member(standing="suspended", is_suspended=True, standing_reason="Spam"), "suspended: Spam"),
]


def test_a_member_may_take_part() -> None:
    assert may.may_comment(member(), SimpleNamespace(is_closed=False))
    assert may.may_reply(member(), comment())
    assert may.may_vote(member(), comment())


@pytest.mark.parametrize(("who", "why"), OUTSIDERS)
def test_who_may_not_take_part_is_told_why(who: Any, why: str) -> None:
    answers = [
        may.may_comment(who, comment().article),
        may.may_reply(who, comment()),
        may.may_vote(who, comment()),
    ]
    for answer in answers:
        assert not answer
        assert why in answer.why_not
        assert not answer.conflict


@pytest.mark.parametrize("status", ["held", "removed", "deleted"])
def test_what_is_not_there_can_be_neither_answered_nor_voted_on(status: str) -> None:
    for answer in (
        may.may_reply(member(), comment(status=status)),
        may.may_vote(member(), comment(status=status)),
    ):
        assert not answer
        assert answer.conflict


def test_a_closed_discussion_takes_no_comments_replies_votes_or_edits() -> None:
    closed = comment(article=CLOSED, author_id=1)
    answers = [
        may.may_comment(member(), CLOSED),
        may.may_reply(member(), closed),
        may.may_vote(member(), closed),
    ]
    answers.append(may.may_edit(member(), closed, now=NOW, window=WINDOW))
    assert all(not answer and answer.conflict for answer in answers)


def test_an_author_cannot_vote_for_their_own_comment() -> None:
    assert "own comment" in may.may_vote(member(pk=2), comment()).why_not


def test_nobody_votes_anew_where_moderators_voided_their_vote() -> None:
    answer = may.may_vote(member(), comment(is_vote_void=True))
    assert "voided your vote" in answer.why_not and not answer.conflict


def test_only_its_author_may_edit_or_delete_a_comment() -> None:
    for answer in (
        may.may_edit(member(), comment(), now=NOW, window=WINDOW),
        may.may_delete(member(), comment()),
    ):
        assert not answer
        assert not answer.conflict
    assert may.may_edit(member(pk=2), comment(), now=NOW, window=WINDOW)
    assert may.may_delete(member(pk=2), comment())


def test_a_comment_is_edited_within_the_window_and_not_after_it() -> None:
    author = member(pk=2)
    assert may.may_edit(author, comment(), now=NOW + WINDOW, window=WINDOW)
    late = may.may_edit(author, comment(), now=NOW + WINDOW + timedelta(seconds=1), window=WINDOW)
    assert "15 minutes" in late.why_not
    assert late.conflict


@pytest.mark.parametrize("who", [SUSPENDED, member(standing="banned", is_suspended=True)])
def test_words_may_be_taken_back_under_sanction_and_in_a_closed_discussion(who: Any) -> None:
    assert may.may_delete(who, comment(author_id=1, article=CLOSED))
    assert not may.may_edit(who, comment(author_id=1), now=NOW, window=WINDOW)


@pytest.mark.parametrize("status", ["removed", "deleted"])
def test_what_is_gone_is_neither_edited_nor_deleted_again(status: str) -> None:
    gone = comment(author_id=1, status=status)
    assert not may.may_edit(member(), gone, now=NOW, window=WINDOW)
    assert not may.may_delete(member(), gone)


def test_an_author_may_edit_and_delete_what_is_held() -> None:
    held = comment(author_id=1, status="held")
    assert may.may_edit(member(), held, now=NOW, window=WINDOW)
    assert may.may_delete(member(), held)


def test_whoever_was_warned_reads_it_before_the_next_comment_and_may_do_all_else() -> None:
    warned = member(warning="Calm down.")
    for answer in (may.may_comment(warned, comment().article), may.may_reply(warned, comment())):
        assert not answer
        assert answer.is_warning and "Calm down." in answer.why_not
    own = comment(author_id=1)
    assert may.may_vote(warned, comment())
    assert may.may_report(warned, comment())
    assert may.may_edit(warned, own, now=NOW, window=WINDOW)
    assert may.may_delete(warned, own)


def test_a_comment_that_moderators_took_words_out_of_is_not_edited_but_deleted() -> None:
    redacted = comment(author_id=1, is_redacted=True)
    answer = may.may_edit(member(), redacted, now=NOW, window=WINDOW)
    assert "taken words out" in answer.why_not and answer.conflict
    assert may.may_delete(member(), redacted)


def test_members_report_what_others_wrote_in_closed_discussions_too() -> None:
    assert may.may_report(member(), comment(article=CLOSED))
    assert "own comment" in may.may_report(member(pk=2), comment()).why_not
    for who, why in OUTSIDERS:
        assert why in may.may_report(who, comment()).why_not
    for status in ("held", "removed", "deleted"):
        assert may.may_report(member(), comment(status=status)).conflict


def test_nobody_moderates_their_own_comments_or_outside_their_sections() -> None:
    assert may.may_moderate(member(), comment(), None)
    assert may.may_moderate(member(), comment(), {7, 8})
    assert may.may_moderate(None, comment(), None)
    assert "their own comments" in may.may_moderate(member(pk=2), comment(), None).why_not
    assert "other sections" in may.may_moderate(member(), comment(), {8}).why_not
    assert "other sections" in may.may_moderate_article(member(), comment().article, set()).why_not
