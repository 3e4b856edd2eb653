"""Four moderators answer the same appeals at the same time: each appeal is decided once, and what is told is true."""

from tests.board.actions.at_once import said, start
from tests.forking import Forking

MODULE = "tests.board.actions.appealing_process"


def test_each_appeal_is_decided_once(site: Forking) -> None:
    moderators = said(start(site, MODULE, "make")).split()
    hows = ("grant", "refuse", "grant", "refuse")
    processes = [start(site, MODULE, "answer", who, how) for who, how in zip(moderators, hows, strict=True)]
    assert sum(int(said(process)) for process in processes) == 20
    appeals = [line.split() for line in said(start(site, MODULE, "count")).splitlines()]
    assert len(appeals) == 20
    for granted, stands, unread, *verbs in appeals:
        assert verbs == ["appeal-granted" if granted == "True" else "appeal-refused"]
        assert [stands, unread] == [str(granted != "True"), "2"]
