"""Where a request reads and writes, with a replica that really follows its primary."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from accounts.models import User
from board.models import Comment
from config.postgresql.base import outage
from config.replicas import COOKIE, last_look
from config.routers import COUNTED, PRIMARY, Router
from tests.board.views.browsing import browser, send
from tests.factories import ArticleFactory, MemberFactory, say
from tests.scale.servers import free_port

REPLICA = "replica1"
# What migrations put there.
KEPT = {
    *("auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "django_migrations"),
    *("board_guard", "board_policy"),
}


@pytest.fixture(autouse=True)
def _committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A replica sees only what is committed: so these tests commit, and what they stored is taken away again.

    Each begins with servers of which nothing bad is known, and ends with a replica that follows.
    """
    with django_db_blocker.unblock():
        for alias in (PRIMARY, REPLICA):
            outage(alias).end()
        last_look.cache_clear()
        yield
        replay("resume")
        empty()


def empty() -> None:
    connection = connections[PRIMARY]
    tables = ", ".join(set(connection.introspection.table_names()) - KEPT)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the log lets nobody else do this
        cursor.execute(f"TRUNCATE {tables}")
        cursor.execute("RESET session_replication_role")


@pytest.fixture
def bob() -> User:
    return MemberFactory(name="Bob")


@pytest.fixture
def comment() -> Comment:
    return say(ArticleFactory(), MemberFactory(name="Alice"), "Alice spoke of otters.")


@pytest.fixture
def address(comment: Comment) -> str:
    return comment.article.get_absolute_url()


def ask(alias: str, question: str) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def replay(action: str) -> None:
    ask(REPLICA, f"SELECT count(pg_wal_replay_{action}())")


@pytest.fixture
def caught_up() -> Callable[[], None]:
    def caught_up() -> None:
        position = ask(PRIMARY, "SELECT pg_current_wal_lsn()")
        deadline = time.monotonic() + 10
        while not ask(REPLICA, f"SELECT pg_last_wal_replay_lsn() >= '{position}'"):
            assert time.monotonic() < deadline, "the replica does not follow"
            time.sleep(0.02)

    return caught_up


@contextmanager
def queries() -> Iterator[dict[str, CaptureQueriesContext]]:
    with ExitStack() as stack:
        yield {
            alias: stack.enter_context(CaptureQueriesContext(connections[alias]))
            for alias in (PRIMARY, REPLICA)
        }


@contextmanager
def away(alias: str) -> Iterator[None]:
    """For this process the server stands at an address where nobody answers."""
    connection = connections[alias]
    port, number = connection.settings_dict["PORT"], free_port()
    connection.close()
    connection.close_pool()
    connection.settings_dict["PORT"] = number
    try:
        yield
    finally:
        connection.close()
        connection.close_pool()
        connection.settings_dict["PORT"] = port
        outage(alias).end()


