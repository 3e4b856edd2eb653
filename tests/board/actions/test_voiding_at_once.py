"""Members vote while two moderators void and restore their votes: the counts are true all the same, and nobody waits
for another in a circle."""

import random

from tests.board.actions.at_once import said, start
from tests.forking import Forking

MODULE = "tests.board.actions.voiding_process"


def test_counts_stay_true_while_votes_are_cast_voided_and_restored(site: Forking) -> None:
    people, comments = said(start(site, MODULE, "make")).splitlines()
    senior, *voters = people.split()
    chance = random.Random(11)
    said(start(site, MODULE, "vote", *comments.split(), ":", *(f"{voter}=1" for voter in voters)))
    processes = []
    for _ in range(2):
        changes = [f"{chance.choice(voters)}={chance.choice((1, -1, 0))}" for _ in range(30)]
        places = chance.sample(comments.split(), 3)
        processes.append(start(site, MODULE, "vote", *places, ":", *changes))
        processes.append(start(site, MODULE, "turn", senior, *chance.sample(voters, 12)))
    for process in processes:
        said(process)
    void, acts = map(int, said(start(site, MODULE, "count")).split())
    assert void > 0
    assert acts >= 12
