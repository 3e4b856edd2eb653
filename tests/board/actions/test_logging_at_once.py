"""Four processes write to the log at the same time: its chain is whole, and what was undone has left nothing in it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import ROOT, site_environment

MODULE = "tests.board.actions.log_process"
PROCESSES = 4


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The environment of a site with an empty database of its own."""
    environment = site_environment(VAR_DIR=str(tmp_path))
    if request.param == "postgres":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    return environment


def start(site: dict[str, str], *command: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=site,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said(process: "subprocess.Popen[str]") -> str:
    out, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    return out


def test_the_chain_is_whole_after_four_wrote_to_it_at_once(site: dict[str, str]) -> None:
    moderator, *comments = said(start(site, "-m", MODULE)).split()
    shares = [comments[n::PROCESSES] for n in range(PROCESSES)]
    for process in [start(site, "-m", MODULE, moderator, *share) for share in shares]:
        said(process)
    # Of six acts each, two were undone by a failure; each of the others was taken back by a second act.
    entries = PROCESSES * 4 * 2
    assert f"All {entries} entries fit together." in said(start(site, "manage.py", "verify_log"))
    assert "All counts are true." in said(start(site, "manage.py", "recount"))
