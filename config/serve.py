"""The whole site in one terminal: what `make run` starts.

`manage.py prepare` makes the database ready; then the web server and the task worker run until Ctrl-C or SIGTERM.
This process only starts, watches and ends the others. It imports nothing of Django, which keeps it small, and so it
reads the four variables of the server itself: HOST, PORT, WORKERS and THREADS.
"""

import contextlib
import errno
import ipaddress
import os
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_END = 10
LONGEST_PAUSE = 60
# The task worker starts this much later, so that the first page does not wait for it.
HEAD_START = 2
# `make bench` serves the same site with a few addresses more to measure it against.
SETTINGS = "config.settings"


# --- The variables of the server --------------------------------------------------------------------------------


def env_address(name: str, default: str) -> str:
    value = os.environ.get(name, "").strip() or default
    try:
        return str(ipaddress.ip_address("127.0.0.1" if value == "localhost" else value))
    except ValueError:
        raise SystemExit(
            f"{name}={value!r} is not an IP address. 127.0.0.1 is for this machine only, 0.0.0.0 for every network."
        ) from None


def env_number(name: str, default: int, *, low: int, high: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or not low <= int(value) <= high:
        raise SystemExit(f"{name}={value!r} must be a whole number from {low} to {high}.")
    return int(value)


def is_loopback(host: str) -> bool:
    return ipaddress.ip_address(host).is_loopback


def children_environment(host: str) -> dict[str, str]:
    """The demo logins have a password that everybody knows: others' machines see them only where DEMO=1 is said."""
    said = os.environ.get("DEMO", "").strip()
    demo = said or ("" if is_loopback(host) else "0")
    return {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, "DEMO": demo}


# --- The address ------------------------------------------------------------------------------------------------


def family_of(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def reachable(host: str) -> str:
    """The address to call: a server that listens everywhere is called on this machine."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def refuse_unusable(host: str, port: int) -> None:
    """Ends the start with a sentence when the address cannot be served, before anything is touched."""
    reasons = {
        errno.EADDRINUSE: f"Port {port} is in use. End what uses it, or take another: make run PORT={port % 65535 + 1}",
        errno.EACCES: f"Port {port} is for administrators only. Take one from 1024 up: make run PORT=8000",
        errno.EADDRNOTAVAIL: f"HOST={host} is not an address of this machine.",
    }
    with socket.socket(family_of(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SystemExit(
                reasons.get(error.errno or 0, f"{host}:{port} cannot be used: {error}.")
            ) from None


def answers(host: str, port: int) -> bool:
    with socket.socket(family_of(host)) as caller:
        caller.settimeout(1)
        return caller.connect_ex((reachable(host), port)) == 0


# --- Processes --------------------------------------------------------------------------------------------------


class Signals:
    """Wakes this process the moment that a signal comes or a child ends; nothing is done inside a handler."""

    def __init__(self) -> None:
        self.stop = False
        self.bell, ringer = os.pipe()
        for end in (self.bell, ringer):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(ringer, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
            if not (number == signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN):  # nohup
                signal.signal(number, self.note)

    def note(self, number: int, frame: FrameType | None) -> None:
        self.stop = self.stop or number != signal.SIGCHLD

    def wait(self, seconds: float | None = None) -> None:
        if select.select([self.bell], [], [], seconds)[0]:
            os.read(self.bell, 4096)


class Child:
    """A process of the site in a session of its own: Ctrl-C reaches this process alone, which ends them in order."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self.born = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def code(self) -> int | None:
        """None while it runs; a shell's exit code after that."""
        code = self.process.poll()
        return 128 - code if code is not None and code < 0 else code

    def end(self) -> None:
        """Asks it to end, waits a while, and leaves nothing of its session behind."""
        if self.process.poll() is None:
            self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(SECONDS_TO_END)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Worker:
    """The task worker, started again after a growing pause when it ends by itself: the pages go on without it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.pause, self.due = 0.5, time.monotonic() + HEAD_START
        self.child: Child | None = None

    def tend(self) -> float | None:
        """Starts it when it is due. Returns the seconds until it wants to be looked at again; None is never."""
        now = time.monotonic()
        if self.child and (code := self.child.code) is not None:
            self.pause = 1.0 if now - self.child.born > LONGEST_PAUSE else min(self.pause * 2, LONGEST_PAUSE)
            self.child, self.due = None, now + self.pause
            print(f"The task worker ended (code {code}). It starts again in {self.pause:g} s.", flush=True)
        if self.child is None and now >= self.due:
            self.child = Child(["manage.py", "work"], self.environment)
        return None if self.child else self.due - now


# --- The start --------------------------------------------------------------------------------------------------


def prepare(host: str, url: str, environment: dict[str, str], signals: Signals) -> int:
    """Makes the database ready in a process of its own. Returns its exit code: 0 when the site may start."""
    exposed = [] if is_loopback(host) else ["--exposed"]
    child = Child(["manage.py", "prepare", "--url", url, *exposed], environment)
    while child.code is None and not signals.stop:
        signals.wait()
    child.end()
    return 0 if signals.stop else child.code or 0


def server(host: str, port: int, workers: int, threads: int) -> list[str]:
    return [
        *("-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"),
        *("--workers", str(workers), "--blocking-threads", str(threads), "--respawn-failed-workers"),
        *("--workers-kill-timeout", str(SECONDS_TO_END // 2), "--log-level", "warning"),
        "config.wsgi:application",
    ]


def watch(web: Child, worker: Worker, signals: Signals, *, host: str, port: int, url: str) -> int:
    """Waits until a signal asks for the end (0) or the web server ends by itself (its exit code)."""
    ready = False
    while not signals.stop and web.code is None:
        wait = worker.tend()
        if not ready and (ready := answers(host, port)):
            print(f"Hiroba is at {url}  (Ctrl-C ends it)", flush=True)
        signals.wait(wait if ready else 0.1)
    if signals.stop:
        return 0
    print(f"The web server ended by itself (code {web.code}), so everything ends.", file=sys.stderr)
    return web.code or 1


def main() -> int:
    host, port = env_address("HOST", "127.0.0.1"), env_number("PORT", 8000, low=1, high=65535)
    workers, threads = env_number("WORKERS", 2, low=1, high=64), env_number("THREADS", 2, low=1, high=64)
    refuse_unusable(host, port)
    signals, environment = Signals(), children_environment(host)
    shown = reachable(host)
    url = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
    if (code := prepare(host, url, environment, signals)) or signals.stop:
        return code
    web, worker = Child(server(host, port, workers, threads), environment), Worker(environment)
    try:
        return watch(web, worker, signals, host=host, port=port, url=url)
    finally:
        for child in filter(None, (web, worker.child)):
            child.end()


if __name__ == "__main__":
    sys.exit(main())
