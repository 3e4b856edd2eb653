import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches

from board.discussions import kept
from board.discussions.kept import Kept, Memory, State, keep
from board.discussions.pages import Said
from board.models import Article
from tests.environment import ROOT, site_environment
from tests.factories import ArticleFactory

SAID = {7: Said(1, datetime(2026, 11, 24, tzinfo=UTC))}

pytestmark = pytest.mark.django_db


def page(size: int) -> Kept:
    return Kept.of(State(1, 1, "2026-11-24", True), "x" * size, {})


def test_the_pages_last_used_stay_in_memory() -> None:
    memory = Memory(limit=1000)
    for name in "abc":
        memory.put((name,), page(300))
    assert memory.get(("a",))
    memory.put(("d",), page(300))
    assert [bool(memory.get((name,))) for name in "abcd"] == [True, False, True, True]
    assert memory.held == 900


def test_a_page_that_is_kept_again_counts_once() -> None:
    memory = Memory(limit=1000)
    for size in (300, 500, 200):
        memory.put(("a",), page(size))
    assert memory.held == 200


def test_a_page_larger_than_the_memory_is_kept_alone() -> None:
    memory = Memory(limit=1000)
    for name in "ab":
        memory.put((name,), page(2000))
    assert [bool(memory.get((name,))) for name in "ab"] == [False, True]


def test_another_process_finds_the_page_as_it_was() -> None:
    first = Kept.of(State(3, 2, "2026-11-24", True), "<p>a<!--s:up:7-->1<!--/s--> 日本</p>", SAID)
    second = Kept.unpacked(*first.packed())
    assert (second.state, second.neutral, second.said) == (first.state, first.neutral, first.said)
    assert (second.tag, second.body("br"), second.body("gzip")) == (
        first.tag,
        first.body("br"),
        first.body("gzip"),
    )


def stored() -> Article:
    return Article.objects.with_edition().get()


def test_what_changed_while_it_was_made_is_not_kept() -> None:
    ArticleFactory()
    made: list[int] = []

    def make(article: Article) -> tuple[str, dict[int, Said]]:
        made.append(article.version)
        if len(made) == 1:
            Article.objects.all().raise_version()
        return f"<p>{article.version}</p>", {}

    for _reader in range(3):
        keep(("page",), stored(), make)
    assert made == [1, 2]


def test_a_page_that_cannot_be_stored_is_served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if settings.REDIS_URL:
        pytest.skip("Here pages are kept in Redis and not in files.")
    ArticleFactory()
    file = tmp_path / "no-folder"
    file.touch()
    monkeypatch.setattr(caches["pages"], "_dir", str(file))
    made = keep(("page",), stored(), lambda article: ("<p>here</p>", {}))
    assert made.neutral.html == b"<p>here</p>"
    assert keep(("page",), stored(), lambda article: ("<p>again</p>", {})) is made


def test_the_shared_cache_may_lose_everything(tmp_path: Path) -> None:
    ArticleFactory()
    for words in ("one", "two"):
        kept.forget()
        assert (
            keep(("page",), stored(), lambda article, words=words: (words, {})).neutral.html == words.encode()
        )


def test_a_burst_on_a_cold_page_makes_it_once(copied_database: Callable[[], Path], tmp_path: Path) -> None:
    ArticleFactory()
    copied_database()
    environment, lines = site_environment(VAR_DIR=str(tmp_path)), tmp_path / "made.txt"
    command = [sys.executable, "-m", "tests.board.discussions.reading_process", str(lines)]
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    tags = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [len(tag) for tag in tags] == [8, 8, 8]
    assert len({tag for group in tags for tag in group}) == 1
    assert lines.read_text() == "1\n"
