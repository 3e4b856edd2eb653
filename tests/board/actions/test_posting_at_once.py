"""Four processes post the same text of one member under many stories at the same time: one is published."""

from tests.board.actions.at_once import said, start
from tests.forking import Forking

MODULE = "tests.board.actions.posting_process"


def test_of_the_same_text_one_is_published(site: Forking) -> None:
    member, *stories = said(start(site, MODULE, "make")).split()
    # Each begins somewhere else, so that they do not wait for each other's discussions.
    turns = [stories[2 * n :] + stories[: 2 * n] for n in range(4)]
    for process in [start(site, MODULE, "post", member, *turn) for turn in turns]:
        said(process)
    assert said(start(site, MODULE, "count")).splitlines() == ["32 1 31"] * 2
