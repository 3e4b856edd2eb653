"""What `make bench` says of what it found: judged against floor and target, laid out, compared, drawn."""

import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import curves, report
from bench.inside import Loaded
from bench.lines import Line, against_floor, exit_code
from bench.load import Load, interleaved, parse
from bench.measures.sizes import SIZES, Cell, page_numbers, worst


def load(rate: int = 100, refused: int = 0) -> Load:
    return Load(requests=rate, seconds=1, p50=1, p99=2, refused=refused, broken=0)


# --- Lines ------------------------------------------------------------------------------------------------------


def test_where_there_is_a_floor_the_ratio_of_the_medians_is_judged_else_the_value() -> None:
    line = against_floor("page", "a page", "/s", [40, 60, 50], [100, 90, 900], least=0.5)
    assert (line.value, line.floor, line.ratio, line.verdict) == (50, 100, 0.5, "met")
    assert against_floor("page", "a page", "/s", [49], [100], least=0.5).verdict == "NOT MET"
    assert Line("q", "queries", "", 12, most=12).verdict == "met"
    assert Line("q", "queries", "", 13, most=12).verdict == "NOT MET"
    assert Line("q", "queries", "", 13).verdict == ""


def test_a_page_that_is_sent_again_instead_of_304_is_not_met() -> None:
    assert Line("page.unchanged", "304", "/s", 0, ratio=0, least=0.5).verdict == "NOT MET"


def test_only_what_is_asked_for_decides_the_exit_code() -> None:
    free, met = Line("a", "a", "", 1_000_000), Line("b", "b", "", 1, most=2)
    assert exit_code([free, met]) == 0
    assert exit_code([free, met, Line("c", "c", "", 3, most=2)]) == 1


def test_a_fuller_page_may_take_longer_to_render_but_not_once_it_is_kept() -> None:
    base = Cell(200, "first", "", "", shown=100, cold=[10], warm=[1])
    full = Cell(10_000, "first", "", "", shown=200, cold=[20], warm=[2])
    thin = Cell(10_000, "last", "", "", shown=10, cold=[15], warm=[1])
    assert worst(base, [full, thin], "cold") == (1.5, thin)
    assert worst(base, [full, thin], "warm") == (2, full)


def test_the_last_page_is_found_in_the_links() -> None:
    html = '<a href="?view=flat&amp;page=2#comments">2</a> <a href="?page=17">17</a><a href="?page=3&amp;x">3</a>'
    assert page_numbers(html) == ["2", "17", "3"]


# --- Load -------------------------------------------------------------------------------------------------------


def test_refused_and_broken_requests_are_not_counted_as_speed() -> None:
    found = parse(
        "Running 2s test\n  Non-2xx or 3xx responses: 30\n"
        'RESULT {"requests": 130, "seconds": 2.0, "p50": 1.5, "p99": 9.25, "refused": 30, "broken": 4}\n'
    )
    assert (found.rate, found.succeeded, found.failed, found.p99) == (50, 100, 34, 9.25)


def test_rounds_take_turns() -> None:
    order: list[str] = []

    def act(name: str) -> Load:
        order.append(name)
        return load()

    ours, floors = interleaved(3, lambda: act("site"), lambda: act("floor"))
    assert order == ["site", "floor"] * 3
    assert len(ours) == len(floors) == 3


def test_what_a_browser_fetches_for_a_page_is_counted_once() -> None:
    html = """<link rel="stylesheet" href="/a.css"><link rel="icon" href="/i.svg"><link rel="canonical" href="/c">
        <script src="/a.js" defer></script><script src="/a.js"></script><script type="application/ld+json">{}</script>
        <img src="/p.webp" alt=""><img src="/late.webp" loading="lazy" alt="">
        <script src="https://elsewhere.example/x.js"></script>"""
    loaded = Loaded(html)
    assert loaded.all() == {"/a.css", "/i.svg", "/a.js", "/p.webp"}
    assert {*loaded.styles, *loaded.scripts} == {"/a.css", "/a.js", "https://elsewhere.example/x.js"}


# --- Report -----------------------------------------------------------------------------------------------------

LINES = [
    against_floor("page.visitor", "visitor", "/s", [1234.5], [2000], least=0.5, note="30.7 kB, br"),
    Line("budget.queries.cold", "queries", "", 13, most=12),
]


def test_the_table_is_aligned_and_says_all_of_a_line() -> None:
    head, first, note, second = report.table(LINES).splitlines()
    assert re.fullmatch(r"visitor +1,23[45] +/s +2,000 +0\.62 +>= 0\.5 +met", first)
    assert re.fullmatch(r"queries +13 +<= 12 +NOT MET", second)
    assert head.index("target") == first.index(">=") == second.index("<=")
    assert note.strip() == "(30.7 kB, br)"
    assert report.summary(LINES) == "1 of 2 targets met."


def test_a_run_is_kept_and_the_next_one_compared_with_it(tmp_path: Path) -> None:
    earlier = report.load(report.store(LINES, report.machine(), tmp_path / "results"))
    assert set(earlier) == {"page.visitor", "budget.queries.cold"}
    now = [
        against_floor("page.visitor", "visitor", "/s", [500], [1000], least=0.5),
        Line("budget.queries.cold", "queries", "", 26, most=12),
        Line("other", "something new", "", 1),
    ]
    visitor, queries, other = report.changes(now, earlier).splitlines()
    assert re.fullmatch(r"visitor +0\.62 +0\.50 +-19%", visitor)
    assert re.fullmatch(r"queries +13 +26 +\+100%", queries)
    assert other.endswith("new")


@pytest.mark.parametrize("text", ["", "{}", '{"lines": 3}'])
def test_what_is_no_earlier_run_is_refused_with_a_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(text)
    with pytest.raises(SystemExit, match="is not a run that was kept"):
        report.load(path)


def test_the_machine_is_described() -> None:
    about = report.machine()
    assert about["processor"].endswith(f"{os.cpu_count()} cores")
    assert {"memory", "Python", "Django", "granian", "SQLite"} < set(about)


# --- Curves -----------------------------------------------------------------------------------------------------


def measured() -> list[Line]:
    cells = {f"{size} first": {"shown": 200, "cold": 10.0 + n, "warm": 1.0} for n, size in enumerate(SIZES)}
    return [
        Line("thread.10000.oldest.cold", "thread", "ms", 11, 10, details=cells),
        Line("site.vote", "vote", "ms", 5, 4),
        *[Line(f"workers.{n}.{who}", who, "/s", 100 * n) for n in (1, 2, 4) for who in ("visitor", "member")],
    ]


def test_the_curves_are_a_picture_with_words_on_it() -> None:
    svg = curves.draw(measured())
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn a line above
    words = ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]
    for said in (
        "Size of the discussion: ms a page",
        "comments in it",
        "100,000",
        "kept",
        "Workers: pages/s",
        "4",
    ):
        assert said in words
    assert "prefers-color-scheme:dark" in svg
    width = float(root.attrib["width"])
    assert all(0 <= float(element.attrib.get("x", 0)) <= width for element in root.iter())


def test_a_longer_time_is_drawn_higher() -> None:
    picture = curves.panel(curves.Chart("t", "x", "y", {"a": [(1, 10.0), (2, 20.0)]}))
    heights = [float(y) for y in re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', picture)][1:]
    assert len(heights) == 2
    assert heights[0] > heights[1] == curves.TOP


def test_without_anything_to_draw_a_sentence_says_so() -> None:
    with pytest.raises(SystemExit, match="nothing to draw"):
        curves.draw(LINES)
