"""A real server, a real browser: every worker of the test run has a site of its own, with the demo in it."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.conftest import CHROMIUM
from tests.environment import ROOT, site_environment
from tests.forking import Forking
from tests.journeys.steps import READER, Others, Story, new_story, signed_in
from tests.prepared import copy_of

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--renderer-process-limit=1",  # for each person's browser: a process more for each address is a quarter of the time
]
DESKTOP = {"width": 1280, "height": 800}
MOBILE = {"width": 360, "height": 740}


# --- The site ---------------------------------------------------------------------------------------------------


@dataclass
class Site:
    """A running site: its address, the folder it writes to, and ways to look behind its pages."""

    folder: Path
    port: int
    environment: dict[str, str] = field(repr=False)
    forking: Forking = field(init=False, repr=False)
    cookies: dict[str, Any] = field(default_factory=dict, repr=False)  # of those who have logged in

    def __post_init__(self) -> None:
        self.forking = Forking(self.environment)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def mail(self) -> Path:
        """Where its mails are put, one file each."""
        return self.folder / "mail"

    def sql(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows that are stored now. Reading only."""
        with sqlite3.connect(f"file:{self.folder / 'hiroba.sqlite3'}?mode=ro", uri=True) as connection:
            rows = connection.execute(query, values).fetchall()
        connection.close()
        return rows

    def manage(self, *arguments: str) -> str:
        """Runs a management command on this site and returns what it printed."""
        return self.forking.start("manage", *arguments).said()

    def answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as answer:  # noqa: S310 - its own loopback address
                return answer.status == 200
        except (URLError, ConnectionError, TimeoutError):
            return False


def in_folder(folder: Path, port: int) -> Site:
    """A site that keeps everything in `folder`. Its static files are those that `make test` collected."""
    folder.mkdir(parents=True)
    (folder / "static").symlink_to(ROOT / "var" / "static")
    settings = {"PORT": str(port), "WORKERS": "1", "THREADS": "2", "LIMITS": "off", "DEMO": "1"}
    return Site(folder, port, site_environment(VAR_DIR=str(folder), **settings))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo site, for this worker of the test run alone. What is there stays: journeys write under new stories."""
    with served(demo, tmp_path_factory.mktemp("site") / "var") as site:
        yield site


@contextmanager
def served(demo: Path, folder: Path) -> Iterator[Site]:
    """A copy of the demo site in this folder, served the way that `make run` serves it."""
    site = in_folder(folder, free_port())
    copy_of(demo, site.folder)
    with open(site.folder / "output.txt", "w+") as output:
        command = [sys.executable, "-m", "config.serve"]
        server = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=output, stderr=output)
        try:
            wait_for(site, server, Path(output.name))
            with site.forking:
                yield site
        finally:
            server.terminate()
            server.wait(30)


def wait_for(site: Site, server: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + 60
    while not site.answers():
        if server.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"The site did not start:\n{output.read_text()}", pytrace=False)
        time.sleep(0.1)


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    return site.url


# --- The browser ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session", autouse=True)
def _beside_an_event_loop() -> Iterator[None]:
    """Playwright's loop runs in this process for as long as the journeys do: Django must not mind it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def javascript() -> bool:
    """Whether pages may run scripts. @pytest.mark.parametrize("javascript", [True, False]) walks both ways."""
    return True


@pytest.fixture
def viewport() -> dict[str, int]:
    """The window's size. @pytest.mark.parametrize("viewport", [MOBILE, DESKTOP]) walks in both."""
    return DESKTOP


class Troubles:
    """What went wrong in the browser during one journey: no test has to look for it, each fails of it."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.seen: list[str] = []
        self.expected: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self.heard)
        context.on("weberror", lambda error: self.seen.append(f"a script failed: {error.error}"))
        context.on("request", self.asked)

    def heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.seen.append(f"on the console: {message.text} ({message.location['url']})")

    def asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != self.host:
            self.seen.append(f"a request to another host: {request.url}")

    def expect(self, text: str) -> None:
        """Allows what contains this text: the console tells of every answer of 400 and above."""
        self.expected.append(text)

    def left(self) -> list[str]:
        return [trouble for trouble in self.seen if not any(text in trouble for text in self.expected)]


@pytest.fixture
def troubles(site: Site) -> Iterator[Troubles]:
    troubles = Troubles(urlsplit(site.url).netloc)
    yield troubles
    if left := troubles.left():
        pytest.fail("The browser met trouble:\n" + "\n".join(left), pytrace=False)


@pytest.fixture
def visit(
    browser: Browser, site: Site, troubles: Troubles, javascript: bool, viewport: dict[str, int]
) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own, as another person's browser would: visit(), visit(color_scheme="dark")."""
    contexts: list[BrowserContext] = []

    def visit(**options: Any) -> Page:
        options = {"java_script_enabled": javascript, "viewport": viewport, "locale": "en-GB", **options}
        context = browser.new_context(base_url=site.url, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        troubles.watch(context)
        return context.new_page()

    visit.cookies = site.cookies
    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def story(site: Site) -> Story:
    """A story without comments that no other test knows."""
    return new_story(site)


@pytest.fixture
def others(visit: Callable[..., Page], site: Site, story: Story) -> Others:
    return Others(visit, site, story)


@pytest.fixture
def reader(visit: Callable[..., Page], story: Story) -> Page:
    """A reader who is logged in, before a story that nobody has commented on."""
    page = signed_in(visit, READER)
    page.goto(story.url)
    return page


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    return visit()
