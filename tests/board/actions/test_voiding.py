"""Votes that moderators do not let count: who may, what is stored, what is counted, what is logged and told."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from board.actions import voiding
from board.actions.recount import recount
from board.actions.refusals import Refused
from board.actions.votes import cast_vote
from board.models import Article, Comment, LogEntry, Notification, Remit, Vote
from board.models.theirs import read_theirs
from board.rules.ranking import controversy, popularity
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

pytestmark = pytest.mark.django_db
WHY = "Accounts of one person"


@pytest.fixture
def senior() -> User:
    return StaffFactory(name="Sela", group="Senior moderators")


@pytest.fixture
def comment() -> Comment:
    """A comment with three votes up and one down."""
    comment = say(ArticleFactory(), MemberFactory(name="Amber"))
    for value in (1, 1, 1, -1):
        cast_vote(comment.pk, MemberFactory(), value)
    return comment


@pytest.fixture
def puppet(comment: Comment) -> User:
    """The first of the three who voted it up."""
    return Vote.objects.earliest("pk").member


def counts(comment: Comment) -> list[int]:
    comment.refresh_from_db()
    return [comment.up, comment.down]


def refused(act: Callable[..., Any], *about: Any, **given: Any) -> Refused:
    before = list(Vote.objects.order_by("pk").values()), LogEntry.objects.count()
    with pytest.raises(Refused) as refusal:
        act(*about, **{"reason": WHY, **given})
    assert before == (list(Vote.objects.order_by("pk").values()), LogEntry.objects.count())
    return refusal.value


def test_a_void_vote_stays_but_is_not_counted_and_the_order_follows(
    senior: User, comment: Comment, puppet: User
) -> None:
    version = Article.objects.get().version
    assert voiding.void_votes_on(comment, [puppet], senior, reason=f"  {WHY} ") == 1
    assert counts(comment) == [2, 1]
    assert [comment.popularity, comment.controversy] == [popularity(2, 1), controversy(2, 1)]
    assert Vote.objects.filter(is_void=True).get().member == puppet
    assert Vote.objects.count() == 4
    assert Article.objects.get().version == version + 1
    assert not list(recount())


def test_restoring_counts_it_again_as_it_was(senior: User, comment: Comment, puppet: User) -> None:
    before = Vote.objects.order_by("pk").values()
    rows = list(before)
    voiding.void_votes_on(comment, [puppet], senior, reason=WHY)
    assert voiding.restore_votes_on(comment, [puppet], senior, reason="They share a flat") == 1
    assert counts(comment) == [3, 1]
    assert list(before.all()) == rows
    assert not list(recount())


def test_each_is_one_entry_that_the_member_is_told_of(senior: User, comment: Comment, puppet: User) -> None:
    voiding.void_votes_on(comment, [puppet], senior, reason=WHY)
    voiding.restore_votes(puppet, senior, reason="They share a flat")
    entries = LogEntry.objects.order_by("pk").values_list(
        "verb", "moderator", "member", "comment", "article", "reason", "before", "after"
    )
    assert list(entries) == [
        ("void-votes", senior.pk, None, comment.pk, comment.article_id, WHY, "1 counted", "void"),
        ("restore-votes", senior.pk, puppet.pk, None, None, "They share a flat", "1 void", "counted"),
    ]
    assert [note.member for note in Notification.objects.all()] == [puppet, puppet]
    assert User.objects.get(pk=puppet.pk).unread == 2


def test_several_votes_on_a_comment_are_one_entry_that_names_none_of_the_members(
    senior: User, comment: Comment
) -> None:
    ring = [vote.member for vote in Vote.objects.filter(value=1)]
    assert voiding.void_votes_on(comment, ring, senior, reason=WHY) == 3
    assert counts(comment) == [0, 1]
    entry = LogEntry.objects.get()
    assert [entry.comment, entry.member, entry.before, entry.after] == [comment, None, "3 counted", "void"]
    assert {note.member for note in Notification.objects.all()} == set(ring)
    assert voiding.restore_votes_on(comment, ring[:2], senior, reason="They share a flat") == 2
    assert counts(comment) == [2, 1]
    assert not list(recount())


def test_what_another_moderator_has_voided_is_left_out_of_the_number(
    senior: User, comment: Comment, puppet: User
) -> None:
    ring = [vote.member for vote in Vote.objects.filter(value=1)]
    voiding.void_votes(puppet, senior, reason=WHY)
    assert voiding.void_votes_on(comment, ring, senior, reason=WHY) == 2
    assert set(LogEntry.objects.latest("pk").notifications.values_list("member", flat=True)) == {
        member.pk for member in ring if member != puppet
    }


def test_all_votes_of_a_member_are_voided_in_every_discussion(
    senior: User, comment: Comment, puppet: User
) -> None:
    others = [say(ArticleFactory(), comment.author) for _ in range(3)]
    for other, value in zip(others, (1, -1, 1), strict=True):
        cast_vote(other.pk, puppet, value)
    versions = dict(Article.objects.values_list("pk", "version"))
    assert voiding.void_votes(puppet, senior, reason=WHY) == 4
    assert [counts(one) for one in (comment, *others)] == [[2, 1], [0, 0], [0, 0], [0, 0]]
    assert {pk: version - 1 for pk, version in Article.objects.values_list("pk", "version")} == versions
    assert not list(recount())
    assert LogEntry.objects.get().before == "4 counted"


def test_a_long_run_is_done_in_bounded_pieces(
    senior: User, comment: Comment, puppet: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        cast_vote(say(comment.article, comment.author).pk, puppet, 1)
    monkeypatch.setattr(voiding, "MOST", 3)
    assert [voiding.void_votes(puppet, senior, reason=WHY) for _ in range(2)] == [3, 2]
    assert voiding.to_turn(puppet, senior, void=True).count() == 0
    assert [entry.before for entry in LogEntry.objects.order_by("pk")] == ["3 counted", "2 counted"]
    assert not list(recount())


@pytest.mark.parametrize("value", [1, -1, 0])
def test_a_member_cannot_cast_a_void_vote_anew_nor_take_it_back(
    senior: User, comment: Comment, puppet: User, value: int
) -> None:
    voiding.void_votes_on(comment, [puppet], senior, reason=WHY)
    with pytest.raises(Refused, match="voided your vote on this comment"):
        cast_vote(comment.pk, puppet, value)
    assert counts(comment) == [2, 1]
    assert Vote.objects.get(member=puppet).is_void
    voiding.restore_votes_on(comment, [puppet], senior, reason="A mistake")
    cast_vote(comment.pk, puppet, -1)
    assert counts(comment) == [2, 2]


def test_a_void_vote_is_not_shown_to_its_owner_as_theirs(
    senior: User, comment: Comment, puppet: User
) -> None:
    assert read_theirs(puppet, comment.article, {comment.pk}).votes == {comment.pk: 1}
    voiding.void_votes_on(comment, [puppet], senior, reason=WHY)
    assert read_theirs(puppet, comment.article, {comment.pk}).votes == {}


def test_votes_on_other_comments_still_count(senior: User, comment: Comment, puppet: User) -> None:
    voiding.void_votes(puppet, senior, reason=WHY)
    other = say(comment.article, comment.author)
    cast_vote(other.pk, puppet, 1)
    assert counts(other) == [1, 0]


def test_the_second_moderator_is_told_what_the_first_did(
    senior: User, comment: Comment, puppet: User
) -> None:
    voiding.void_votes(puppet, senior, reason=WHY)
    second = StaffFactory(name="Sion", group="Senior moderators")
    for told in (
        refused(voiding.void_votes, puppet, second),
        refused(voiding.void_votes_on, comment, [puppet], second),
    ):
        assert told.conflict
        assert str(told).startswith("Sela voided votes (Today ") and str(told).endswith(f"): {WHY}")
    assert counts(comment) == [2, 1]


def test_there_may_be_nothing_to_void_or_restore(senior: User, comment: Comment, puppet: User) -> None:
    assert str(refused(voiding.void_votes, comment.author, senior)) == "There is no vote to void."
    assert str(refused(voiding.restore_votes, puppet, senior)) == "There is no vote to restore."


@pytest.mark.parametrize("void", [True, False])
def test_only_senior_moderators_turn_votes_and_say_why(
    senior: User, comment: Comment, puppet: User, void: bool
) -> None:
    Vote.objects.filter(member=puppet).update(is_void=not void)
    act = voiding.void_votes if void else voiding.restore_votes
    act_on = voiding.void_votes_on if void else voiding.restore_votes_on
    for who in (StaffFactory(group="Moderators"), StaffFactory(group="Editors"), MemberFactory(), puppet):
        assert "Only a senior moderator" in str(refused(act, puppet, who))
        assert "Only a senior moderator" in str(refused(act_on, comment, [puppet], who))
    assert "Say why" in str(refused(act, puppet, senior, reason=" "))
    assert "at most 300 characters" in str(refused(act_on, comment, [puppet], senior, reason="x" * 301))


def test_the_reason_that_several_members_are_told_names_none_of_them(senior: User, comment: Comment) -> None:
    ring = [vote.member for vote in Vote.objects.filter(value=1)]
    told = refused(voiding.void_votes_on, comment, ring, senior, reason=f"All of them are {ring[1].name}!")
    assert str(told) == "Name nobody: readers and all of these members see it."
    assert not Notification.objects.exists()


def test_nobody_turns_their_own_votes_or_those_on_their_own_comments(senior: User, comment: Comment) -> None:
    cast_vote(comment.pk, senior, 1)
    assert "Nobody moderates themselves" in str(refused(voiding.void_votes, senior, senior))
    own, critic = say(comment.article, senior), MemberFactory()
    cast_vote(own.pk, critic, -1)
    assert "their own comments" in str(refused(voiding.void_votes_on, own, [critic], senior))
    assert str(refused(voiding.void_votes, critic, senior)) == "There is no vote to void."
    cast_vote(comment.pk, critic, -1)
    assert voiding.void_votes(critic, senior, reason=WHY) == 1
    assert [counts(own), counts(comment)] == [[0, 1], [4, 1]]


def test_only_an_administrator_voids_votes_of_the_staff(senior: User, comment: Comment) -> None:
    editor, administrator = StaffFactory(group="Editors"), StaffFactory(is_superuser=True)
    cast_vote(comment.pk, editor, 1)
    assert "Only an administrator" in str(refused(voiding.void_votes, editor, senior))
    others = [MemberFactory(), editor]
    assert "Only an administrator" in str(refused(voiding.void_votes_on, comment, others, senior))
    assert voiding.void_votes(editor, administrator, reason=WHY) == 1


def test_who_is_limited_to_sections_turns_votes_in_these_alone(
    senior: User, comment: Comment, puppet: User
) -> None:
    elsewhere = say(ArticleFactory(), comment.author)
    cast_vote(elsewhere.pk, puppet, 1)
    Remit.objects.create(moderator=senior, section=comment.article.section)
    assert "other sections" in str(refused(voiding.void_votes_on, elsewhere, [puppet], senior))
    assert voiding.void_votes(puppet, senior, reason=WHY) == 1
    assert [counts(comment), counts(elsewhere)] == [[2, 1], [1, 0]]


def test_votes_on_removed_comments_are_turned_too(senior: User, comment: Comment, puppet: User) -> None:
    Comment.objects.filter(pk=comment.pk).update(status="removed")
    assert voiding.void_votes(puppet, senior, reason=WHY) == 1
    assert counts(comment) == [2, 1]


# --- Who looked ---------------------------------------------------------------------------------------------------


def test_each_look_at_voters_is_one_entry_with_its_reason_for_moderators_alone(
    senior: User, comment: Comment
) -> None:
    for _ in range(2):
        voiding.see_voters(senior, comment=comment, reason="Five votes within a minute")
    voiding.see_voters(senior, member=comment.author, reason="Always first")
    facts = ("verb", "moderator", "comment", "article", "member", "reason", "internal")
    assert list(LogEntry.objects.order_by("pk").values_list(*facts)) == [
        *[("see-voters", senior.pk, comment.pk, comment.article_id, None, "", "Five votes within a minute")]
        * 2,
        ("see-voters", senior.pk, None, None, comment.author_id, "", "Always first"),
    ]
    assert not Notification.objects.exists()


def test_a_look_is_for_senior_moderators_with_a_reason_and_not_at_themselves(
    senior: User, comment: Comment
) -> None:
    look, moderator = voiding.see_voters, StaffFactory(group="Moderators")
    assert "Only a senior moderator" in str(refused(look, moderator, comment=comment))
    assert "Say why" in str(refused(look, senior, comment=comment, reason=""))
    own = say(comment.article, senior)
    assert "their own comments" in str(refused(look, senior, comment=own))
    assert "Nobody moderates themselves" in str(refused(look, senior, member=senior))
    Remit.objects.create(moderator=senior, section=ArticleFactory().section)
    assert "other sections" in str(refused(look, senior, comment=comment))
