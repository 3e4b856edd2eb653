"""Four processes vote on one comment at the same time: no vote is lost and none is counted twice."""

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.environment import ROOT, site_environment

MODULE = "tests.board.actions.voting_process"


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


def test_no_vote_is_lost_and_none_counted_twice(site: dict[str, str]) -> None:
    comment, *voters = said(start(site)).split()
    chance = random.Random(7)
    # Everybody votes in one of the processes; the first eight change their minds in all of them at once.
    histories = [[f"{voter}=1" for voter in voters[8 + n :: 4]] for n in range(4)]
    for history in histories:
        history += [f"{voter}={chance.choice((1, -1, 0))}" for voter in voters[:8] for _ in range(3)]
        chance.shuffle(history)
    for process in [start(site, comment, *history) for history in histories]:
        said(process)
    up, down, votes_up, votes_down = map(int, said(start(site, "count")).split())
    assert (up, down) == (votes_up, votes_down)
    assert up >= 32
    assert up + down <= 40
