"""The command that scrubs, the worker that does it every day, and what it costs."""

import os
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from board.actions import moderation, scrubbing
from board.actions.scrubbing import scrub
from board.discussions import kept
from board.management.commands.work import tidy_up
from board.models import Article, Comment, Guard, LogEntry
from tests.board.everywhere import stored
from tests.board.views.browsing import browser
from tests.factories import ArticleFactory, MemberFactory, say

pytestmark = pytest.mark.django_db

WORDS = "Xylophone42"


@pytest.fixture
def comment(article: Article) -> Comment:
    return say(article, MemberFactory(name="Amber"), f"Once {WORDS}.")


@pytest.fixture
def quoting(comment: Comment) -> Comment:
    body = f"> #{comment.pk} Amber:\n> Once {WORDS}.\n\nI see."
    return say(comment.article, MemberFactory(name="Bob"), body, parent=comment)


def remove(comment: Comment, moderator: User) -> None:
    moderation.remove(comment, moderator, reason="Private matters")


def age() -> None:
    """So much time goes by that what is gone now is kept no longer."""
    days = Guard.objects.get().keep_removed_days + 1
    Comment.objects.exclude(kept_since=None).update(kept_since=timezone.now() - timedelta(days=days))


def test_the_worker_scrubs_once_a_day(comment: Comment, article: Article, moderator: User) -> None:
    remove(comment, moderator)
    age()
    tidy_up()
    assert stored(WORDS) == []
    other = say(article, MemberFactory(), f"Again {WORDS}.")
    remove(other, moderator)
    age()
    tidy_up()
    assert [place for place, _pk in stored(WORDS)] == ["board_comment.body", "board_comment.html"]


# --- The command ------------------------------------------------------------------------------------------------


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("scrub", *arguments, stdout=out)
    return out.getvalue().strip()


def test_a_dry_run_says_what_would_go_and_changes_nothing(
    comment: Comment, quoting: Comment, moderator: User
) -> None:
    remove(comment, moderator)
    age()
    before, log = stored(WORDS), LogEntry.objects.count()
    what = "the text of 1 comment, words of these quoted in 1 other text."
    assert said("--dry-run") == f"Would delete: {what}"
    assert [stored(WORDS), LogEntry.objects.count()] == [before, log]
    assert said() == f"Deleted: {what}"
    assert said() == "Nothing has been kept long enough."


def test_pages_that_are_too_old_to_be_served_are_deleted(comment: Comment, tmp_path: Path) -> None:
    if settings.REDIS_URL:
        pytest.skip("Redis forgets by itself.")
    browser().get(comment.article.get_absolute_url())
    pages = Path(settings.CACHES["pages"]["LOCATION"])
    old, *_others = pages.glob("*.djcache")
    said()
    assert old.exists()
    os.utime(old, (0, 0))
    said()
    assert not old.exists()
    kept.forget()


# --- Its cost ---------------------------------------------------------------------------------------------------


@pytest.fixture
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(scrubbing, "BATCH", 2)
    yield


@pytest.mark.usefixtures("_small_batches")
def test_it_goes_through_all_batch_by_batch(moderator: User) -> None:
    article, other, amber = ArticleFactory(), ArticleFactory(), MemberFactory(name="Amber")
    for n in range(7):
        remove(say(other if n % 2 else article, amber, f"{WORDS} {n}"), moderator)
    age()  # all are gone since the same moment
    assert scrub() == {"comments": 7}
    assert stored(WORDS) == []
    assert LogEntry.objects.filter(verb="scrub").count() == 1


def test_what_is_due_is_found_by_index(comment: Comment, moderator: User) -> None:
    remove(comment, moderator)
    age()
    with CaptureQueriesContext(connection) as captured:
        scrub()
    for table in ("comment", "revision", "appeal", "report"):
        due = [query["sql"] for query in captured if is_search(query["sql"], table)]
        assert due, table
        for sql in due:
            plan = explained(sql)
            assert "Seq Scan" not in plan and "SCAN board" not in plan and "TEMP B-TREE" not in plan, plan


def is_search(sql: str, table: str) -> bool:
    return (
        sql.startswith("SELECT") and f'FROM "board_{table}"' in sql and "ORDER BY" in sql and "LIMIT" in sql
    )


def explained(sql: str) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # on tables this small it would be cheaper
            cursor.execute(f"EXPLAIN {sql}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
