"""What every measure is given: where the databases are, how long a round takes, and how many there are."""

import json
import subprocess
import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from bench.databases import environment
from bench.lines import Line
from bench.load import Rows
from tests.environment import ROOT


@dataclass(frozen=True, slots=True)
class Bench:
    """`folder` holds the kept databases. A round of load takes so many `seconds`; single requests are repeated
    `repeats` times.
    """

    folder: Path
    rounds: int = 5
    seconds: float = 2
    repeats: int = 20


def scene(site: Path, task: str, **options: Any) -> Any:
    """The answer of a task of bench.scene on this site's database."""
    return _asked(site, "bench.scene", task, json.dumps(options))


def rows(site: Path, kind: str, *, size: int = 200, members: int = 300) -> tuple[Rows, int]:
    """Requests of this kind in a file, and the article that they are about."""
    path = site / f"{kind}.tsv"
    answer = scene(site, "rows", size=size, members=members, kind=kind, path=str(path))
    return Rows(path, answer["count"]), answer["article"]


def inside(site: Path, what: str) -> list[Line]:
    """The lines that bench.inside measures on this site's database."""
    names = {field.name for field in fields(Line)}
    found = _asked(site, "bench.inside", what)
    return [Line(**{name: value for name, value in line.items() if name in names}) for line in found]


def _asked(site: Path, module: str, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment(site),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{module} {arguments[0]} failed:\n{done.stderr.strip()}")
    return json.loads(done.stdout.splitlines()[-1])
