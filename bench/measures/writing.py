"""Votes and comments of many members, against a bare write behind the same middleware; and whether all are true."""

from collections.abc import Iterator
from pathlib import Path

from bench.context import Bench, rows, scene
from bench.databases import copied
from bench.lines import Line, against_floor
from bench.load import Load, Rows, interleaved, rates, wrk
from bench.measures.pages import refuse_failures
from bench.servers import site

CONNECTIONS = 8
AT_ONCE = (8, 64)


def votes(bench: Bench) -> Iterator[Line]:
    """Each a member's first vote on a comment: the costliest kind."""
    yield from written(bench, "vote", "votes", "vote", 0.6)


def comments(bench: Bench) -> Iterator[Line]:
    yield from written(bench, "comment", "comments", "comment posted", 0.4)


def written(bench: Bench, key: str, kind: str, what: str, least: float) -> Iterator[Line]:
    with copied("pages", bench.folder) as folder:
        ours, floors = rows(folder, kind)[0], rows(folder, "writes")[0]
        before = scene(folder, "tally")
        with site(folder) as server:
            url = server.url("/")
            measured, least_work = interleaved(
                bench.rounds, lambda: sending(bench, url, ours), lambda: sending(bench, url, floors)
            )
            alone = sending(bench, url, ours, connections=1)
        loads = [*measured, alone]
        refuse_failures(what, [*loads, *least_work])
        note = f"one at a time: p50 {alone.p50:.2f} ms, p99 {alone.p99:.2f} ms"
        yield against_floor(key, what, "/s", rates(measured), rates(least_work), least=least, note=note)
        yield from truth(folder, key, {kind: loads}, before)


def sending(bench: Bench, url: str, sent: Rows, connections: int = CONNECTIONS) -> Load:
    return wrk(url, seconds=bench.seconds, connections=connections, rows=sent)


def at_once(bench: Bench) -> Iterator[Line]:
    """Many clients vote and comment on one story: one request in five is a comment."""
    for connections in AT_ONCE:
        with copied("pages", bench.folder) as folder:
            sent = rows(folder, "both")[0]
            before = scene(folder, "tally")
            with site(folder) as server:
                url = server.url("/")
                loads = [sending(bench, url, sent, connections) for _round in range(bench.rounds)]
            yield from crowded(folder, connections, loads, before)


def crowded(folder: Path, connections: int, loads: list[Load], before: dict[str, int]) -> Iterator[Line]:
    key, who = f"crowd.{connections}", f"{connections} at once vote and comment on one story"
    speed = against_floor(key, who, "/s", rates(loads), [0])
    speed.floor, speed.floor_rounds = None, []
    slowest = sorted(load.p99 for load in loads)[len(loads) // 2]
    speed.note = f"p99 {slowest:.0f} ms"
    yield speed
    yield Line(f"{key}.errors", f"  errors ({who})", "", sum(load.failed for load in loads), most=0)
    yield from truth(folder, key, {"both": loads}, before)


def truth(folder: Path, key: str, sent: dict[str, list[Load]], before: dict[str, int]) -> Iterator[Line]:
    """Whether all that was answered with success is stored, and every count agrees with what is stored.

    What was under way when a round ended may be stored without its answer having been counted.
    """
    (kind, loads), after = next(iter(sent.items())), scene(folder, "tally")
    kinds = ("votes", "comments") if kind == "both" else (kind,)
    stored = sum(after[name] - before[name] for name in kinds)
    answered = sum(load.succeeded for load in loads)
    note = f"{answered} answered, {stored} stored; the rest was under way when a round ended"
    yield Line(f"{key}.lost", "  answered but not stored", "", max(0, answered - stored), most=0, note=note)
    yield Line(f"{key}.recount", "  counts that differ (manage.py recount)", "", after["differences"], most=0)
