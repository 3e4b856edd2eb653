"""Members vote while two moderators void and restore their votes: the counts are true all the same, and nobody waits
for another in a circle."""

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.environment import ROOT, site_environment

MODULE = "tests.board.actions.voiding_process"


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


def test_counts_stay_true_while_votes_are_cast_voided_and_restored(site: dict[str, str]) -> None:
    people, comments = said(start(site, "make")).splitlines()
    senior, *voters = people.split()
    chance = random.Random(11)
    said(start(site, "vote", *comments.split(), ":", *(f"{voter}=1" for voter in voters)))
    processes = []
    for _ in range(2):
        changes = [f"{chance.choice(voters)}={chance.choice((1, -1, 0))}" for _ in range(30)]
        places = chance.sample(comments.split(), 3)
        processes.append(start(site, "vote", *places, ":", *changes))
        processes.append(start(site, "turn", senior, *chance.sample(voters, 12)))
    for process in processes:
        said(process)
    void, acts = map(int, said(start(site, "count")).split())
    assert void > 0
    assert acts >= 12
