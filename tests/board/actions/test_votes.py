import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from board.actions.comments import change_status
from board.actions.recount import recount
from board.actions.refusals import Refused
from board.actions.votes import cast_vote
from board.models import Article, Comment, Vote
from board.rules.ranking import controversy, popularity
from tests.factories import ArticleFactory, MemberFactory, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return say(ArticleFactory(), MemberFactory())


def counts(comment: Comment) -> tuple[int, int]:
    comment.refresh_from_db()
    return comment.up, comment.down


def test_a_vote_is_stored_and_counted(comment: Comment) -> None:
    voter = MemberFactory()
    answer = cast_vote(comment.pk, voter, 1)
    assert Vote.objects.get().value == 1
    assert counts(comment) == (answer.up, answer.down) == (1, 0)


def test_the_same_vote_again_changes_nothing(comment: Comment) -> None:
    voter = MemberFactory()
    cast_vote(comment.pk, voter, -1)
    version = Article.objects.get().version
    cast_vote(comment.pk, voter, -1)
    assert counts(comment) == (0, 1)
    assert Article.objects.get().version == version


def test_a_changed_vote_counts_once(comment: Comment) -> None:
    voter = MemberFactory()
    cast_vote(comment.pk, voter, 1)
    cast_vote(comment.pk, voter, -1)
    assert counts(comment) == (0, 1)
    assert Vote.objects.count() == 1


def test_a_vote_can_be_taken_back(comment: Comment) -> None:
    voter = MemberFactory()
    cast_vote(comment.pk, voter, 1)
    cast_vote(comment.pk, voter, 0)
    assert counts(comment) == (0, 0)
    assert not Vote.objects.exists()


def test_the_scores_follow_the_counts(comment: Comment) -> None:
    for value in (1, 1, 1, -1):
        cast_vote(comment.pk, MemberFactory(), value)
    comment.refresh_from_db()
    assert comment.popularity == popularity(3, 1)
    assert comment.controversy == controversy(3, 1)


@pytest.mark.parametrize("value", [2, -2, 10])
def test_another_value_is_no_vote(comment: Comment, value: int) -> None:
    with pytest.raises(ValueError, match="a vote is"):
        cast_vote(comment.pk, MemberFactory(), value)
    assert not Vote.objects.exists()


def test_an_author_cannot_vote_for_their_own_comment(comment: Comment) -> None:
    with pytest.raises(Refused, match="own comment"):
        cast_vote(comment.pk, comment.author, 1)
    assert counts(comment) == (0, 0)
    assert not Vote.objects.exists()


@pytest.mark.parametrize("status", ["removed", "deleted", "held"])
def test_nobody_votes_on_what_is_not_there(comment: Comment, status: str) -> None:
    change_status(comment, status)
    with pytest.raises(Refused):
        cast_vote(comment.pk, MemberFactory(), 1)
    assert counts(comment) == (0, 0)


def test_nobody_votes_in_a_closed_discussion(comment: Comment) -> None:
    Article.objects.update(comments_mode="closed")
    with pytest.raises(Refused, match="closed"):
        cast_vote(comment.pk, MemberFactory(), 1)


@pytest.mark.parametrize(
    "facts",
    [{"verified_at": None}, {"standing": "banned"}, {"standing": "suspended"}],
)
def test_members_who_may_not_take_part_may_not_vote(comment: Comment, facts: dict) -> None:
    with pytest.raises(Refused):
        cast_vote(comment.pk, MemberFactory(**facts), 1)
    assert not Vote.objects.exists()


def test_the_database_holds_one_vote_for_each_member_up_or_down(comment: Comment) -> None:
    voter = MemberFactory()
    cast_vote(comment.pk, voter, 1)
    for member, value in ((voter, -1), (MemberFactory(), 0), (MemberFactory(), 2)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Vote.objects.create(comment=comment, member=member, value=value)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([1, -1, 0])), max_size=12))
def test_counts_are_what_the_votes_add_up_to_whatever_is_voted(history: list[tuple[int, int]]) -> None:
    with transaction.atomic():
        comment = say(ArticleFactory(), MemberFactory())
        voters = MemberFactory.create_batch(3)
        for who, value in history:
            cast_vote(comment.pk, voters[who], value)
        assert not list(recount())
        transaction.set_rollback(True)
