import logging
import time

import pytest

from accounts.outages import Outage


@pytest.fixture
def server() -> Outage:
    return Outage("The server", pause=0.1)


def test_a_server_that_is_well_is_asked_by_everybody(server: Outage) -> None:
    assert [server.allows() for _ in range(3)] == [True, True, True]
    assert not server.lasts


def test_one_that_did_not_answer_is_left_alone_and_then_tried_by_one_at_a_time(server: Outage) -> None:
    server.begin(OSError("refused"))
    assert [server.allows() for _ in range(3)] == [False, False, False]
    assert server.lasts
    time.sleep(0.11)
    assert [server.allows() for _ in range(3)] == [True, False, False]
    server.begin(OSError("refused"))
    assert not server.allows()
    time.sleep(0.11)
    assert server.allows()
    server.end()
    assert [server.allows() for _ in range(3)] == [True, True, True]


def test_an_outage_is_logged_once_and_so_is_its_end(server: Outage, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            server.begin(OSError("refused"))
        for _ in range(3):
            server.end()
    assert [record.message for record in caplog.records if record.name == "accounts.outages"] == [
        "The server does not answer and is tried again soon: refused",
        "The server answers again.",
    ]
