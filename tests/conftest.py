import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from accounts.outages import REDIS
from board.discussions.kept import forget
from tests.environment import run
from tests.prepared import DATABASE, copy_of, once, postgres_database, prepared

# One for each worker of the test run.
IN_MEMORY = "file:hiroba-tests?mode=memory&cache=shared"

# What the tests in a folder are marked with.
FOLDERS = {
    marker: Path(__file__).parent / folder for marker, folder in (("journey", "journeys"), ("scale", "scale"))
}
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
# The same browser without its windows comes first: a journey through it takes half the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "")
SCALE = os.environ.get("TEST_DATABASE_REPLICA_URLS", "")

NO_STATIC_FILES = (
    "The static files are not collected. `make test` does it; after that, plain pytest runs too."
)
# What each marker needs, and what to say where it is missing.
NEEDS = {
    "journey": (
        CHROMIUM,
        "the browser journeys: no Chromium here. Get it with: apt-get install chromium-headless-shell",
    ),
    "postgres": (POSTGRES, "the tests on PostgreSQL: TEST_POSTGRES_URL names none."),
    # A run of their own, in CI too.
    "scale": (
        SCALE,
        "the tests with a replica, Redis, disasters and the whole bench: make test-scale runs them.",
    ),
}

hypothesis_settings.register_profile("dev", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("ci" if IN_CI else "dev")


def pytest_configure(config: pytest.Config) -> None:
    if not (Path(site_settings.STATIC_ROOT) / "staticfiles.json").exists():
        raise pytest.UsageError(NO_STATIC_FILES)
    for marker, (needed, sentence) in NEEDS.items():
        if IN_CI and not needed and marker != "scale":
            raise pytest.UsageError(f"In CI nothing may be left out, but would be {sentence}")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are processors: some wait for a page, a server or a database."""
    return (os.cpu_count() or 1) + 1


def pytest_unconfigure() -> None:
    shutil.rmtree(site_settings.VAR_DIR, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for marker, folder in FOLDERS.items():
            if item.path.is_relative_to(folder):
                item.add_marker(marker)
        for marker, (needed, sentence) in NEEDS.items():
            if not needed and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"Left out: {sentence}"))
    # Last, since Playwright leaves an event loop in its process, beside which Django refuses to use the database.
    items.sort(key=lambda item: bool(item.get_closest_marker("journey")))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out = {report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])}
    for _, sentence in NEEDS.values():
        if any(sentence in reason for reason in left_out):
            terminalreporter.write_line(f"Left out: {sentence}", yellow=True)


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """What one test spent, counted or rendered into the cache, or broke of it, is not there for the next."""
    REDIS.end()
    cache.clear()
    if site_settings.REDIS_URL:
        import redis

        redis.Redis.from_url(site_settings.REDIS_URL).flushdb()
    forget()


@pytest.fixture
def limits_on(settings: Settings) -> None:
    """The rate limits as on a real site; the other tests run without them."""
    settings.LIMITS = True


@pytest.fixture
def counted_in_database(settings: Settings, db: None) -> None:
    """The rate limits without Redis, for tests that look at their rows."""
    settings.REDIS_URL = ""


# --- Sites and databases ------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def first_start(request: pytest.FixtureRequest) -> Path:
    """The folder of a site after its first start, without the demo."""
    return once(request, "first-start", partial(prepared, demo=False))


@pytest.fixture(scope="session")
def demo(request: pytest.FixtureRequest, first_start: Path) -> Path:
    """The folder of a site that found its database empty, with the demo in it."""

    def make(folder: Path) -> str:
        copy_of(first_start, folder)
        return prepared(folder, demo=True)

    return once(request, "demo", make)


if connection.vendor == "sqlite":

    @pytest.fixture(scope="session")
    def django_db_setup(
        django_test_environment: None, django_db_blocker: DjangoDbBlocker, first_start: Path
    ) -> None:
        """The tests' database, in memory: what the first start made is copied instead of made again."""
        with django_db_blocker.unblock(), closing(sqlite3.connect(first_start / DATABASE)) as made:
            connection.settings_dict["NAME"] = IN_MEMORY
            connection.ensure_connection()
            made.backup(connection.connection)


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test's own, dropped afterwards."""
    with postgres_database(POSTGRES) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_first_start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated one, to be copied alone."""
    with postgres_database(POSTGRES) as url:
        folder = str(tmp_path_factory.mktemp("postgres"))
        done = run("manage.py", "migrate", "--verbosity", "0", VAR_DIR=folder, DATABASE_URL=url)
        assert done.returncode == 0, done.stderr
        yield url


@pytest.fixture
def postgres_site_url(postgres_first_start: str) -> Iterator[str]:
    """The address of a migrated PostgreSQL database of this test's own, dropped afterwards."""
    with postgres_database(POSTGRES, postgres_first_start) as url:
        yield url


@pytest.fixture
def copied_database(db: None, tmp_path: Path) -> Callable[[], Path]:
    """Writes what the test's database holds now into a file, for processes that the test starts."""

    def copied_database() -> Path:
        if connection.vendor != "sqlite":
            pytest.skip(
                "It starts processes on a copy of SQLite's file, and this run is on another database."
            )
        connection.ensure_connection()
        path = tmp_path / "hiroba.sqlite3"
        path.write_bytes(connection.connection.serialize())
        return path

    return copied_database
