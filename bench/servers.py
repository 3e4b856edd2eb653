"""The processes that are measured, and how much memory they take. Each is ended by its own id."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.databases import environment
from config import serve
from tests.environment import ROOT

HOST = "127.0.0.1"
FIRST_PORT = 8300
SECONDS_TO_START = 60
OUTPUT = "output.txt"


def free_port() -> int:
    """A port of this machine that nobody uses, from 8300 on."""
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((HOST, port))
                return port
    raise SystemExit(f"All ports from {FIRST_PORT} to {FIRST_PORT + 99} are in use.")


@contextmanager
def site(
    folder: Path, *, workers: int = 2, threads: int = 2, module: str = "bench.serve"
) -> Iterator["Server"]:
    """The whole site, as `make run` starts it: web server, task worker, and the process that watches them."""
    port = free_port()
    variables = {"HOST": HOST, "PORT": str(port), "WORKERS": str(workers), "THREADS": str(threads)}
    with started(["-m", module], environment(folder, **variables), port, folder) as server:
        yield server


@contextmanager
def bare(folder: Path, *, workers: int = 2, threads: int = 2) -> Iterator["Server"]:
    """The same app server with the same workers and threads, and Django without middleware."""
    port = free_port()
    variables = environment(folder, DJANGO_SETTINGS_MODULE="bench.bare", THREADS=str(threads))
    with started(
        serve.server(HOST, port, workers, threads), variables, port, folder, "/bench/empty/"
    ) as server:
        yield server


@contextmanager
def started(
    arguments: list[str], variables: dict[str, str], port: int, folder: Path, asked: str = "/"
) -> Iterator["Server"]:
    with (folder / OUTPUT).open("a") as output:
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=variables,
            stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip
        server = Server(process, port, folder / OUTPUT)
        try:
            server.seconds_to_start = server.wait_for(asked) - began
            yield server
        finally:
            server.end()


class Server:
    def __init__(self, process: "subprocess.Popen[bytes]", port: int, output: Path) -> None:
        self.process, self.port, self.output = process, port, output
        self.seconds_to_start = 0.0

    def url(self, path: str) -> str:
        return f"http://{HOST}:{self.port}{path}"

    def wait_for(self, path: str) -> float:
        """The moment of the first answer without an error. SystemExit with what the server said if none comes."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            if self._answers(path):
                return time.monotonic()
            time.sleep(0.02)
        raise SystemExit(f"The server did not start:\n{self.output.read_text()[-3000:]}")

    def _answers(self, path: str) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(serve.SECONDS_TO_END * 3)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def memory(self) -> float:
        """Megabytes (10^6) of this process and all that it started; what they share is counted once."""
        return sum(map(proportional_size, [self.process.pid, *descendants(self.process.pid)])) / 1e6


def descendants(pid: int) -> list[int]:
    """Every process that this one started, and theirs."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdecimal():
            with contextlib.suppress(OSError):
                # The command's name stands in brackets and may hold spaces.
                parents[int(entry)] = int(
                    Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[1]
                )
    found, waiting = [], [pid]
    while waiting:
        parent = waiting.pop()
        children = [child for child, above in parents.items() if above == parent]
        found += children
        waiting += children
    return found


def proportional_size(pid: int) -> int:
    """Bytes of a process by the kernel's reckoning (PSS)."""
    for row in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if row.startswith("Pss:"):
            return int(row.split()[1]) * 1024
    return 0
