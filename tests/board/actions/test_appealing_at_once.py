"""Four moderators answer the same appeals at the same time: each appeal is decided once, and what is told is true."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.environment import ROOT, site_environment

MODULE = "tests.board.actions.appealing_process"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def site(
    request: pytest.FixtureRequest, tmp_path: Path, copied_database: Callable[[], Path]
) -> dict[str, str]:
    """The environment of a site with an empty database of its own."""
    if request.param == "sqlite":
        copied_database()
        return site_environment(VAR_DIR=str(tmp_path))
    environment = site_environment(
        VAR_DIR=str(tmp_path), DATABASE_URL=request.getfixturevalue("postgres_url")
    )
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    return environment


def start(site: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", MODULE, *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=site, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def said(process: "subprocess.Popen[str]") -> str:
    out, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    return out


def test_each_appeal_is_decided_once(site: dict[str, str]) -> None:
    moderators = said(start(site, "make")).split()
    hows = ("grant", "refuse", "grant", "refuse")
    processes = [start(site, "answer", who, how) for who, how in zip(moderators, hows, strict=True)]
    assert sum(int(said(process)) for process in processes) == 20
    appeals = [line.split() for line in said(start(site, "count")).splitlines()]
    assert len(appeals) == 20
    for granted, stands, unread, *verbs in appeals:
        assert verbs == ["appeal-granted" if granted == "True" else "appeal-refused"]
        assert [stands, unread] == [str(granted != "True"), "2"]
