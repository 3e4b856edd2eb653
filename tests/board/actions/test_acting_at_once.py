"""Several people moderate at once, and those whom it concerns act too: nobody waits for another in a circle."""

import pytest

from tests.board.actions.at_once import said, start
from tests.environment import site_environment
from tests.forking import Forking

MODULE = "tests.board.actions.acting_process"


@pytest.mark.postgres
def test_whatever_is_done_at_once_each_act_comes_to_its_end(tmp_path: object, postgres_site_url: str) -> None:
    with Forking(site_environment(VAR_DIR=str(tmp_path), DATABASE_URL=postgres_site_url)) as site:
        senior, one, other, rule, first, second = said(start(site, MODULE, "make")).split()
        for acts in (
            [("warn", senior, first), ("warn", senior, second)],
            [("picture", one), ("picture", other), ("remove", senior, rule, first)],
            [("rewrite", senior, rule), ("remove", senior, rule, first), ("remove", senior, rule, second)],
            [("look", senior, first), ("look", senior, second), ("remove", senior, rule, first)],
        ):
            for process in [start(site, MODULE, *act) for act in acts]:
                said(process)
