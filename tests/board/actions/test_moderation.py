from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import withdraw_unconfirmed
from accounts.models import User
from board.actions import discussions, moderation, sanctions
from board.actions.comments import delete_comment
from board.actions.refusals import Refused
from board.models import Article, Comment, LogEntry
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> User:
    return StaffFactory(name="Mara", group="Moderators")


@pytest.fixture
def senior() -> User:
    return StaffFactory(name="Sela", group="Senior moderators")


@pytest.fixture
def comment() -> Comment:
    return say(ArticleFactory(), MemberFactory(name="Amber"))


def counts(comment: Comment) -> list[int]:
    article = Article.objects.get(pk=comment.article_id)
    return [article.comment_count, article.version]


def test_removing_and_restoring_count_the_comment_out_and_in_and_raise_the_version(
    moderator: User, comment: Comment
) -> None:
    reply = say(comment.article, MemberFactory(), parent=comment)
    before = counts(comment)
    moderation.remove(reply, moderator, reason="  Keep to the subject ")
    assert counts(comment) == [before[0] - 1, before[1] + 1]
    assert Comment.objects.get(pk=comment.pk).reply_count == 0
    moderation.restore(reply, moderator)
    assert counts(comment) == [before[0], before[1] + 2]
    assert Comment.objects.get(pk=comment.pk).reply_count == 1
    acts = LogEntry.objects.order_by("pk").values_list("verb", "reason", "before", "after")
    assert list(acts) == [
        ("remove", "Keep to the subject", "published", "removed"),
        ("restore", "", "removed", "published"),
    ]


@pytest.mark.parametrize(("reason", "sentence"), [(" ", "Say why"), ("x" * 301, "at most 300 characters")])
def test_a_removal_needs_a_reason_that_fits(
    moderator: User, comment: Comment, reason: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        moderation.remove(comment, moderator, reason=reason)
    assert [Comment.objects.get().status, LogEntry.objects.count()] == ["published", 0]


def test_each_act_is_refused_where_it_makes_no_sense(moderator: User, comment: Comment) -> None:
    def refused(act: object, **given: str) -> str:
        with pytest.raises(Refused) as refusal:
            act(comment, moderator, **given)  # type: ignore[operator]
        assert refusal.value.conflict
        return str(refusal.value)

    assert refused(moderation.approve) == refused(moderation.restore) == "This comment is published already."
    Comment.objects.update(status="held")
    assert refused(moderation.restore) == "This comment waits for a moderator: approve it or remove it."
    moderation.remove(comment, moderator, reason="x")
    for act in (moderation.approve, lambda *about: moderation.remove(*about, reason="x")):
        assert refused(act).startswith("Mara removed a comment (Today ")
        assert refused(act).endswith("): x")
    moderation.restore(comment, moderator)
    delete_comment(comment, comment.author)
    assert refused(moderation.approve) == "Its author has deleted this comment."
    assert LogEntry.objects.count() == 2


def test_nobody_moderates_their_own_comments(moderator: User) -> None:
    own = say(ArticleFactory(), moderator)
    with pytest.raises(Refused, match="Nobody moderates their own comments"):
        moderation.remove(own, moderator, reason="x")
    assert [Comment.objects.get().status, LogEntry.objects.count()] == ["published", 0]


def test_a_suspension_in_the_past_is_refused_and_leaves_no_entry(moderator: User) -> None:
    member = MemberFactory()
    with pytest.raises(Refused, match="must end in the future"):
        sanctions.suspend(member, moderator, until=timezone.now(), reason="x")
    member.refresh_from_db()
    assert [member.standing, LogEntry.objects.count()] == ["good", 0]


@pytest.mark.parametrize("act", ["ban", "lift"])
def test_a_reason_that_is_too_long_is_refused_with_every_sanction(senior: User, act: str) -> None:
    member = MemberFactory(standing="held")
    with pytest.raises(Refused, match="at most 300 characters"):
        getattr(sanctions, act)(member, senior, reason="x" * 301)
    member.refresh_from_db()
    assert [member.standing, LogEntry.objects.count()] == ["held", 0]


def test_a_suspension_is_logged_with_its_end(moderator: User) -> None:
    until = timezone.now() + timedelta(days=3)
    sanctions.suspend(MemberFactory(), moderator, until=until, reason="No advertising")
    entry = LogEntry.objects.get()
    assert [entry.before, entry.after] == ["good", f"suspended until {until:%Y-%m-%d %H:%M} UTC"]


def test_a_member_whom_the_log_names_stays_though_they_never_confirmed(senior: User) -> None:
    member = MemberFactory(verified_at=None, last_login=None)
    sanctions.ban(member, senior, reason="Threats")
    sanctions.lift(member, senior)
    assert withdraw_unconfirmed(timezone.now() + timedelta(days=1)) == 0
    assert User.objects.filter(pk=member.pk).exists()


def test_only_an_administrator_sanctions_the_staff_and_nobody_an_administrator(moderator: User) -> None:
    administrator, editor = StaffFactory(is_superuser=True), StaffFactory(group="Editors")
    with pytest.raises(Refused, match="Only an administrator"):
        sanctions.ban(editor, moderator, reason="x")
    with pytest.raises(Refused, match="An administrator cannot be"):
        sanctions.ban(administrator, moderator, reason="x")
    sanctions.ban(editor, administrator, reason="x")
    assert LogEntry.objects.get().member == editor


def test_the_mode_is_changed_once_and_remembers_since_when_it_is_closed(moderator: User) -> None:
    article = ArticleFactory()
    discussions.set_comments_mode(article, moderator, "closed")
    discussions.set_comments_mode(article, moderator, "closed")
    stored = Article.objects.get()
    assert stored.closed_at is not None and stored.version == article.version + 1
    discussions.set_comments_mode(article, moderator, "open")
    assert Article.objects.get().closed_at is None
    assert LogEntry.objects.count() == 2
    with pytest.raises(ValueError, match="'ajar'"):
        discussions.set_comments_mode(article, moderator, "ajar")
