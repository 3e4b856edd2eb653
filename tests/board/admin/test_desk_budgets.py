"""What the desk costs: the same few queries, read by index, whatever waits; and it is paged without counting."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from board.actions import sanctions
from board.actions.reports import report_as_visitor, report_comment
from board.models import Case, Comment, Note, Report
from board.rules import paths
from tests.board.admin.at_desk import DESK, entries
from tests.board.admin.conftest import Cast
from tests.board.plans import costly
from tests.factories import ArticleFactory, MemberFactory, say

MOST_QUERIES = 28


@pytest.fixture
def reported(cast: Cast, reported: Comment) -> Comment:
    """With something of everything that an entry can show."""
    answer = say(cast.article, cast.author, f"> #{reported.pk} Amber:\n> The ferry\n\nNo.", parent=reported)
    for comment in (reported, answer):
        report_as_visitor(comment, "Nora Vale", "nora@example.com", "It names a child.")
        report_comment(comment, MemberFactory(), "spam")
    sanctions.warn(cast.author, cast.senior, reason="Be kind")
    Note.objects.create(member=cast.author, author=cast.senior, text="A note.")
    return reported


def fill(cast: Cast, count: int) -> None:
    """So many comments of thirty authors, each with an open report."""
    article, now = ArticleFactory(), timezone.now()
    authors = MemberFactory.create_batch(30)
    comments = Comment.objects.bulk_create(
        Comment(
            article=article, author=authors[number % 30], number=number, path=paths.extend("", number), body="A.",
            html="<p>A.</p>", renderer=1,
        )
        for number in range(1, count + 1)
    )  # fmt: skip
    Report.objects.bulk_create(
        Report(comment=comment, member=cast.member, reason="spam", remark="Look.") for comment in comments
    )
    Case.objects.bulk_create(
        Case(comment=one, report_count=1, priority=one.number % 7, opened_at=now - timedelta(seconds=one.number % 50))
        for one in comments
    )  # fmt: skip


def queries(cast: Cast, role: str, query: str = "") -> list[str]:
    client = cast.client(role)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{DESK}{query}").status_code == 200
    return [one["sql"] for one in captured]


def test_the_desk_takes_the_same_queries_with_ten_thousand_open_reports(
    cast: Cast, reported: Comment
) -> None:
    before = {role: len(queries(cast, role)) for role in ("moderator", "limited")}
    fill(cast, 10_000)
    for role, count in before.items():
        for query in ("", "?only=reported", "?only=held"):
            taken = queries(cast, role, query)
            assert len(taken) <= count <= MOST_QUERIES, taken
    assert "<b>1000+</b>" in cast.client("moderator").get(DESK).content.decode()


@pytest.mark.parametrize("role", ["moderator", "limited"])
def test_the_desk_is_read_by_index_and_in_order(cast: Cast, reported: Comment, role: str) -> None:
    fill(cast, 400)
    after = cast.client("moderator").get(DESK).context["more"].partition("?")[2]
    for query in ("", "?only=reported", "?only=held", f"?{after}"):
        for sql in queries(cast, role, query):
            assert not sql.startswith("SELECT") or [*costly(sql)] == [], sql


@pytest.mark.parametrize("kind", ["reported", "held"])
def test_the_list_of_comments_looks_for_what_waits_among_what_waits(
    cast: Cast, reported: Comment, kind: str
) -> None:
    """In an order that was chosen, what waits is sorted; never all comments."""
    fill(cast, 400)
    for order in ("", "&o=-6.7"):
        client = cast.client("moderator")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/admin/board/comment/?waits={kind}{order}").status_code == 200
        read = [one["sql"] for one in captured if one["sql"].startswith("SELECT")]
        steps = [step for sql in read for step in costly(sql)]
        if order:
            steps = [step for step in steps if "board_comment" in step and "board_case" not in step]
        assert steps == []


def test_the_queue_is_found_in_its_index(cast: Cast, reported: Comment) -> None:
    fill(cast, 400)
    after = cast.client("moderator").get(DESK).context["more"].partition("?")[2]
    for query in ("", f"?{after}"):
        (queue,) = [
            sql
            for sql in queries(cast, "moderator", query)
            if 'FROM "board_case"' in sql and "LIMIT 31" in sql
        ]
        assert [*costly(queue)] == []
        with connection.cursor() as cursor:
            explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
            cursor.execute(f"{explain} {queue}")
            assert "case_queue" in str(cursor.fetchall())


def test_page_after_page_shows_each_that_waits_once_and_in_order(cast: Cast, reported: Comment) -> None:
    fill(cast, 100)
    seen, query = [], ""
    while True:
        answer = cast.client("moderator").get(f"{DESK}{query}")
        seen += [entry.comment.pk for entry in answer.context["entries"]]
        if not answer.context["more"]:
            break
        query = "?" + answer.context["more"].partition("?")[2]
    assert seen == list(Case.objects.queue().values_list("pk", flat=True)) and len(seen) == 102


def test_a_page_goes_on_where_it_was_although_its_last_case_is_gone(cast: Cast, reported: Comment) -> None:
    fill(cast, 70)
    order = list(Case.objects.queue().values_list("pk", flat=True))
    more = cast.client("moderator").get(DESK).context["more"].partition("?")[2]
    Case.objects.filter(pk=order[29]).delete()
    assert entries(cast, query=f"?{more}") == order[30:60]
