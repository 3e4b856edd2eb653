"""Three small curves as one SVG: the time by the size of the thread and of the site, the pages by the workers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import log10

from bench.lines import Line

WIDTH, HEIGHT, GAP = 280, 220, 20
LEFT, RIGHT, TOP, BOTTOM = 46, 30, 46, 44
# Readable on white and on black alike, and told apart by shape too.
COLOURS = ("#0a7ea4", "#c2571a")
STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#24292f}.title{font-weight:600;font-size:12px}"
    ".axis{stroke:#8c959f;fill:none}.grid{stroke:#8c959f;opacity:.25}"
    "@media (prefers-color-scheme:dark){text{fill:#d1d7e0}}"
)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    across: str
    up: str
    curves: Mapping[str, Sequence[Point]]
    logarithmic: bool = False


def draw(lines: Sequence[Line]) -> str:
    """The SVG of those of the charts that were measured; SystemExit with a sentence where none was."""
    charts = [chart for chart in charts_of({line.key: line for line in lines}) if any(chart.curves.values())]
    if not charts:
        raise SystemExit("There is nothing to draw: SVG=1 needs thread, site or workers to be measured.")
    width = len(charts) * (WIDTH + GAP) - GAP
    body = "".join(
        f'<g transform="translate({place * (WIDTH + GAP)} 0)">{panel(chart)}</g>'
        for place, chart in enumerate(charts)
    )
    names = "; ".join(chart.title for chart in charts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="t"><title id="t">{escape(names)}</title><style>{STYLE}</style>{body}</svg>\n'
    )


def charts_of(found: Mapping[str, Line]) -> list[Chart]:
    return [
        Chart(
            "Size of the discussion", "comments in it", "ms a page", thread_curves(found), logarithmic=True
        ),
        Chart("Size of the site", "comments on it", "ms", site_curves(found), logarithmic=True),
        Chart("Workers", "worker processes", "pages/s", worker_curves(found)),
    ]


def thread_curves(found: Mapping[str, Line]) -> dict[str, list[Point]]:
    line = found.get("thread.10000.oldest.cold")
    if line is None:
        return {}
    curves: dict[str, list[Point]] = {}
    for state, words in (("cold", "first reader"), ("warm", "kept")):
        cells = {name.split()[0]: cell for name, cell in line.details.items() if name.endswith("first")}
        curves[words] = [(float(size), cell[state]) for size, cell in cells.items()]
    return curves


def site_curves(found: Mapping[str, Line]) -> dict[str, list[Point]]:
    curves: dict[str, list[Point]] = {}
    for key, words in (("site.article.first-reader", "article, first reader"), ("site.vote", "vote")):
        if line := found.get(key):
            curves[words] = [(10_000, line.floor or 0), (1_000_000, line.value)]
    return curves


def worker_curves(found: Mapping[str, Line]) -> dict[str, list[Point]]:
    curves: dict[str, list[Point]] = {}
    for who in ("visitor", "member"):
        points = [(n, found[key].value) for n in (1, 2, 4) if (key := f"workers.{n}.{who}") in found]
        if points:
            curves[who] = [(float(n), value) for n, value in points]
    return curves


# --- Drawing ----------------------------------------------------------------------------------------------------


def panel(chart: Chart) -> str:
    points = [point for curve in chart.curves.values() for point in curve]
    across = sorted({x for x, _y in points})
    top = ceiling(max(y for _x, y in points))

    def place(point: Point) -> Point:
        x, low, high = (
            log10(value) if chart.logarithmic else value for value in (point[0], across[0], across[-1])
        )
        share = (x - low) / (high - low) if high > low else 0.5
        width, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
        return LEFT + share * width, TOP + (1 - point[1] / top) * height

    parts = [text(LEFT, 14, f"{chart.title}: {chart.up}", "start", "title"), *legend(list(chart.curves))]
    parts += [level(place((across[0], top * share))[1], top * share) for share in (0, 0.5, 1)]
    floor = HEIGHT - BOTTOM
    parts.append(f'<path class="axis" d="M{LEFT} {TOP}V{floor}H{WIDTH - RIGHT}"/>')
    parts += [text(place((x, 0))[0], floor + 15, f"{x:,.0f}", "middle") for x in across]
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, chart.across, "middle"))
    for number, curve in enumerate(chart.curves.values()):
        parts.append(drawn([place(point) for point in curve], number))
    return "".join(parts)


def ceiling(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 and so on."""
    step = 10.0 ** (len(str(int(value))) - 2)
    while True:
        for factor in (1, 2, 5):
            if factor * step >= value:
                return factor * step
        step *= 10


def level(y: float, value: float) -> str:
    line = f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
    return line + text(LEFT - 6, y + 4, f"{value:,g}", "end")


def legend(names: Sequence[str]) -> list[str]:
    parts, x = [], float(LEFT + 4)
    for number, name in enumerate(names):
        parts += [mark(x, TOP - 12, number), text(x + 8, TOP - 8, name, "start")]
        x += 22 + 6 * len(name)
    return parts


def drawn(points: Sequence[Point], number: int) -> str:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    line = f'<path d="M{path}" fill="none" stroke="{COLOURS[number]}" stroke-width="2"/>'
    return line + "".join(mark(x, y, number) for x, y in points)


def mark(x: float, y: float, number: int) -> str:
    if number == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{COLOURS[0]}"/>'
    return f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" fill="{COLOURS[number]}"/>'


def text(x: float, y: float, words: str, anchor: str, kind: str = "") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{style}>{escape(words)}</text>'
