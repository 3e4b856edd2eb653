"""What whose votes moderators have voided sees, and what everybody else does."""

import pytest

from accounts.models import User
from board.actions.voiding import restore_votes, void_votes, void_votes_on
from board.models import Comment, Vote
from tests.board.views.browsing import browser, cast
from tests.board.views.reading import read
from tests.factories import StaffFactory


@pytest.fixture
def senior(comment: Comment, bob: User, carol: User) -> User:
    """A senior moderator; Bob and Carol have voted the comment up, and Bob's vote is void."""
    senior = StaffFactory(name="Sela", group="Senior moderators")
    for voter in (bob, carol):
        cast(browser(voter), comment, 1)
    void_votes_on(comment, [bob], senior, reason="Accounts of one person")
    return senior


def shown(comment: Comment, who: User | None = None) -> list[str]:
    page = read(browser(*([who] if who else [])).get(comment.article.get_absolute_url()))
    up = page.by_id(f"up-{comment.pk}")
    return [page.by_id(f"tally-{comment.pk}").text, up["aria-pressed"]]


def test_readers_see_the_new_tally_at_once_and_the_old_one_after_it_is_restored(
    comment: Comment, senior: User, bob: User, carol: User
) -> None:
    assert shown(comment) == shown(comment, bob) == ["1 ( +1 / -0 )", "false"]
    assert shown(comment, carol) == ["1 ( +1 / -0 )", "true"]
    void_votes(carol, senior, reason="Accounts of one person")
    assert shown(comment) == ["0 ( +0 / -0 )", "false"]
    for voter in (bob, carol):
        restore_votes(voter, senior, reason="A mistake")
    assert shown(comment, bob) == shown(comment, carol) == ["2 ( +2 / -0 )", "true"]


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("value", [1, -1, 0])
def test_whose_vote_is_void_is_told_so_when_they_vote_again(
    comment: Comment, senior: User, bob: User, htmx: bool, value: int
) -> None:
    answer = cast(browser(bob, htmx=htmx), comment, value)
    assert answer.status_code == 403
    assert "Moderators have voided your vote on this comment: it is not counted." in answer.content.decode()
    assert Vote.objects.get(member=bob).is_void
    assert shown(comment) == ["1 ( +1 / -0 )", "false"]


def test_the_member_reads_of_it_with_the_reason_and_not_by_whom(
    comment: Comment, senior: User, bob: User, carol: User
) -> None:
    page = browser(bob).get("/accounts/notifications/").content.decode()
    assert "Moderators have voided votes of yours: they are not counted any more." in page
    assert "Accounts of one person" in page
    assert "Sela" not in page
    assert "voided" not in browser(carol).get("/accounts/notifications/").content.decode()
