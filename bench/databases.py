"""The databases that are measured on: made once by `manage.py populate`, kept, and copied for each use."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp

from tests.environment import ROOT, site_environment

DATABASE, STAMP = "hiroba.sqlite3", "made-of.json"


@dataclass(frozen=True, slots=True)
class Populate:
    """The arguments of one `manage.py populate`."""

    articles: int
    comments: int
    votes: int
    members: int
    spread: str = "even"

    def arguments(self) -> list[str]:
        return [f"--{name}={value}" for name, value in asdict(self).items()]


# The pages of the last three are alike: as full, and the measured article has 200 comments in each.
SITES: dict[str, list[Populate]] = {
    "pages": [Populate(1, 200, 600, 1000), Populate(1, 100, 300, 1000)],
    "threads": [
        Populate(1, 200, 400, 1000),
        Populate(1, 10_000, 20_000, 1000),
        Populate(1, 100_000, 200_000, 1000),
    ],
    "site-10k": [Populate(40, 8000, 16_000, 100), Populate(360, 2000, 4000, 100)],
    "site-1m": [Populate(5000, 1_000_000, 2_000_000, 10_000)],
    "site-10m": [Populate(50_000, 10_000_000, 20_000_000, 100_000)],
}


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """For a process on the database in this folder: nothing of what the caller's shell says about a site."""
    own = {"VAR_DIR": str(folder), "DEMO": "0", "LIMITS": "off"}
    return site_environment(**own, **variables)


def made_of(name: str) -> dict[str, object]:
    """What a kept database was made of: with another answer than its stamp it is made again."""
    migrations = sorted(
        path for app in ("accounts", "board") for path in (ROOT / app / "migrations").glob("0*.py")
    )
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in migrations)).hexdigest()
    return {"populate": [asdict(part) for part in SITES[name]], "migrations": digest}


def keep(name: str, folder: Path) -> Path:
    """The folder with the database of this name, which is made now where there is none that still fits."""
    place, wanted = folder / name, made_of(name)
    stamp = place / STAMP
    if stamp.exists() and json.loads(stamp.read_text()) == wanted:
        return place
    fresh = folder / f"{name}.new"
    for old in (place, fresh):
        shutil.rmtree(old, ignore_errors=True)
    fresh.mkdir(parents=True)
    _manage(fresh, "migrate", "-v0")
    for part in SITES[name]:
        print(f"  {name}: populate {' '.join(part.arguments())} ...", file=sys.stderr, flush=True)
        _manage(fresh, "populate", *part.arguments())
    fresh.rename(place)
    stamp.write_text(json.dumps(wanted))
    return place


@contextmanager
def copied(name: str, folder: Path) -> Iterator[Path]:
    """A folder for a site to run in, with a copy of the database of this name. It is gone afterwards."""
    kept = keep(name, folder)
    scratch = Path(mkdtemp(prefix=f"{name}-", dir=folder))
    try:
        shutil.copy(kept / DATABASE, scratch)
        shutil.copy(kept / "secret_key", scratch)
        (scratch / "static").symlink_to(ROOT / "var" / "static")
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _manage(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(folder), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"manage.py {' '.join(arguments)} failed:\n{done.stderr.strip()}")
