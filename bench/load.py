"""Load by wrk, and single requests that are timed by this process."""

import http.client
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.servers import HOST

SCRIPT = Path(__file__).parent / "requests.lua"
MISSING = "make bench needs wrk. On Debian or Ubuntu: apt-get install wrk"
BROWSER = {
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept": "text/html,*/*;q=0.8",
    "Accept-Language": "en",
}


@dataclass(frozen=True, slots=True)
class Load:
    """`refused` answers had a status from 400 up; `broken` ones never came. Times are in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p99: float
    refused: int
    broken: int

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return self.succeeded / self.seconds

    @property
    def succeeded(self) -> int:
        return self.requests - self.refused

    @property
    def failed(self) -> int:
        return self.refused + self.broken


@dataclass
class Rows:
    """Requests of members, each to be sent once: a file, how many there are, and how many were taken."""

    path: Path
    count: int
    taken: int = 0


def have_wrk() -> bool:
    return shutil.which("wrk") is not None


def wrk(
    url: str,
    *,
    connections: int = 8,
    seconds: float = 2,
    headers: Mapping[str, str] | None = None,
    rows: Rows | None = None,
) -> Load:
    """One round of load from one thread, as a browser asks."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "-s", str(SCRIPT)]
    for name, value in {**BROWSER, **(headers or {})}.items():
        command += ["-H", f"{name}: {value}"]
    command += [url, *(["--", str(rows.path), str(rows.taken)] if rows else [])]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode or "RESULT " not in done.stdout:
        raise SystemExit(f"wrk failed: {done.stdout}{done.stderr}")
    load = parse(done.stdout)
    if rows:
        # Those under way at the end were sent too, and wrk asks its script for one more than it sends.
        rows.taken += load.requests + connections + 1
        if rows.taken > rows.count:
            raise SystemExit(f"{rows.path.name} holds {rows.count} requests, which was not enough.")
    return load


def parse(output: str) -> Load:
    return Load(**json.loads(output.rpartition("RESULT ")[2]))


def interleaved(rounds: int, *acts: Callable[[], Load]) -> list[list[Load]]:
    """Each act's loads, round by round in turn, so that what else the machine does falls on all alike."""
    found = [[act() for act in acts] for _round in range(rounds)]
    return [list(loads) for loads in zip(*found, strict=True)]


def rates(loads: Sequence[Load]) -> list[float]:
    return [load.rate for load in loads]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    milliseconds: float


class Reader:
    """Somebody with one connection, who asks one thing after another. After a pause they connect anew."""

    PAUSE = 5  # seconds; a server ends connections on which nothing is asked for longer

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.cookie = {"Cookie": cookie} if cookie else {}
        self.asked = time.perf_counter()

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, BROWSER | self.cookie | headers)

    def post(self, row: str) -> Answer:
        """Sends a row of a file of requests."""
        path, cookie, token, body = row.split("\t")
        headers = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        return self._ask("POST", path, body, BROWSER | headers | {"Cookie": cookie, "X-CSRFToken": token})

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answer:
        if time.perf_counter() - self.asked > self.PAUSE:
            self.connection.close()
        self.asked = began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        return Answer(response.status, response.headers, content, (time.perf_counter() - began) * 1000)

    def page(self, path: str) -> str:
        """The page's HTML, uncompressed. SystemExit for anything else than a page."""
        answer = self._ask("GET", path, None, self.cookie)
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}.")
        return answer.body.decode()
