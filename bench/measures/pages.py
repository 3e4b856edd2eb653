"""The article page with 200 comments: visitors, members, unchanged pages, and what is left after a change."""

import statistics
from collections.abc import Callable, Iterator
from functools import partial

from bench.context import Bench, inside, scene
from bench.databases import copied
from bench.lines import Line, against_floor
from bench.load import Answer, Load, Reader, interleaved, rates, wrk
from bench.servers import Server, bare, site

VOTES = 20


def pages(bench: Bench) -> Iterator[Line]:
    """Pages a second, each against the same bytes from a bare view."""
    with copied("pages", bench.folder) as folder:
        article = scene(folder, "articles", sizes=[200])["200"]
        member = scene(folder, "reader", size=200, votes=VOTES)
        with site(folder) as server, bare(folder) as floor:
            yield from visitor(bench, server, floor, article["address"])
            yield from unchanged(bench, server, article["address"])
            yield from signed_in(bench, server, floor, article["address"], member["cookie"])
            yield changed(bench, server, article["pk"], article["address"])


def visitor(bench: Bench, server: Server, floor: Server, address: str) -> Iterator[Line]:
    answer = warmed(server, address)
    body = f"/bench/floor/{len(answer.body)}/"
    note = f"{len(answer.body) / 1000:.1f} kB, {answer.headers.get('Content-Encoding', 'not compressed')}"
    yield from compared(
        bench, "page.visitor", "visitor, article with 200 comments", server.url(address), floor.url(body),
        least=0.5, note=note,
    )  # fmt: skip


def unchanged(bench: Bench, server: Server, address: str) -> Iterator[Line]:
    what = "visitor, unchanged page (304)"
    tag = Reader(server.port).get(address).headers.get("ETag", "")
    if not tag or Reader(server.port).get(address, **{"If-None-Match": tag}).status != 304:
        yield Line("page.unchanged", what, "/s", 0, ratio=0, least=0.5, note="the page is sent again")
        return
    asked = {"If-None-Match": tag}
    yield from compared(
        bench, "page.unchanged", what, server.url(address), server.url("/bench/empty/"), least=0.5, headers=asked,
        note="floor: an empty view behind the same middleware",
    )  # fmt: skip


def signed_in(bench: Bench, server: Server, floor: Server, address: str, cookie: str) -> Iterator[Line]:
    answer = warmed(server, address, cookie)
    page = Reader(server.port, cookie).page(address)
    pressed, folded = page.count('aria-pressed="true"'), page.count('class="muted"')
    if pressed != VOTES or not folded:
        raise SystemExit(
            f"The member's page shows {pressed} votes, not {VOTES}, and {folded} muted comments."
        )
    yield from compared(
        bench, "page.member", f"member with {VOTES} votes, two muted, on that page", server.url(address),
        floor.url(f"/bench/floor/{len(answer.body)}/"), least=0.1, headers={"Cookie": cookie},
        note=f"{len(answer.body) / 1000:.1f} kB, {answer.headers.get('Content-Encoding', 'not compressed')}",
    )  # fmt: skip


def changed(bench: Bench, server: Server, pk: int, address: str) -> Line:
    """One reader with one connection, and a change before each page."""
    reader = Reader(server.port)
    spent = []
    for _time in range(bench.repeats * 2):
        reader.get(f"/bench/change/{pk}/")
        spent.append(reader.get(address).milliseconds)
    per_second = [1000 / milliseconds for milliseconds in spent]
    note = f"{statistics.median(spent):.1f} ms a page, compressed"
    return Line(
        "page.changed", "first reader after a change, one at a time", "/s", statistics.median(per_second),
        rounds=per_second, note=note,
    )  # fmt: skip


def rendering(bench: Bench) -> Iterator[Line]:
    """CPU time of a page of which nothing is kept, in this process."""
    with copied("pages", bench.folder) as folder:
        yield from inside(folder, "rendering")


def budget(bench: Bench) -> Iterator[Line]:
    """Queries, bytes and requests of the article page."""
    with copied("pages", bench.folder) as folder:
        yield from inside(folder, "budget")


def warmed(server: Server, address: str, cookie: str = "") -> Answer:
    """The answer once every worker has given it before: new connections reach them in turn."""
    for _time in range(8):
        answer = Reader(server.port, cookie).get(address)
    return answer


def compared(
    bench: Bench, key: str, what: str, url: str, floor: str, *, least: float, note: str = "",
    headers: dict[str, str] | None = None,
) -> Iterator[Line]:  # fmt: skip
    """Answers a second from eight connections, and the latency of one."""
    ask: Callable[..., Load] = partial(wrk, seconds=bench.seconds, headers=headers)
    for address in (url, floor):
        ask(address)
    ours, floors = interleaved(bench.rounds, lambda: ask(url), lambda: ask(floor))
    refuse_failures(what, [*ours, *floors])
    yield against_floor(key, what, "/s", rates(ours), rates(floors), least=least, note=note)
    alone, alone_floor = ask(url, connections=1), ask(floor, connections=1)
    yield Line(
        f"{key}.latency", f"  one at a time: p50 ({what})", "ms", alone.p50, alone_floor.p50,
        note=f"p99 {alone.p99:.2f} ms, floor's {alone_floor.p99:.2f} ms",
    )  # fmt: skip


def refuse_failures(what: str, loads: list[Load]) -> None:
    """A speed that counts errors would be none."""
    if failed := sum(load.failed for load in loads):
        raise SystemExit(f"{what}: {failed} of {sum(load.requests for load in loads)} requests failed.")
