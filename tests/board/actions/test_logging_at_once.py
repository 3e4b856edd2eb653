"""Four processes write to the log at the same time: its chain is whole, and what was undone has left nothing in it."""

from tests.board.actions.at_once import said, start
from tests.forking import Forking

MODULE = "tests.board.actions.log_process"
PROCESSES = 4


def test_the_chain_is_whole_after_four_wrote_to_it_at_once(site: Forking) -> None:
    moderator, *comments = said(start(site, MODULE)).split()
    shares = [comments[n::PROCESSES] for n in range(PROCESSES)]
    for process in [start(site, MODULE, moderator, *share) for share in shares]:
        said(process)
    # Of six acts each, two were undone by a failure; each of the others was taken back by a second act.
    entries = PROCESSES * 4 * 2
    assert f"All {entries} entries fit together." in said(start(site, "manage", "verify_log"))
    assert "All counts are true." in said(start(site, "manage", "recount"))
