"""`make bench` as a whole: its databases are made, its servers run, its command measures. How fast, no test asks."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench import databases
from bench.databases import Populate
from bench.load import have_wrk
from tests.test_bench import bench


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


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests of this file that run the whole command keep their database."""
    return tmp_path_factory.mktemp("bench")


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
