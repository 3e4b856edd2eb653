from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Mail, User
from board.actions import moderation
from board.actions.comments import delete_comment
from board.actions.refusals import Refused
from board.actions.reports import report_as_visitor, report_comment, take_back
from board.models import Article, Case, Comment, Guard, LogEntry, Report
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return say(ArticleFactory(), MemberFactory(name="Amber"))


@pytest.fixture
def moderator() -> User:
    return StaffFactory(name="Mara", group="Moderators")


def decided(member: User, outcome: str, count: int) -> None:
    for _ in range(count):
        other = say(ArticleFactory(), MemberFactory())
        Report.objects.create(comment=other, member=member, reason="spam", outcome=outcome)


def test_a_first_report_opens_a_case_and_changes_nothing_that_readers_see(
    comment: Comment, bob: User
) -> None:
    before = Article.objects.get()
    report = report_comment(comment, bob, "insult", "He calls her names.")
    assert (report.member, report.reason, report.remark, report.weight) == (
        bob,
        "insult",
        "He calls her names.",
        1.0,
    )
    case = Case.objects.get()
    assert (case.comment, case.report_count, case.priority, case.cause) == (comment, 1, 1.5, "")
    after = Article.objects.get()
    assert (after.version, after.comment_count) == (before.version, before.comment_count)
    assert Comment.objects.get().is_published
    assert not LogEntry.objects.exists()


def test_more_reports_raise_the_case_up_to_a_most_and_remove_nothing(comment: Comment) -> None:
    for _ in range(6):
        report_comment(comment, MemberFactory(), "illegal")
    assert (Case.objects.get().report_count, Case.objects.get().priority) == (6, 12.0)
    assert Comment.objects.get().is_published


def test_a_report_weighs_as_much_as_the_earlier_ones_were_right(comment: Comment, bob: User) -> None:
    decided(bob, "upheld", 2)
    assert report_comment(comment, bob, "spam").weight == 1.5
    carol = MemberFactory()
    decided(carol, "dismissed", 2)
    assert report_comment(comment, carol, "spam").weight == 0.5


def test_a_member_reports_a_comment_once_also_after_it_was_decided(
    comment: Comment, bob: User, moderator: User
) -> None:
    report_comment(comment, bob, "spam")
    with pytest.raises(Refused, match="already") as refusal:
        report_comment(comment, bob, "insult")
    assert refusal.value.conflict
    moderation.approve(comment, moderator)
    with pytest.raises(Refused, match="already"):
        report_comment(comment, bob, "insult")
    assert (Report.objects.get().reason, Case.objects.count()) == ("spam", 0)


def test_somebody_else_s_report_opens_a_decided_case_again(
    comment: Comment, bob: User, moderator: User
) -> None:
    report_comment(comment, bob, "spam")
    moderation.approve(comment, moderator)
    report_comment(comment, MemberFactory(), "privacy")
    assert (Case.objects.get().report_count, Case.objects.get().priority) == (1, 2.0)


def test_a_report_that_is_taken_back_closes_its_case_and_may_be_made_again(
    comment: Comment, bob: User
) -> None:
    report_comment(comment, bob, "spam")
    report_comment(comment, other := MemberFactory(), "illegal")
    take_back(comment, other)
    assert (Case.objects.get().report_count, Case.objects.get().priority) == (1, 1.0)
    take_back(comment, bob)
    assert (Report.objects.count(), Case.objects.count()) == (0, 0)
    assert report_comment(comment, bob, "insult").reason == "insult"


def test_taking_back_leaves_a_held_comment_s_case(comment: Comment, bob: User) -> None:
    report_comment(comment, bob, "spam")
    Case.objects.update(cause=Case.Cause.LINKS)
    take_back(comment, bob)
    assert (Case.objects.get().report_count, Case.objects.get().cause) == (0, "links")


def test_only_an_own_undecided_report_can_be_taken_back(comment: Comment, bob: User, moderator: User) -> None:
    report_comment(comment, bob, "spam")
    with pytest.raises(Refused, match="You have not reported"):
        take_back(comment, MemberFactory())
    moderation.approve(comment, moderator)
    with pytest.raises(Refused, match="decided already"):
        take_back(comment, bob)
    assert Report.objects.get().outcome == "dismissed"


@pytest.mark.parametrize("state", [{"verified_at": None}, {"standing": "banned"}, {"standing": "suspended"}])
def test_those_who_may_not_take_part_cannot_report_but_take_back(
    comment: Comment, bob: User, state: dict
) -> None:
    report_comment(comment, bob, "spam")
    for name, value in state.items():
        setattr(bob, name, value)
    with pytest.raises(Refused):
        report_comment(say(comment.article, MemberFactory()), bob, "spam")
    take_back(comment, bob)
    assert not Report.objects.exists()


def test_one_s_own_comment_and_one_that_is_gone_cannot_be_reported(comment: Comment, bob: User) -> None:
    with pytest.raises(Refused, match="your own comment"):
        report_comment(comment, comment.author, "spam")
    say(comment.article, bob, parent=comment)
    delete_comment(comment, comment.author)
    for act in (
        lambda: report_comment(comment, bob, "spam"),
        lambda: report_as_visitor(comment, "Vi", "vi@example.org", "Forbidden."),
    ):
        with pytest.raises(Refused, match="no longer there"):
            act()
    assert not Report.objects.exists()


def test_an_unpublished_story_and_an_unknown_reason_are_none(comment: Comment, bob: User) -> None:
    with pytest.raises(ValueError, match="boredom"):
        report_comment(comment, bob, "boredom")
    Article.objects.update(published_at=timezone.now() + timedelta(days=1))
    for act in (
        lambda: report_comment(comment, bob, "spam"),
        lambda: report_as_visitor(comment, "Vi", "vi@example.org", "Forbidden."),
        lambda: take_back(comment, bob),
    ):
        with pytest.raises(Article.DoesNotExist):
            act()


def test_a_visitor_reports_what_is_illegal_once_and_gets_a_receipt(comment: Comment) -> None:
    report = report_as_visitor(comment, "Vi Sitor", "Vi@Example.org", "http://spam.example is forbidden.")
    assert (report.member, report.reason, report.weight, report.email) == (
        None,
        "illegal",
        1.0,
        "vi@example.org",
    )
    assert Case.objects.get().priority == 3.0
    assert report_as_visitor(comment, "Somebody", "vi@example.org", "Again.") == report
    mail = Mail.objects.get()
    assert (mail.to, f"comment #{comment.pk}" in mail.subject) == ("vi@example.org", True)
    assert "Vi Sitor" not in mail.body
    assert "spam.example" not in mail.body
    assert (Report.objects.count(), Case.objects.get().report_count) == (1, 1)


def test_many_reports_in_a_short_time_slow_the_discussion_down_and_that_is_logged(comment: Comment) -> None:
    Guard.objects.update_or_create(pk=1, defaults={"heated_signs": 3})
    version = Article.objects.get().version
    for reported in (comment, comment, say(comment.article, MemberFactory())):
        assert not Article.objects.get().is_slowed
        report_comment(reported, MemberFactory(), "insult")
    assert Article.objects.get().is_slowed
    assert Article.objects.get().version > version
    assert LogEntry.objects.get().verb == LogEntry.Verb.SLOW
