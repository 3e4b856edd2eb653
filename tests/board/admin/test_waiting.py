"""What waits for a moderator: reported and held comments, the most urgent first."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from board.actions.reports import report_as_visitor, report_comment
from board.models import Case, Comment, LogEntry, Report
from tests.board.admin.conftest import Cast, said
from tests.factories import ArticleFactory, MemberFactory, say

LIST = "/admin/board/comment/"


@pytest.fixture
def reported(cast: Cast) -> Comment:
    report_comment(cast.comment, cast.member, "insult", "He calls me a liar.")
    return cast.comment


def listed(cast: Cast, query: str) -> list[int]:
    found = cast.client("moderator").get(f"{LIST}?{query}").context["cl"].result_list
    return [row.pk for row in found]


def test_the_first_page_tells_moderators_how_many_wait_and_for_how_long(
    cast: Cast, held: Comment, reported: Comment
) -> None:
    Case.objects.filter(pk=held.pk).update(opened_at=timezone.now() - timedelta(hours=7, minutes=5))
    page = cast.client("moderator").get("/admin/").content.decode()
    assert '<a href="/admin/desk/?only=held"><strong>1</strong> comment waits' in page
    assert '<a href="/admin/desk/?only=reported"><strong>1</strong> comment was reported' in page
    assert "the oldest for 7\xa0hours, 5\xa0minutes" in page
    assert "was reported" not in cast.client("editor").get("/admin/").content.decode()


def test_the_lists_hold_what_waits_and_nothing_else(cast: Cast, held: Comment, reported: Comment) -> None:
    say(cast.article, cast.author, "Nobody minds this one.")
    assert listed(cast, "waits=held") == [held.pk]
    assert listed(cast, "waits=reported") == [reported.pk]
    assert len(listed(cast, "waits=nonsense")) == 3


def test_what_more_members_reported_comes_first_and_of_equals_the_oldest(
    cast: Cast, reported: Comment
) -> None:
    twice, young = say(cast.article, cast.author, "Worse."), say(cast.article, cast.author, "As bad.")
    for comment, reporters in ((twice, 2), (young, 1)):
        for member in MemberFactory.create_batch(reporters):
            report_comment(comment, member, "insult")
    assert listed(cast, "waits=reported&o=-6.7") == [twice.pk, reported.pk, young.pk]


def test_a_comments_page_shows_who_reported_it_and_why_to_moderators(cast: Cast, reported: Comment) -> None:
    report_as_visitor(reported, "Nora Vale", "nora@example.com", "It names a child.")
    page = cast.client("moderator").get(f"{LIST}{reported.pk}/change/").content.decode()
    for words in ("2 reports", "Milo", "insult", "He calls me a liar.", "Nora Vale", "It names a child."):
        assert words in page, words


def test_editors_do_not_see_in_the_list_what_was_reported_and_cannot_ask_for_it(
    cast: Cast, reported: Comment
) -> None:
    shown = {role: cast.client(role).get(LIST).content.decode() for role in ("moderator", "editor")}
    assert "1 report" in shown["moderator"] and "?waits=reported" in shown["moderator"]
    assert "1 report" not in shown["editor"] and "?waits" not in shown["editor"]
    assert cast.client("editor").get(LIST, {"waits": "reported"}).status_code == 400


def test_editors_who_see_comments_do_not_see_who_reported_them(cast: Cast, reported: Comment) -> None:
    page = cast.client("editor").get(f"{LIST}{reported.pk}/change/").content.decode()
    assert "He calls me a liar." not in page
    assert "Milo" not in page


def test_keeping_a_reported_comment_dismisses_the_reports_and_tells_the_reporter(
    cast: Cast, reported: Comment, take: Any
) -> None:
    page = cast.client("moderator").get(f"{LIST}{reported.pk}/change/").content.decode()
    assert 'value="approve">Keep it</button>' in page
    assert said(take("moderator", "board/comment", "approve", reported)) == ["1 comment approved."]
    assert [Comment.objects.get(pk=reported.pk).status, Case.objects.count()] == ["published", 0]
    assert Report.objects.get().outcome == "dismissed"
    assert LogEntry.objects.get().verb == "keep"
    assert User.objects.get(pk=cast.member.pk).unread == 1


def test_removing_a_reported_comment_upholds_the_reports(cast: Cast, reported: Comment, take: Any) -> None:
    take("moderator", "board/comment", "remove", reported, answered="yes", words="Insults", rule="")
    assert [Comment.objects.get(pk=reported.pk).status, Case.objects.count()] == ["removed", 0]
    assert Report.objects.get().outcome == "upheld"
    assert [User.objects.get(pk=who.pk).unread for who in (cast.member, cast.author)] == [1, 1]


def test_the_second_moderator_is_told_what_the_first_did(cast: Cast, reported: Comment, take: Any) -> None:
    take("senior", "board/comment", "remove", reported, answered="yes", words="Insults", rule="")
    told = said(take("moderator", "board/comment", "approve", reported))
    assert "Sela removed a comment (Today " in told[0] and told[0].endswith("): Insults")
    assert LogEntry.objects.count() == 1


def test_the_rule_that_was_chosen_stands_in_the_log(cast: Cast, reported: Comment, take: Any) -> None:
    given = {"answered": "yes", "rule": "1", "words": "again"}
    take("moderator", "board/comment", "remove", reported, **given)
    entry = LogEntry.objects.get()
    assert entry.rule_id == 1 and entry.reason == f"{entry.rule.title}: again"


def test_the_list_takes_the_same_queries_whatever_waits(cast: Cast, reported: Comment) -> None:
    def taken() -> int:
        client = cast.client("moderator")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{LIST}?waits=reported&o=-6.7")
        return len(captured)

    before = taken()
    for member in MemberFactory.create_batch(10):
        report_comment(say(ArticleFactory(), cast.author), member, "spam")
    assert taken() == before
