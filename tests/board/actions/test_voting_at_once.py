"""Four processes vote on one comment at the same time: no vote is lost and none is counted twice."""

import random

from tests.board.actions.at_once import said, start
from tests.forking import Forking

MODULE = "tests.board.actions.voting_process"


def test_no_vote_is_lost_and_none_counted_twice(site: Forking) -> None:
    comment, *voters = said(start(site, MODULE)).split()
    chance = random.Random(7)
    # Everybody votes in one of the processes; the first eight change their minds in all of them at once.
    histories = [[f"{voter}=1" for voter in voters[8 + n :: 4]] for n in range(4)]
    for history in histories:
        history += [f"{voter}={chance.choice((1, -1, 0))}" for voter in voters[:8] for _ in range(3)]
        chance.shuffle(history)
    for process in [start(site, MODULE, comment, *history) for history in histories]:
        said(process)
    up, down, votes_up, votes_down = map(int, said(start(site, MODULE, "count")).split())
    assert (up, down) == (votes_up, votes_down)
    assert up >= 32
    assert up + down <= 40
