"""A discussion that goes on slowly: by a moderator's word, or by itself after many reports and removals."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from board.actions.comments import edit_comment
from board.actions.discussions import change_old_ones, set_comments_mode, set_pace
from board.actions.moderation import remove
from board.actions.refusals import Refused
from board.actions.reports import report_as_visitor, report_comment
from board.models import Article, Comment, Guard, LogEntry
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> User:
    return StaffFactory(name="Mara", group="Moderators")


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


def log() -> list[tuple[str, str | None, str, str]]:
    return list(LogEntry.objects.order_by("pk").values_list("verb", "moderator__name", "before", "after"))


def test_in_a_slow_discussion_a_member_leaves_some_minutes_between_two_comments(
    article: Article, moderator: User
) -> None:
    bob, carol = MemberFactory(), MemberFactory()
    version = set_pace(article, moderator, is_slow=True).version
    assert Article.objects.get().version == version + 1
    first = say(article, bob)
    with pytest.raises(Refused, match="goes on slowly") as refusal:
        say(article, bob, "And another thing.")
    assert refusal.value.conflict
    edit_comment(first, bob, "Put better.")
    say(article, carol)
    say(ArticleFactory(), bob)
    Comment.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(minutes=6))
    say(article, bob, "And another thing.")
    assert Comment.objects.filter(article=article).count() == 3


def test_the_staff_answers_as_fast_as_it_can(article: Article, moderator: User) -> None:
    set_pace(article, moderator, is_slow=True)
    say(article, moderator)
    say(article, moderator)
    assert Comment.objects.count() == 2


def test_the_pace_is_changed_once_and_logged(article: Article, moderator: User) -> None:
    for is_slow in (True, True, False, False):
        set_pace(article, moderator, is_slow=is_slow)
    assert log() == [("slow", "Mara", "free", "slow"), ("slow", "Mara", "slow", "free")]
    bob = MemberFactory()
    say(article, bob)
    say(article, bob, "Again.")


def test_many_reports_and_removals_slow_a_discussion_by_themselves_for_some_hours(
    article: Article, moderator: User
) -> None:
    Guard.objects.update(heated_signs=4, heated_hours=2)
    author = MemberFactory()
    comments = [say(article, author, f"Words {n}.") for n in range(3)]
    for member in MemberFactory.create_batch(3):
        report_comment(comments[0], member, "insult")
    assert not Article.objects.get().is_slowed
    remove(comments[1], moderator, reason="Insults")
    slowed = Article.objects.get()
    assert slowed.is_slowed and slowed.heated_until is not None
    assert timedelta(minutes=119) < slowed.heated_until - timezone.now() <= timedelta(hours=2)
    assert log()[-1] == ("slow", None, "free", "slow")
    remove(comments[2], moderator, reason="Insults")
    assert [entry[0] for entry in log()] == ["remove", "slow", "remove"]
    Article.objects.update(heated_until=timezone.now() - timedelta(seconds=1))
    assert not Article.objects.get().is_slowed


def test_nobody_slows_a_discussion_alone_by_reporting_all_of_it(article: Article) -> None:
    """Neither a member nor somebody who gives a new name and address each time."""
    Guard.objects.update(heated_signs=8)
    comments = [say(article, MemberFactory(), f"Words {n}.") for n in range(12)]
    one = MemberFactory()
    for comment in comments:
        report_comment(comment, one, "illegal")
        report_as_visitor(comment, "Somebody", f"{comment.pk}@example.org", "It is illegal.")
    assert not Article.objects.get().is_slowed
    for member in MemberFactory.create_batch(2):
        report_comment(comments[0], member, "insult")
    assert Article.objects.get().is_slowed


def test_what_happened_long_ago_or_elsewhere_heats_nothing(article: Article) -> None:
    Guard.objects.update(heated_signs=2)
    here, elsewhere = say(article, MemberFactory()), say(ArticleFactory(), MemberFactory())
    report = report_comment(here, MemberFactory(), "insult")
    report.created_at = timezone.now() - timedelta(minutes=31)
    report.save()
    report_comment(elsewhere, MemberFactory(), "insult")
    report_comment(here, MemberFactory(), "insult")
    assert not any(article.is_slowed for article in Article.objects.all())


def test_nothing_slows_by_itself_where_the_setting_is_off(article: Article) -> None:
    Guard.objects.update(heated_signs=0)
    report_comment(say(article, MemberFactory()), MemberFactory(), "insult")
    assert not Article.objects.get().is_slowed


def test_old_discussions_close_by_themselves_once_and_stay_open_where_a_moderator_opens_them(
    moderator: User,
) -> None:
    old = ArticleFactory(published_at=timezone.now() - timedelta(days=15))
    young = ArticleFactory(published_at=timezone.now() - timedelta(days=13))
    assert list(change_old_ones()) == []
    Guard.objects.update(after_days=14)
    assert list(change_old_ones()) == [old]
    assert [Article.objects.get(pk=one.pk).comments_mode for one in (old, young)] == ["closed", "open"]
    assert log() == [("comments-mode", None, "open", "closed")]
    set_comments_mode(old, moderator, "open")
    assert list(change_old_ones()) == []


def test_what_else_was_done_to_an_old_discussion_does_not_keep_it_open(moderator: User) -> None:
    """It was opened by a moderator, and slowed by itself: neither is that it was closed by itself before."""
    old = ArticleFactory(published_at=timezone.now() - timedelta(days=15), comments_mode="closed")
    set_comments_mode(old, moderator, "open")
    Guard.objects.update(after_days=14, heated_signs=1)
    report_comment(say(old, MemberFactory()), MemberFactory(), "insult")
    assert ("slow", None, "free", "slow") in log()
    assert list(change_old_ones()) == [old]
    assert Article.objects.get().comments_mode == "closed"


def test_a_moderator_lets_a_heated_discussion_go_and_it_may_heat_up_again(
    article: Article, moderator: User
) -> None:
    Guard.objects.update(heated_signs=2)
    one = say(article, MemberFactory())
    for member in MemberFactory.create_batch(2):
        report_comment(one, member, "insult")
    heated = Article.objects.get()
    version = set_pace(heated, moderator, is_slow=False).version
    let_go = Article.objects.get()
    assert [let_go.is_slowed, let_go.heated_until, let_go.version] == [False, None, version + 1]
    bob = MemberFactory()
    say(article, bob)
    say(article, bob, "As fast as I like.")
    report_comment(one, MemberFactory(), "insult")
    assert Article.objects.get().is_slowed
    assert log() == [
        *(("slow", None, "free", "slow"), ("slow", "Mara", "slow", "free"), ("slow", None, "free", "slow"))
    ]
    assert LogEntry.objects.latest("pk").change == "as fast as they come → slow"
