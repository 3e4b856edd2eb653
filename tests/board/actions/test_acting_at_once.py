"""Several people moderate at once, and those whom it concerns act too: nobody waits for another in a circle."""

import subprocess
import sys

import pytest

from tests.environment import ROOT, site_environment

MODULE = "tests.board.actions.acting_process"


@pytest.mark.postgres
def test_whatever_is_done_at_once_each_act_comes_to_its_end(tmp_path: object, postgres_site_url: str) -> None:
    site = site_environment(VAR_DIR=str(tmp_path), DATABASE_URL=postgres_site_url)

    def start(*arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", MODULE, *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT, env=site, stdout=pipe, stderr=pipe, text=True)

    def said(process: "subprocess.Popen[str]") -> str:
        out, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
        return out

    senior, one, other, rule, first, second = said(start("make")).split()
    for acts in (
        [("warn", senior, first), ("warn", senior, second)],
        [("picture", one), ("picture", other), ("remove", senior, rule, first)],
        [("rewrite", senior, rule), ("remove", senior, rule, first), ("remove", senior, rule, second)],
        [("look", senior, first), ("look", senior, second), ("remove", senior, rule, first)],
    ):
        for process in [start(*act) for act in acts]:
            said(process)
