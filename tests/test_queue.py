"""Writers to SQLite queue up: nobody is passed over, and nobody who is gone holds the others up."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import IntegrityError, connections, transaction
from pytest_django import DjangoDbBlocker

from config.sqlite.base import DatabaseWrapper


@pytest.fixture
def writer(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[DatabaseWrapper]:
    settings = {**connections["default"].settings_dict, "NAME": str(tmp_path / "queue.sqlite3")}
    settings |= {
        "ENGINE": "config.sqlite",
        "AUTOCOMMIT": True,
        "TIME_ZONE": None,
        "CONN_HEALTH_CHECKS": False,
    }
    settings["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 1, "check_same_thread": False}
    wrapper = DatabaseWrapper(settings, alias="queue")
    connections["queue"] = wrapper
    with django_db_blocker.unblock():
        with wrapper.cursor() as cursor:
            cursor.execute("CREATE TABLE counted (number INTEGER UNIQUE)")
        yield wrapper
        wrapper.close()
    del connections["queue"]


def another(path: str, *, hold: float) -> "subprocess.Popen[str]":
    """A process that holds the queue until it ends; it says when it has it."""
    program = (
        "import fcntl, sys, time; file = open(sys.argv[1] + '-queue', 'w'); fcntl.flock(file, fcntl.LOCK_EX);"
        "print('mine', flush=True); time.sleep(float(sys.argv[2]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, path, str(hold)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout and process.stdout.readline() == "mine\n"
    return process


def free(path: str) -> bool:
    check = "import fcntl, sys; fcntl.flock(open(sys.argv[1] + '-queue', 'w'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    return subprocess.run([sys.executable, "-c", check, path], capture_output=True).returncode == 0


def test_a_transaction_waits_for_the_one_before_it(writer: DatabaseWrapper) -> None:
    before = another(writer.settings_dict["NAME"], hold=0.4)
    began = time.monotonic()
    with transaction.atomic(using="queue"):
        assert before.poll() is not None or time.monotonic() - began > 0.2
        assert not free(writer.settings_dict["NAME"])
    assert free(writer.settings_dict["NAME"])


def test_the_queue_moves_on_however_a_transaction_ends(writer: DatabaseWrapper) -> None:
    path = writer.settings_dict["NAME"]
    with pytest.raises(ZeroDivisionError), transaction.atomic(using="queue"):
        1 / 0  # noqa: B018
    assert free(path)
    with pytest.raises(IntegrityError), transaction.atomic(using="queue"), writer.cursor() as cursor:
        cursor.execute("INSERT INTO counted VALUES (1), (1)")
    assert free(path)
    with transaction.atomic(using="queue"):
        with pytest.raises(ZeroDivisionError), transaction.atomic(using="queue"):
            1 / 0  # noqa: B018
        assert not free(path)  # only the inner one, a savepoint, has ended
    assert free(path)


def test_a_writer_that_is_killed_holds_nobody_up(writer: DatabaseWrapper) -> None:
    before = another(writer.settings_dict["NAME"], hold=60)
    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: (time.sleep(0.2), before.kill()))
        with transaction.atomic(using="queue"):
            assert before.wait(10) != 0


def test_what_does_not_queue_is_still_waited_for(writer: DatabaseWrapper) -> None:
    path = writer.settings_dict["NAME"]
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: (time.sleep(0.2), other.execute("COMMIT")))
        with transaction.atomic(using="queue"), writer.cursor() as cursor:
            cursor.execute("INSERT INTO counted VALUES (7)")
    assert other.execute("SELECT number FROM counted").fetchall() == [(7,)]
    assert os.path.exists(f"{path}-queue")
