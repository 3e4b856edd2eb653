"""What the site needs to run: memory, the time until its first page; and what more workers bring."""

import statistics
from collections.abc import Iterator
from functools import partial

from bench.context import Bench, rows, scene
from bench.databases import copied
from bench.lines import Line, against_floor
from bench.load import interleaved, rates, wrk
from bench.measures.pages import refuse_failures, warmed
from bench.servers import bare, site

WORKERS = (1, 2, 4)
STARTS = 3


def processes(bench: Bench) -> Iterator[Line]:
    """Of everything that `make run` starts: memory after pages and votes, and how long a start takes."""
    with copied("pages", bench.folder) as folder:
        address = scene(folder, "articles", sizes=[200])["200"]["address"]
        cookie = scene(folder, "reader", size=200, votes=20)["cookie"]
        sent = rows(folder, "votes")[0]
        with site(folder) as server:
            idle = server.memory()
            for headers in ({}, {"Cookie": cookie}):
                wrk(server.url(address), seconds=bench.seconds, headers=headers)
            wrk(server.url("/"), seconds=bench.seconds, rows=sent)
            note = f"{idle:.0f} MB before"
            yield Line("process.memory", "memory after load", "MB", server.memory(), most=300, note=note)
        starts = []
        for _start in range(STARTS):
            with site(folder, module="config.serve") as server:
                starts.append(server.seconds_to_start)
        what = "a later start, to the first page"
        yield Line("process.start", what, "s", statistics.median(starts), most=3, rounds=starts)


def workers(bench: Bench) -> Iterator[Line]:
    """Pages a second by the number of workers, each against as many bare ones."""
    with copied("pages", bench.folder) as folder:
        address = scene(folder, "articles", sizes=[200])["200"]["address"]
        cookie = scene(folder, "reader", size=200, votes=20)["cookie"]
        for count in WORKERS:
            with site(folder, workers=count) as server, bare(folder, workers=count) as floor:
                for who, headers in (("visitor", {}), ("member", {"Cookie": cookie})):
                    body = len(warmed(server, address, headers.get("Cookie", "")).body)
                    urls = server.url(address), floor.url(f"/bench/floor/{body}/")
                    ours, floors = interleaved(
                        max(1, bench.rounds // 2),
                        partial(wrk, urls[0], seconds=bench.seconds, headers=headers),
                        partial(wrk, urls[1], seconds=bench.seconds),
                    )
                    refuse_failures(who, [*ours, *floors])
                    what = f"{who}, article with 200 comments, {count} worker{'s' * (count > 1)}"
                    yield against_floor(f"workers.{count}.{who}", what, "/s", rates(ours), rates(floors))
