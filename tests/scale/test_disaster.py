"""Two web machines under the load of a small crowd, and what happens to servers in a bad year, within two minutes."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest

from tests.scale.crowd import BROKEN, Answer, Crowd
from tests.scale.machines import Machine
from tests.scale.servers import QUICK, Servers, servers

AS_USUAL = {200, 302, 304}
CLEAR = b"We cannot reach our data at the moment"
LONGEST_RECOVERY = 15  # seconds
QUIET = 3  # seconds without a bad answer, after which all is well again


@dataclass
class Scene:
    servers: Servers
    machines: list[Machine]
    crowd: Crowd


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("disaster")
    with servers(**QUICK) as running, ExitStack() as stack:
        machines = [Machine(folder / name, running) for name in ("one", "two")]
        for machine in machines:
            stack.callback(machine.stop)
            machine.start()
        for machine in machines:
            machine.wait()
        crowd = Crowd([machine.port for machine in machines], machines[0].cast())
        stack.callback(crowd.over.set)
        crowd.start()
        time.sleep(QUIET)
        assert_well(crowd.answers)
        yield Scene(running, machines, crowd)


@contextmanager
def disaster(scene: Scene, *, killed: Machine | None = None) -> Iterator[None]:
    """While and after it, everybody gets what they asked for or a clear 503, and soon all is well by itself.

    Connections may break off where a process was killed, and nowhere else.
    """
    began = time.monotonic()
    yield
    over = time.monotonic()
    while not is_well(scene, since=max(over, time.monotonic() - QUIET)):
        assert time.monotonic() < over + LONGEST_RECOVERY, summary(scene.crowd.since(over))
        time.sleep(0.2)
    for answer in scene.crowd.since(began):
        broken = killed and answer.port == killed.port and answer.status == BROKEN
        told = answer.status == 503 and CLEAR in answer.body
        assert answer.status in AS_USUAL or told or broken, summary(scene.crowd.since(began))
    print(f"recovered in {time.monotonic() - over - QUIET:.1f} s:", summary(scene.crowd.since(began)))


def is_well(scene: Scene, since: float) -> bool:
    answers = scene.crowd.since(since)
    full = time.monotonic() - since >= QUIET
    asked = Counter((answer.port, answer.who == "reader") for answer in answers)
    return full and len(asked) == 4 and all(answer.status in AS_USUAL for answer in answers)


def assert_well(answers: list[Answer]) -> None:
    assert answers
    assert all(answer.status in AS_USUAL for answer in answers), summary(answers)


def summary(answers: list[Answer]) -> str:
    counted = Counter(f"{answer.who} {answer.status}" for answer in answers)
    slowest = max((answer.took for answer in answers), default=0)
    return f"{dict(sorted(counted.items()))}, the slowest in {slowest:.1f} s"


def test_a_web_process_is_killed(scene: Scene) -> None:
    with disaster(scene, killed=scene.machines[0]):
        scene.machines[0].kill("granian")


def test_a_task_worker_is_killed(scene: Scene) -> None:
    began = time.monotonic()
    with disaster(scene):
        scene.machines[0].kill("manage.py work")
    assert_well(scene.crowd.since(began))


def test_redis_is_away_for_a_while(scene: Scene) -> None:
    began = time.monotonic()
    with disaster(scene):
        scene.servers.redis.stop()
        time.sleep(4)
        scene.servers.redis.start()
    assert_well(scene.crowd.since(began))


def test_the_replica_is_away_for_a_while(scene: Scene) -> None:
    began = time.monotonic()
    with disaster(scene):
        scene.servers.replica.stop("immediate")
        time.sleep(4)
        scene.servers.replica.start()
    readers = [answer for answer in scene.crowd.since(began) if answer.who == "reader"]
    assert_well(readers)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_the_primary_is_restarted(scene: Scene, mode: str) -> None:
    with disaster(scene):
        scene.servers.primary.restart(mode)


def test_the_primary_is_away_for_a_while(scene: Scene) -> None:
    with disaster(scene):
        scene.servers.primary.stop()
        time.sleep(6)
        scene.servers.primary.start()


def test_in_the_end_nothing_that_was_promised_is_missing(scene: Scene) -> None:
    crowd, machine = scene.crowd, scene.machines[0]
    crowd.stop()
    stored = machine.cast("stored")
    votes = {(member, comment): value for member, comment, value in stored["votes"]}
    promised = {pair: value for pair, value in crowd.votes.items() if value is not None}
    assert len(promised) > 30
    assert {pair: votes.get(pair, 0) for pair in promised} == promised

    bodies = Counter(stored["bodies"])
    taken = [body for body, was_taken in crowd.comments.items() if was_taken]
    assert len(taken) > 30
    assert [body for body in taken if bodies[body] != 1] == []
    assert [body for body in crowd.comments if bodies[body] > 1] == []

    assert machine.run("manage.py", "recount") == "All counts are true.\n"


def test_in_the_end_every_mail_is_sent(scene: Scene) -> None:
    first = scene.machines[0]
    deadline = time.monotonic() + 30
    # What a killed worker was doing is done by another after ten minutes, which pass here at once.
    first.run("manage.py", "shell", "--no-imports", "--command", TEN_MINUTES_PASS)
    while (stored := first.cast("stored"))["waiting_mails"]:
        assert time.monotonic() < deadline, stored
        time.sleep(0.5)
    sent = Counter(
        line.removeprefix("To: ")
        for machine in scene.machines
        for mail in machine.mails
        for line in mail.splitlines()
        if line.startswith("To: ")
    )
    assert len(scene.crowd.mails) > 10
    assert Counter(scene.crowd.mails) - sent == Counter()


TEN_MINUTES_PASS = """
from datetime import timedelta
from django.db.models import F
from django_tasks_db.models import DBTaskResult
from board.management.commands.work import reap
DBTaskResult.objects.running().update(started_at=F("started_at") - timedelta(minutes=11))
reap()
"""
