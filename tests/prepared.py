"""What is made once for a whole test run, since it takes seconds: a site after its first start, databases to copy."""

import fcntl
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.environment import ROOT, run

DATABASE = "hiroba.sqlite3"


def once(request: pytest.FixtureRequest, name: str, make: Callable[[Path], str]) -> Path:
    """A folder that `make` fills, and in `said.txt` what it said.

    The first worker of the test run that asks makes it, the others wait for it; whoever changes it takes a copy.
    """
    base: Path = request.getfixturevalue("tmp_path_factory").getbasetemp()
    shared = base if request.getfixturevalue("worker_id") == "master" else base.parent
    folder = shared / name
    with open(shared / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "said.txt").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            (folder / "static").symlink_to(ROOT / "var" / "static")
            (folder / "said.txt").write_text(make(folder))
    return folder


def prepared(folder: Path, *, demo: bool) -> str:
    """Starts the site that keeps everything in this folder, and returns what that start said."""
    command = ("manage.py", "prepare", "--url", "http://127.0.0.1:8042/")
    done = run(*command, VAR_DIR=str(folder), DEMO=str(int(demo)))
    assert done.returncode == 0, done.stderr
    return done.stdout


def copy_of(made: Path, folder: Path) -> None:
    """Puts what the site in `made` keeps into this folder."""
    shutil.copytree(made, folder, ignore=shutil.ignore_patterns("static", "said.txt"), dirs_exist_ok=True)


@contextmanager
def postgres_database(server: str, template: str = "template1") -> Iterator[str]:
    """The address of a database on this server, made after another one and dropped afterwards."""
    import psycopg

    name, like = f"hiroba_test_{secrets.token_hex(6)}", urlsplit(template).path.removeprefix("/")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
