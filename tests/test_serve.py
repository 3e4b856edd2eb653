"""`make run`, seen from outside: real processes, watched through the process table."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.environment import ROOT, site_environment

COMMAND = [sys.executable, "-m", "config.serve"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "static").symlink_to(ROOT / "var" / "static")
    return tmp_path


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def server(folder: Path, port: int, copied_database: Callable[[], Path]) -> Iterator[subprocess.Popen[str]]:
    """A site that starts, empty, with its output in a file beside its database."""
    copied_database()
    environment = site_environment(VAR_DIR=str(folder), PORT=str(port), DEMO="0", WORKERS="1")
    with open(folder / "output.txt", "w") as output:
        server = subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stdout=output, stderr=output, text=True)
        yield server
        server.terminate()
        server.wait(30)


def refused(**variables: str) -> str:
    """Starts with these variables, expects that it ends at once, and returns what it said."""
    environment = site_environment(**variables)
    done = subprocess.run(COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stdout == ""
    return done.stderr


def wait_until(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)


def children(parent: int) -> dict[int, str]:
    """Each running child's process id and command."""
    table = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 3) for line in table.stdout.splitlines()]
    return {int(row[0]): row[3] for row in rows if int(row[1]) == parent and not row[2].startswith("Z")}


def child_with(word: str, server: subprocess.Popen[str]) -> int | None:
    return next((pid for pid, command in children(server.pid).items() if word in command), None)


def is_ready(folder: Path) -> bool:
    return "Hiroba is at http://127.0.0.1:" in (folder / "output.txt").read_text()


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and " Z " not in Path(f"/proc/{pid}/stat").read_text()


# --- What stops a start -----------------------------------------------------------------------------------------


def test_a_port_in_use_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(PORT=str(port), VAR_DIR=str(tmp_path))
    assert said.startswith(f"Port {port} is in use. ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"PORT": "many"}, "PORT='many' must be a whole number from 1 to 65535."),
        ({"PORT": "65536"}, "PORT='65536' must be a whole number from 1 to 65535."),
        ({"WORKERS": "0"}, "WORKERS='0' must be a whole number from 1 to 64."),
        ({"THREADS": "-1"}, "THREADS='-1' must be a whole number from 1 to 64."),
        ({"HOST": "news.example.org"}, "HOST='news.example.org' is not an IP address."),
        ({"HOST": "192.0.2.1"}, "HOST=192.0.2.1 is not an address of this machine."),
    ],
)
def test_a_wrong_variable_of_the_server_is_told_in_a_sentence(
    variables: dict[str, str], words: str, tmp_path: Path
) -> None:
    said = refused(VAR_DIR=str(tmp_path), **variables)
    assert said.startswith(words)
    assert "Traceback" not in said


def test_a_wrong_setting_stops_the_start_without_a_traceback(folder: Path, port: int) -> None:
    environment = site_environment(VAR_DIR=str(folder), PORT=str(port), TIME_ZONE="Mars/Olympus")
    done = subprocess.run(COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "TIME_ZONE='Mars/Olympus' is not a time zone" in done.stderr
    assert "Traceback" not in done.stderr


# --- A life -----------------------------------------------------------------------------------------------------


def test_ctrl_c_ends_the_server_and_its_worker_cleanly(
    server: subprocess.Popen[str], folder: Path, port: int
) -> None:
    wait_until(lambda: is_ready(folder), "the server")
    ends_cleanly(server, signal.SIGINT, folder, port)


def test_a_worker_that_dies_is_started_again_while_the_pages_go_on_and_a_signal_ends_all(
    server: subprocess.Popen[str], folder: Path, port: int
) -> None:
    wait_until(lambda: child_with("manage.py work", server) is not None, "the worker")
    first = child_with("manage.py work", server)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: child_with("manage.py work", server) not in {None, first}, "a new worker")
    assert "The task worker ended (code 137). It starts again in 1 s." in (folder / "output.txt").read_text()
    ends_cleanly(server, signal.SIGTERM, folder, port)


def ends_cleanly(server: subprocess.Popen[str], how: signal.Signals, folder: Path, port: int) -> None:
    """Server and worker answer and run; with this signal both end, and nothing is left of them."""
    with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert answer.status == 200
    wait_until(lambda: len(children(server.pid)) == 2, "server and worker")
    started = [*children(server.pid), *(pid for child in children(server.pid) for pid in children(child))]

    server.send_signal(how)

    assert server.wait(20) == 0
    assert [pid for pid in started if is_running(pid)] == []
    assert "Traceback" not in (folder / "output.txt").read_text()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_web_server_that_dies_ends_everything_with_its_code(
    server: subprocess.Popen[str], folder: Path
) -> None:
    wait_until(lambda: is_ready(folder), "the server")
    wait_until(lambda: child_with("manage.py work", server) is not None, "the worker")
    worker, web = child_with("manage.py work", server), child_with("granian", server)
    assert worker
    assert web
    os.kill(web, signal.SIGKILL)
    assert server.wait(20) == 137
    assert not is_running(worker)
    assert "The web server ended by itself (code 137)" in (folder / "output.txt").read_text()
