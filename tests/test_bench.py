"""`make bench`: its servers, its views, its command. `make test-scale` runs it as a whole. How fast, no test asks."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from bench import servers
from bench.__main__ import GROUPS, chosen, main
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


# --- The command ------------------------------------------------------------------------------------------------


def test_names_that_are_none_are_answered_with_those_that_are() -> None:
    with pytest.raises(SystemExit, match="ONLY takes these, with commas: budget, render, page, vote"):
        main(["--only", "help"])
    with pytest.raises(SystemExit, match=r"^With SHORT=1, ONLY takes these, with commas: budget$"):
        main(["--short", "--only", "vote"])  # a speed is never a reason to fail
    assert chosen("vote,page", short=False) == ["page", "vote"]
    assert chosen("", short=True) == ["budget"]
    assert chosen("", short=False) == [name for name in GROUPS if name != "largest"]
    assert chosen("largest", short=False) == ["largest"]


def test_without_wrk_one_line_says_how_to_get_it(tmp_path: Path) -> None:
    done = bench("--only", "page", "--folder", str(tmp_path), PATH=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == "make bench needs wrk. On Debian or Ubuntu: apt-get install wrk\n"
