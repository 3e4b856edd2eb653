"""`make bench`: how fast the site is, against what this machine can do at all.

Each speed is measured in turn with its floor, in the same run, and only their ratio is judged: absolute figures are the
machine's. The databases are made once and kept in var/bench/; every run is kept in var/bench/results/.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import curves, report
from bench.context import Bench
from bench.lines import Line, exit_code
from bench.load import MISSING, have_wrk
from bench.measures import pages, processes, sizes, writing
from tests.environment import ROOT

GROUPS: dict[str, Callable[[Bench], Iterator[Line]]] = {
    "budget": pages.budget,
    "render": pages.rendering,
    "page": pages.pages,
    "vote": writing.votes,
    "comment": writing.comments,
    "crowd": writing.at_once,
    "thread": sizes.threads,
    "site": sizes.sites,
    "search": sizes.searches,
    "workers": processes.workers,
    "process": processes.processes,
    "largest": sizes.largest,
}
# Measured where they are asked for alone.
EXTRA = ["largest"]
# What needs neither wrk nor a quiet machine, and can be held to its targets by every run of the tests.
SHORT = ["budget"]
DRAWING = ROOT / "docs" / "bench.svg"


def main(arguments: Sequence[str]) -> int:
    """0, or 1 where something is missing; with --short, where a target is not met."""
    options = parser().parse_args(arguments)
    names = chosen(options.only, short=options.short)
    if not set(names) <= set(SHORT) | {"render"} and not have_wrk():
        print(MISSING, file=sys.stderr)
        return 1
    earlier = report.load(options.against) if options.against else {}
    bench = Bench(options.folder, rounds=options.rounds, seconds=options.seconds, repeats=options.repeats)
    bench.folder.mkdir(parents=True, exist_ok=True)
    lines = list(measured(bench, names))
    told(lines, earlier, options)
    return exit_code(lines) if options.short else 0


def measured(bench: Bench, names: Sequence[str]) -> Iterator[Line]:
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        yield from GROUPS[name](bench)


def told(lines: Sequence[Line], earlier: dict[str, object], options: argparse.Namespace) -> None:
    about = report.machine()
    print("\n".join(f"{name}: {words}" for name, words in about.items()), end="\n\n")
    print(report.table(lines), report.summary(lines), sep="\n\n")
    if earlier:
        print(f"\nAgainst {options.against}, was and is:", report.changes(lines, earlier), sep="\n")
    if not options.short:
        print(f"\nKept in {report.store(lines, about, options.folder / 'results')}")
    if options.svg:
        DRAWING.write_text(curves.draw(lines))
        print(f"Drawn in {DRAWING}")


def chosen(only: str, *, short: bool) -> list[str]:
    """The groups of a run, in their order. SystemExit with all names for one that is none."""
    names = SHORT if short else list(GROUPS)
    wanted = [name for name in only.split(",") if name] or [name for name in names if name not in EXTRA]
    if set(wanted) - set(names):
        raise SystemExit(f"{'With SHORT=1, ' * short}ONLY takes these, with commas: {', '.join(names)}")
    return [name for name in names if name in wanted]


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    made.add_argument("--only", default="", metavar="A,B", help=f"of these: {', '.join(GROUPS)}")
    made.add_argument(
        "--short", action="store_true", help="queries, bytes and requests alone; 1 where one is too many"
    )
    made.add_argument("--against", type=Path, metavar="FILE", help="an earlier run of var/bench/results/")
    made.add_argument("--svg", action="store_true", help="draw the curves into docs/bench.svg")
    made.add_argument("--folder", type=Path, default=ROOT / "var" / "bench", help="where databases are kept")
    made.add_argument("--rounds", type=int, default=5, help="of load, each in turn with its floor")
    made.add_argument("--seconds", type=float, default=2, help="of load in a round")
    made.add_argument("--repeats", type=int, default=20, help="of single requests")
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
