"""Web machines: `make run` as it is, each with a folder, a port and a task worker of its own, on the same servers."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.environment import ROOT, site_environment
from tests.scale.crowd import request
from tests.scale.servers import Servers, free_port


class Machine:
    def __init__(self, folder: Path, servers: Servers) -> None:
        folder.mkdir()
        (folder / "static").symlink_to(ROOT / "var" / "static")
        self.folder, self.port = folder, free_port()
        self.environment = site_environment(
            VAR_DIR=str(folder),
            PORT=str(self.port),
            SECRET_KEY="one key for all machines, as an operator would set it",
            DATABASE_URL=servers.primary.url(),
            DATABASE_REPLICA_URLS=servers.replica.url(),
            REDIS_URL=servers.redis.url,
            DEMO="0",
            LIMITS="off",
            WORKERS="2",
            THREADS="2",
        )
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> str:
        return (self.folder / "output.txt").read_text()

    def start(self) -> None:
        command = [sys.executable, "-m", "config.serve"]
        with open(self.folder / "output.txt", "ab") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=output, stderr=output
            )

    def wait(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not self.is_well():
            assert time.monotonic() < deadline, self.output
            time.sleep(0.1)

    def is_well(self) -> bool:
        return request(self.port, "GET", "/healthz", None, {})[0] == 200

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(40)

    def run(self, *arguments: str) -> str:
        """Runs a command of the site there and returns what it printed."""
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def cast(self, *arguments: str) -> Any:
        return json.loads(self.run("-m", "tests.scale.cast", *arguments))

    def kill(self, word: str) -> None:
        """Kills the newest process of this machine's whose command holds this word, without a warning."""
        assert self.process
        found = [pid for pid, command in descendants(self.process.pid) if word in command]
        os.kill(found[-1], signal.SIGKILL)

    @property
    def mails(self) -> list[str]:
        return [path.read_text() for path in (self.folder / "mail").glob("*.txt")]


def descendants(ancestor: int) -> list[tuple[int, str]]:
    """(process id, command) of all that a process has started, and of all that these have; parents first."""
    columns = ["ps", "-A", "-o", "pid=,ppid=,args="]
    table = subprocess.run(columns, capture_output=True, text=True, check=True).stdout
    rows = [
        (int(pid), int(parent), command)
        for pid, parent, command in (line.split(None, 2) for line in table.splitlines())
    ]
    found, new = [], [ancestor]
    while new:
        children = [(pid, command) for pid, parent, command in rows if parent in new]
        found += children
        new = [pid for pid, _ in children]
    return found
