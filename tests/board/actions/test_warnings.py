"""A warned member says that they have read it before they comment again."""

import pytest

from accounts.models import User
from board.actions import sanctions
from board.actions.comments import post_comment
from board.actions.refusals import Refused
from board.actions.votes import cast_vote
from board.models import Comment, LogEntry, Notification, Remit
from tests.factories import ArticleFactory, MemberFactory, SectionFactory, StaffFactory, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> User:
    return StaffFactory(name="Mara", group="Moderators")


@pytest.fixture
def comment() -> Comment:
    return say(ArticleFactory(), MemberFactory(name="Amber"))


def test_a_warning_is_stored_logged_and_told(comment: Comment, moderator: User) -> None:
    amber = sanctions.warn(comment.author, moderator, reason=" Keep  calm ", comment=comment)
    amber.refresh_from_db()
    entry = LogEntry.objects.get()
    assert [amber.warning, amber.unread, amber.standing] == ["Keep calm", 1, "good"]
    assert [entry.verb, entry.reason, entry.comment, entry.member] == ["warn", "Keep calm", comment, amber]
    assert [Notification.objects.get().member, Notification.objects.get().about] == [amber, "own"]


def test_it_is_read_before_the_next_comment(comment: Comment, moderator: User) -> None:
    amber = User.objects.get(pk=sanctions.warn(comment.author, moderator, reason="Keep calm").pk)
    with pytest.raises(Refused, match="A moderator has warned you: Keep calm"):
        post_comment(comment.article, amber, "Calmly.")
    with pytest.raises(Refused, match="Keep calm"):
        post_comment(comment.article, amber, "Calmly.", parent=comment)
    assert Comment.objects.count() == 1
    sanctions.acknowledge(amber)
    assert User.objects.get(pk=amber.pk).warning == ""
    post_comment(comment.article, amber, "Calmly.")
    assert Comment.objects.count() == 2


def test_a_warned_member_still_votes(comment: Comment, moderator: User) -> None:
    bob = MemberFactory()
    sanctions.warn(bob, moderator, reason="Keep calm")
    cast_vote(comment.pk, User.objects.get(pk=bob.pk), 1)
    comment.refresh_from_db()
    assert comment.up == 1


def test_reading_it_twice_changes_nothing_more(comment: Comment, moderator: User) -> None:
    sanctions.warn(comment.author, moderator, reason="Keep calm")
    for _time in range(2):
        sanctions.acknowledge(comment.author)
    assert [User.objects.get(pk=comment.author.pk).warning, LogEntry.objects.count()] == ["", 1]


@pytest.mark.parametrize("reason", ["", "x" * 301])
def test_it_needs_a_reason_that_fits(comment: Comment, moderator: User, reason: str) -> None:
    with pytest.raises(Refused):
        sanctions.warn(comment.author, moderator, reason=reason)
    assert [User.objects.get(pk=comment.author.pk).warning, LogEntry.objects.count()] == ["", 0]


def test_nobody_warns_themselves_nor_for_a_comment_of_another_section(
    comment: Comment, moderator: User
) -> None:
    with pytest.raises(Refused, match="Nobody moderates themselves"):
        sanctions.warn(moderator, moderator, reason="x")
    Remit.objects.create(moderator=moderator, section=SectionFactory())
    with pytest.raises(Refused, match="other sections"):
        sanctions.warn(comment.author, moderator, reason="x", comment=comment)
    assert not LogEntry.objects.exists()


def test_nobody_is_warned_for_the_comment_of_another_member(comment: Comment, moderator: User) -> None:
    with pytest.raises(Comment.DoesNotExist):
        sanctions.warn(MemberFactory(), moderator, reason="x", comment=comment)
    assert not LogEntry.objects.exists()
