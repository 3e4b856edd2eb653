"""The lines as a table, as JSON that is kept, and against those of an earlier run."""

import json
import os
import platform
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.lines import Line

HEAD = ("what", "median", "", "floor", "ratio", "target", "verdict")
NUMBERS = {1, 3, 4}
# Below this, two runs differ by chance.
CHANCE = 0.05


def machine() -> dict[str, str]:
    """What the figures are of."""
    packages = {name: version(name) for name in ("Django", "granian")}
    return {
        "processor": f"{processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        **packages,
        "SQLite": sqlite3.sqlite_version,
    }


def processor() -> str:
    for row in Path("/proc/cpuinfo").read_text().splitlines():
        if row.startswith("model name"):
            return row.partition(":")[2].strip()
    return platform.machine()


def table(lines: Sequence[Line]) -> str:
    """Numbers stand at the right, words at the left; notes follow on a row of their own."""
    rows = [HEAD, *map(cells, lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    notes = ["", *(line.note for line in lines)]
    shown = []
    for row, note in zip(rows, notes, strict=True):
        aligned = [
            text.rjust(width) if column in NUMBERS else text.ljust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        shown.append("  ".join(aligned).rstrip())
        if note:
            shown.append(f"    ({note})")
    return "\n".join(shown)


def cells(line: Line) -> tuple[str, ...]:
    floor = "" if line.floor is None else number(line.floor)
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
    return line.what, number(line.value), line.unit, floor, ratio, line.target, line.verdict


def number(value: float) -> str:
    """Three digits or all before the point."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def summary(lines: Sequence[Line]) -> str:
    asked = [line for line in lines if line.is_met is not None]
    return f"{sum(bool(line.is_met) for line in asked)} of {len(asked)} targets met."


# --- Keeping and comparing --------------------------------------------------------------------------------------


def store(lines: Sequence[Line], about: dict[str, str], folder: Path) -> Path:
    """Keeps the run as JSON under its time, in UTC."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.json"
    kept = {"machine": about, "lines": [line.as_dict() for line in lines]}
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False))
    return path


def load(path: Path) -> dict[str, Any]:
    """{key: line} of an earlier run. SystemExit with a sentence where there is none."""
    try:
        return {line["key"]: line for line in json.loads(path.read_text())["lines"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise SystemExit(f"{path} is not a run that was kept: give a file of var/bench/results/.") from None


def changes(lines: Sequence[Line], earlier: dict[str, Any]) -> str:
    """What each line's judged figure was and is: the ratio where there is one, since machines differ in the rest."""
    rows = []
    for line in lines:
        before = earlier.get(line.key)
        if before is None:
            rows.append((line.what, "", number(line.judged), "new"))
            continue
        was = before["value"] if before["ratio"] is None or line.ratio is None else before["ratio"]
        now = line.value if before["ratio"] is None or line.ratio is None else line.ratio
        rows.append((line.what, number(was), number(now), change(was, now)))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        f"{what.ljust(widths[0])}  {was.rjust(widths[1])}  {now.rjust(widths[2])}  {words}".rstrip()
        for what, was, now, words in rows
    )


def change(was: float, now: float) -> str:
    if was == now:
        return "the same"
    if not was:
        return "was 0"
    share = (now - was) / abs(was)
    return f"{share:+.0%}{' (chance?)' if abs(share) < CHANCE else ''}"
