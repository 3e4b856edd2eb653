"""`make bench` at work: its databases, its servers, its command. How fast the site is, no test asks."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from bench import databases, servers
from bench.__main__ import GROUPS, chosen, main
from bench.databases import Populate
from bench.load import have_wrk
from board.models import Article
from tests.board.views.browsing import browser
from tests.environment import ROOT, site_environment
from tests.factories import ArticleFactory, MemberFactory


def bench(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=site_environment(**variables), capture_output=True, text=True, timeout=300
    )


# --- Databases and servers --------------------------------------------------------------------------------------


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(databases.SITES, "tiny", [Populate(1, 12, 10, 5)])


def test_a_database_is_made_once_and_again_when_it_would_be_another(
    tiny: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = databases.keep("tiny", tmp_path)
    assert capsys.readouterr().err.count("tiny: populate") == 1
    made = (kept / databases.DATABASE).stat().st_ino
    with databases.copied("tiny", tmp_path) as folder:
        assert (folder / databases.DATABASE).stat().st_ino != made
        assert (folder / "static" / "staticfiles.json").exists()
    assert not folder.exists()
    assert capsys.readouterr().err == ""
    monkeypatch.setitem(databases.SITES, "tiny", [Populate(1, 13, 10, 5)])
    databases.keep("tiny", tmp_path)
    assert "tiny: populate --articles=1 --comments=13 --votes=10" in capsys.readouterr().err


def test_a_database_that_was_broken_off_is_not_taken_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(databases.SITES, "tiny", [Populate(1, 2, 100, 2)])
    with pytest.raises(SystemExit, match=r"(?s)populate .* failed:.*100 votes do not fit"):
        databases.keep("tiny", tmp_path)
    assert not (tmp_path / "tiny").exists()


def test_memory_is_that_of_a_process_and_all_that_it_started() -> None:
    code = "import subprocess, sys; subprocess.run(['sleep', '60'])"
    with subprocess.Popen([sys.executable, "-c", code]) as process:
        try:
            while not servers.descendants(process.pid):
                assert process.poll() is None
            (child,) = servers.descendants(process.pid)
            assert child != process.pid
            assert servers.proportional_size(process.pid) > servers.proportional_size(child) > 0
        finally:
            for pid in servers.descendants(process.pid):
                os.kill(pid, 9)
            process.kill()


def test_a_port_that_is_taken_is_passed_over() -> None:
    first = servers.free_port()
    with socket.create_server((servers.HOST, first)):
        assert servers.free_port() != first


# --- The views that it measures against -------------------------------------------------------------------------


@pytest.fixture
def floors(settings: Settings, db: None) -> Iterator[None]:
    settings.ROOT_URLCONF = "bench.urls"
    yield


def test_the_floor_sends_as_many_bytes_as_it_is_asked_for(floors: None) -> None:
    assert len(Client().get("/bench/floor/12345/").content) == 12345
    assert Client().get("/bench/empty/").content == b""


def test_the_write_floor_is_for_members_with_their_token_and_changes_one_row(floors: None) -> None:
    member, other = MemberFactory(), MemberFactory()
    assert browser().post("/bench/write/").status_code == 403
    assert browser(member, held_to_tokens=True).post("/bench/write/").status_code == 403
    client = browser(member, held_to_tokens=True)
    client.cookies["csrftoken"] = "b" * 32
    before = User.objects.get(pk=member.pk).last_login
    assert client.post("/bench/write/", headers={"x-csrftoken": "b" * 32}).status_code == 200
    assert User.objects.get(pk=member.pk).last_login > before
    assert User.objects.get(pk=other.pk).last_login is None


def test_a_change_raises_the_discussions_version(floors: None) -> None:
    article, other = ArticleFactory(), ArticleFactory()
    assert Client().get(f"/bench/change/{article.pk}/").status_code == 200
    assert Article.objects.get(pk=article.pk).version == article.version + 1
    assert Article.objects.get(pk=other.pk).version == other.version


def test_the_real_site_has_none_of_them(db: None) -> None:
    assert Client().get("/bench/empty/").status_code == 404


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests of this file that run the whole command keep their database."""
    return tmp_path_factory.mktemp("bench")


# --- The command ------------------------------------------------------------------------------------------------


def test_names_that_are_none_are_answered_with_those_that_are() -> None:
    with pytest.raises(SystemExit, match="ONLY takes these, with commas: budget, render, page, vote"):
        main(["--only", "help"])
    with pytest.raises(SystemExit, match=r"^With SHORT=1, ONLY takes these, with commas: budget$"):
        main(["--short", "--only", "vote"])  # a speed is never a reason to fail
    assert chosen("vote,page", short=False) == ["page", "vote"]
    assert chosen("", short=True) == ["budget"]
    assert chosen("", short=False) == list(GROUPS)


def test_without_wrk_one_line_says_how_to_get_it(tmp_path: Path) -> None:
    done = bench("--only", "page", "--folder", str(tmp_path), PATH=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == "make bench needs wrk. On Debian or Ubuntu: apt-get install wrk\n"


def test_the_short_bench_counts_queries_bytes_and_requests_on_a_site_of_its_own(kept: Path) -> None:
    done = bench("--short", "--folder", str(kept), PATH="/nowhere")
    assert done.returncode == 0, done.stdout + done.stderr
    for said in (
        "queries: visitor, nothing kept",
        "HTML of 100 comments, as a browser asks",
        "requests of the",
    ):
        assert said in done.stdout
    assert "6 of 6 targets met." in done.stdout
    assert "Kept in" not in done.stdout


@pytest.mark.skipif(not have_wrk(), reason="wrk is missing: apt-get install wrk")
def test_votes_are_measured_on_the_real_server_and_none_is_lost(kept: Path) -> None:
    done = bench("--only", "vote", "--rounds", "1", "--seconds", "1", "--folder", str(kept))
    assert done.returncode == 0, done.stdout + done.stderr
    (run,) = (kept / "results").glob("*.json")
    lines: dict[str, Any] = {line["key"]: line for line in json.loads(run.read_text())["lines"]}
    assert set(lines) == {"vote", "vote.lost", "vote.recount"}
    assert lines["vote"]["value"] > 0
    assert lines["vote"]["floor"] > 0
    assert (lines["vote.lost"]["verdict"], lines["vote.recount"]["verdict"]) == ("met", "met")
    assert [path.name for path in kept.iterdir() if path.is_dir() and path.name.startswith("pages-")] == []
