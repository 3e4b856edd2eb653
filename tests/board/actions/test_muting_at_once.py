"""One member mutes in several windows at the same moment."""

from tests.board.actions.at_once import said, start
from tests.forking import Forking

MODULE = "tests.board.actions.muting_process"


def test_no_more_are_muted_than_may_be(site: Forking) -> None:
    assert said(start(site, MODULE, "3", "1")).strip() == "3"


def test_nobody_is_muted_twice(site: Forking) -> None:
    assert said(start(site, MODULE, "500", "3")).strip() == "8"
