"""Whether a page takes longer because there is more of everything: a longer discussion, a larger site."""

import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.context import Bench, rows, scene
from bench.databases import copied
from bench.inside import COMMENT
from bench.lines import Line
from bench.load import Reader
from bench.servers import site

SIZES = (200, 10_000, 100_000)
ORDERS = {
    **{order: f"comment-order={order}" for order in ("oldest", "latest", "popular", "controversial")},
    "flat": "view=flat",
}
PLACES = ("first", "middle", "last")
SEARCHES = {
    "search for a frequent word": "the",
    "search for a rarer word": "lighthouse",
    "search for a phrase": '"the boat"',
    "search in Japanese": "の船",
    "search for one character": "港",
    "search for words that never meet": "boat been",
    "search for what nobody says": "xylophone",
}

MILLION, TEN_MILLION = ("site-1m", 1_000_000), ("site-10m", 10_000_000)

Asks = dict[str, Callable[[], float]]


@dataclass
class Cell:
    """One page of one discussion in one order, and what it took each time, in milliseconds."""

    size: int
    place: str
    path: str
    change: str
    shown: int
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)


def threads(bench: Bench) -> Iterator[Line]:
    """Every order, the first, middle and last page: the longer discussions' worst against the short one's first."""
    with copied("threads", bench.folder) as folder:
        found = scene(folder, "articles", sizes=list(SIZES))
        with site(folder) as server:
            reader = Reader(server.port)
            for order, query in ORDERS.items():
                cells = [cell for size in SIZES for cell in cells_of(reader, size, found[str(size)], query)]
                for _time in range(bench.repeats):
                    for cell in cells:
                        ask(reader, cell)
                yield from judged(order, cells)


def cells_of(reader: Reader, size: int, article: dict[str, Any], query: str) -> Iterator[Cell]:
    address = f"{article['address']}?{query}"
    last = max([1, *map(int, page_numbers(reader.page(address)))])
    for place, number in zip(PLACES, (1, (last + 1) // 2, last), strict=True):
        path = f"{address}&page={number}"
        shown = len(COMMENT.findall(reader.page(path)))
        yield Cell(size, place, path, f"/bench/change/{article['pk']}/", shown)


def page_numbers(html: str) -> list[str]:
    return [part.partition('"')[0].partition("&")[0].partition("#")[0] for part in html.split("page=")[1:]]


def ask(reader: Reader, cell: Cell) -> None:
    """Once as the first reader after a change, and once again."""
    reader.get(cell.change)
    cell.cold.append(reader.get(cell.path).milliseconds)
    cell.warm.append(reader.get(cell.path).milliseconds)


def judged(order: str, cells: list[Cell]) -> Iterator[Line]:
    """A page that shows more comments than the short discussion's first one may take longer to render by as much.

    Kept pages are compared as they are.
    """
    base = cells[0]
    details = {
        f"{cell.size} {cell.place}": {
            "shown": cell.shown, "cold": statistics.median(cell.cold), "warm": statistics.median(cell.warm)
        }
        for cell in cells
    }  # fmt: skip
    for size in SIZES[1:]:
        for state, words in (("cold", "first reader"), ("warm", "kept")):
            ratio, cell = worst(base, [cell for cell in cells if cell.size == size], state)
            yield Line(
                f"thread.{size}.{order}.{state}", f"{size:,} comments in one discussion, {order}, {words}", "ms",
                statistics.median(getattr(cell, state)), statistics.median(getattr(base, state)), ratio=ratio,
                most=1.2 if size == SIZES[1] else None,
                note=f"{cell.place} page, {cell.shown} comments shown; of 200: {base.shown}", details=details,
            )  # fmt: skip


def worst(base: Cell, cells: list[Cell], state: str) -> tuple[float, Cell]:
    """The highest ratio of a page's time to the base's, and that page."""
    ratios = []
    for cell in cells:
        fuller = max(1, cell.shown / base.shown) if state == "cold" else 1
        median = statistics.median(getattr(cell, state)) / fuller
        ratios.append((median / statistics.median(getattr(base, state)), cell.place, cell))
    ratio, _place, cell = max(ratios)
    return ratio, cell


# --- The site ---------------------------------------------------------------------------------------------------


def sites(bench: Bench) -> Iterator[Line]:
    """The same pages of a site with a hundred times as many comments, one request after another."""
    yield from on_both(bench, "site", MILLION, pages_of)


def searches(bench: Bench) -> Iterator[Line]:
    """The same on both, so that what is frequent here is frequent there, and a hundred times as often."""
    yield from on_both(bench, "search", MILLION, searches_of)


def largest(bench: Bench) -> Iterator[Line]:
    """Both with ten million, where it is asked for: the database takes more than an hour to make, and 15 GB twice."""
    yield from on_both(bench, "site-10m", TEN_MILLION, pages_of)
    yield from on_both(bench, "search-10m", TEN_MILLION, searches_of)


def on_both(
    bench: Bench, key: str, large_one: tuple[str, int], asks_of: Callable[[Path, Reader], Asks]
) -> Iterator[Line]:
    database, comments = large_one
    with ExitStack() as stack:
        folders = [stack.enter_context(copied(name, bench.folder)) for name in ("site-10k", database)]
        servers = [stack.enter_context(site(folder)) for folder in folders]
        small, large = (
            asks_of(folder, Reader(server.port)) for folder, server in zip(folders, servers, strict=True)
        )
        spent: dict[str, list[list[float]]] = {what: [[], []] for what in small}
        for _time in range(bench.repeats * 2):
            for what, times in spent.items():
                for ask_site, found in zip((small, large), times, strict=True):
                    found.append(ask_site[what]())
    for what, (few, many) in spent.items():
        name = what.removeprefix("search ").replace(", ", ".").replace(" ", "-")
        yield Line(
            f"{key}.{name}", f"{comments:,} comments on the site: {what}", "ms", statistics.median(many),
            statistics.median(few), most=1.1, rounds=many, floor_rounds=few, note="floor: the same with 10,000",
        )  # fmt: skip


def pages_of(folder: Path, reader: Reader) -> Asks:
    """{what: asks for it once, and says how many milliseconds it took}."""
    found = scene(folder, "places")
    ballots = iter(rows(folder, "votes", members=60)[0].path.read_text().splitlines())
    article, permalinks = found["article"], cycle(found["permalinks"])

    def fresh() -> float:
        reader.get(f"/bench/change/{article['pk']}/")
        return timed(reader, article["address"])

    asks: Asks = {
        "article, first reader": fresh,
        "article": partial(timed, reader, article["address"]),
        **{what: partial(timed, reader, found[what]) for what in ("front page", "section", "member")},
        "permalink": lambda: timed(reader, next(permalinks), 302),
        "vote": lambda: reader.post(next(ballots)).milliseconds,
    }
    for ask_once in asks.values():
        ask_once()
    return asks


def searches_of(folder: Path, reader: Reader) -> Asks:
    article = scene(folder, "places")["article"]["address"]
    asks = {what: partial(timed, reader, f"/search/?{urlencode({'q': q})}") for what, q in SEARCHES.items()}
    inside = urlencode({"q": SEARCHES["search for a frequent word"]})
    asks["search in one discussion"] = partial(timed, reader, f"{article}?{inside}")
    for ask_once in asks.values():
        ask_once()
    return {**asks}


def timed(reader: Reader, path: str, status: int = 200) -> float:
    answer = reader.get(path)
    if answer.status != status:
        raise SystemExit(f"{path} answered {answer.status}.")
    return answer.milliseconds
