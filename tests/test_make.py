"""The Makefile on a machine that lacks something, and on one that lacks nothing. Nothing is installed here."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.environment import ROOT, site_environment

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make itself is missing")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A fresh clone, as far as make looks at it."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    for folder in ("static", "templates", "accounts", "board"):
        (tmp_path / folder).mkdir()
    return tmp_path


@pytest.fixture
def installed(tree: Path) -> Path:
    """The same after `make test`."""
    (tree / ".venv" / "bin").mkdir(parents=True)
    (tree / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (tree / "var" / "static").mkdir(parents=True)
    for stamp in (".venv/base", ".venv/dev", "var/static/collected"):
        (tree / stamp).touch()
    return tree


def make(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = site_environment(MAKEFLAGS="")
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def changed(path: Path) -> None:
    """As if somebody had just edited it."""
    later = time.time() + 5
    os.utime(path, (later, later))


def test_without_a_fitting_python_one_sentence_says_what_is_needed(tree: Path) -> None:
    done = make(tree, "run", "PYTHON=/nowhere/python3")
    assert done.returncode != 0
    assert "Hiroba needs Python 3.11 or newer, and found none among: /nowhere/python3." in done.stdout
    assert not (tree / ".venv").exists()


def test_a_python_without_its_venv_module_is_told_with_the_package_that_brings_it(tree: Path) -> None:
    python = tree / "python3"
    python.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\n')
    python.chmod(0o755)
    done = make(tree, "run", f"PYTHON={python}")
    assert done.returncode != 0
    assert (
        f"{python} comes without its venv module. On Debian or Ubuntu: apt-get install python3-venv"
        in done.stdout
    )


def test_a_fresh_clone_installs_hashed_wheels_only(tree: Path) -> None:
    steps = make(tree, "--dry-run", "run").stdout
    assert "--require-hashes --only-binary :all: -r requirements/base.txt" in steps
    assert "dev.txt" not in steps
    assert steps.rstrip().endswith("-m config.serve")


def test_run_after_test_installs_and_collects_nothing(installed: Path) -> None:
    assert make(installed, "--dry-run", "run").stdout.splitlines() == [
        "exec .venv/bin/python -m config.serve"
    ]


def test_changed_requirements_are_installed_before_the_next_run(installed: Path) -> None:
    changed(installed / "requirements" / "base.txt")
    steps = make(installed, "--dry-run", "run").stdout
    assert "-r requirements/base.txt" in steps
    assert "collectstatic" in steps


def test_a_changed_or_removed_style_sheet_is_collected_before_the_next_run(installed: Path) -> None:
    changed(installed / "static")
    steps = make(installed, "--dry-run", "run").stdout
    assert "collectstatic" in steps
    assert "pip install" not in steps


@pytest.mark.parametrize(
    "variable", ["DATABASE_URL=postgres://hiroba@127.0.0.1/hiroba", "REDIS_URL=redis://127.0.0.1"]
)
def test_a_site_on_postgresql_or_redis_gets_their_libraries(variable: str, installed: Path) -> None:
    assert "-r requirements/scale.txt" in make(installed, "--dry-run", "run", variable).stdout


def test_help_names_every_command(tree: Path) -> None:
    said = make(tree).stdout
    assert [
        name for name in ("run", "test", "check", "lint", "format", "lock", "messages") if name not in said
    ] == []
