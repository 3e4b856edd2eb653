"""No page reads a whole table, and none sorts what it has read: the size of the site is nothing to a reader."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import ROOT, site_environment
from tests.prepared import copy_of

ASK = "import django; django.setup(); from tests.board.plans import main; main()"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def site(request: pytest.FixtureRequest, tmp_path: Path, first_start: Path) -> dict[str, str]:
    """The environment of a site with an empty database of its own."""
    environment = site_environment(
        VAR_DIR=str(tmp_path), DJANGO_SETTINGS_MODULE="config.settings", LIMITS="off"
    )
    if request.param == "postgres":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres_site_url")
    else:
        copy_of(first_start, tmp_path)
    return environment


def test_every_page_is_read_by_index_and_in_order(site: dict[str, str]) -> None:
    (Path(site["VAR_DIR"]) / "static").symlink_to(ROOT / "var" / "static")
    process = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=site, capture_output=True, text=True, timeout=120
    )
    assert process.returncode == 0, process.stderr
    costly = [line for line in process.stdout.splitlines() if " | " in line]
    assert costly == []