def texts(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_reader_reads_from_the_replica_alone(address: str, caught_up: Callable[[], None]) -> None:
    caught_up()
    with queries() as asked:
        assert "Alice spoke of otters." in texts(browser(), address)
    assert len(asked[REPLICA]) > 0
    assert asked[PRIMARY].captured_queries == []


def test_who_wrote_reads_it_at_once_and_others_when_the_replica_has_it(
    comment: Comment, address: str, bob: User, caught_up: Callable[[], None]
) -> None:
    client, visitor = browser(bob), browser()
    caught_up()
    replay("pause")
    answer = send(client, comment, "Bob answers.")
    assert client.cookies[COOKIE].value
    assert answer.cookies[COOKIE]["httponly"]
    assert "Bob answers." in texts(client, address)
    assert "Bob answers." not in texts(visitor, address)
    assert COOKIE not in visitor.cookies

    replay("resume")
    caught_up()
    texts(client, address)  # may note the visit, which is a write
    caught_up()
    with queries() as asked:
        assert "Bob answers." in texts(client, address)
    assert asked[PRIMARY].captured_queries == []
    assert client.cookies[COOKIE].value == ""
    assert "Bob answers." in texts(visitor, address)


@pytest.mark.usefixtures("limits_on", "comment")
def test_a_search_is_counted_on_the_primary_and_read_from_a_replica(caught_up: Callable[[], None]) -> None:
    visitor = browser()
    caught_up()
    with queries() as asked:
        assert visitor.get("/search/?q=otters").status_code == 200
    assert len(asked[REPLICA]) > 0
    assert all(COUNTED in query["sql"].upper() for query in asked[PRIMARY].captured_queries)
    assert COOKIE not in visitor.cookies


def test_a_position_that_is_none_is_passed_over(address: str, caught_up: Callable[[], None]) -> None:
    caught_up()
    for position in ("0/1'; DROP TABLE board_vote", "", "x", "F" * 9000):
        client = browser()
        client.cookies[COOKIE] = position
        with queries() as asked:
            texts(client, address)
        assert asked[PRIMARY].captured_queries == []


def test_from_its_first_write_on_a_request_reads_from_the_primary(
    address: str, bob: User, caught_up: Callable[[], None]
) -> None:
    client = browser(bob)
    caught_up()
    texts(client, address)
    caught_up()
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("UPDATE board_visit SET visited_at = visited_at - interval '1 hour'")
    caught_up()
    with queries() as asked:
        texts(client, address)
    written = next(
        n for n, query in enumerate(asked[PRIMARY].captured_queries) if "board_visit" in query["sql"]
    )
    assert asked[PRIMARY].captured_queries[written]["sql"].startswith("UPDATE")
    assert client.cookies[COOKIE].value


def test_a_request_that_may_write_reads_from_the_primary(comment: Comment, bob: User) -> None:
    client = browser(bob)
    with queries() as asked:
        assert client.post(f"/comments/{comment.pk}/vote/", {"value": "1"}).status_code == 302
    assert len(asked[REPLICA]) == 0


def test_outside_of_requests_there_is_the_primary_alone(comment: Comment) -> None:
    router = Router()
    assert router.db_for_read(Comment) == router.db_for_write(Comment) == PRIMARY
    assert router.allow_migrate(PRIMARY, "board")
    assert not router.allow_migrate(REPLICA, "board")


def test_a_replica_that_is_away_costs_nobody_a_page_and_is_left_alone(
    address: str, caught_up: Callable[[], None]
) -> None:
    caught_up()
    with away(REPLICA):
        texts(browser(), address)
        assert outage(REPLICA).lasts
        began = time.monotonic()
        for _ in range(10):
            texts(browser(), address)
        assert time.monotonic() - began < 3
    with queries() as asked:
        texts(browser(), address)
    assert asked[PRIMARY].captured_queries == []


def test_a_page_that_a_replica_fails_to_finish_comes_from_the_primary(
    address: str, caught_up: Callable[[], None]
) -> None:
    caught_up()

    def fails(execute: Any, sql: str, *rest: Any) -> Any:
        if "board_comment" in sql:
            raise OperationalError("canceling statement due to conflict with recovery")
        return execute(sql, *rest)

    client = browser()
    client.raise_request_exception = False
    with connections[REPLICA].execute_wrapper(fails):
        assert "Alice spoke of otters." in texts(client, address)


def test_a_replica_that_is_not_fed_any_more_is_not_read(
    address: str, comment: Comment, caught_up: Callable[[], None]
) -> None:
    caught_up()
    replay("pause")
    # It is fed, but has not replayed for longer than it may: as if it had been paused for a while.
    say(comment.article, MemberFactory(), "Said meanwhile.")
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()")

    def long_ago(execute: Any, sql: str, *rest: Any) -> Any:
        return execute(sql.replace("30 seconds", "0 seconds"), *rest)

    deadline = time.monotonic() + 10
    with connections[REPLICA].execute_wrapper(long_ago):
        while "Said meanwhile." not in texts(browser(), address):
            last_look.cache_clear()
            assert time.monotonic() < deadline


def test_while_the_primary_is_away_readers_read_and_writers_are_told(
    comment: Comment, address: str, bob: User, caught_up: Callable[[], None]
) -> None:
    client = browser(bob)
    caught_up()
    texts(client, address)
    caught_up()
    client.raise_request_exception = False
    with away(PRIMARY):
        answer = send(client, comment, "Bob answers.")
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert "Bob answers." in answer.content.decode()
        assert "Alice spoke of otters." in texts(browser(), address)
        health = client.get("/healthz")
        assert (health.status_code, health.content) == (503, b"The database does not answer.\n")
    assert Comment.objects.count() == 1
    assert send(client, comment, "Bob answers.").status_code == 302
