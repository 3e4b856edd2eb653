"""Four processes post the same text of one member under many stories at the same time: one is published."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.environment import ROOT, site_environment

MODULE = "tests.board.actions.posting_process"


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


def test_of_the_same_text_one_is_published(site: dict[str, str]) -> None:
    member, *stories = said(start(site, "make")).split()
    # Each begins somewhere else, so that they do not wait for each other's discussions.
    turns = [stories[2 * n :] + stories[: 2 * n] for n in range(4)]
    for process in [start(site, "post", member, *turn) for turn in turns]:
        said(process)
    assert said(start(site, "count")).splitlines() == ["32 1 31"] * 2
