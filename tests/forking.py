"""A process that has loaded the site once, and of which every act is a process of its own: forked, not started anew.

It takes half a second to start the site, and a few thousandths to fork it. What a test starts is as much a process as
any: it has its own memory and its own connection to the database, and it ends when it has done its act.
"""

import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from tests.environment import ROOT

HELD = "import tests.forking; tests.forking.serve({})"
FORKED = b"!"
PATIENCE = 120


@dataclass
class Act:
    """A process that was forked: what it prints, what it complains of, and the code that it ends with."""

    name: str
    pipes: list[int]

    def said(self) -> str:
        """What it printed, once it has ended well."""
        read, open_ones = dict.fromkeys(self.pipes, b""), set(self.pipes)
        deadline = time.monotonic() + PATIENCE
        while open_ones:
            ready, _, _ = select.select(open_ones, [], [], max(0, deadline - time.monotonic()))
            assert ready, f"{self.name} has not ended within {PATIENCE} seconds."
            for pipe in ready:
                if piece := os.read(pipe, 65_536):
                    read[pipe] += piece
                else:
                    open_ones.remove(pipe)
                    os.close(pipe)
        out, error, code = (text.decode() for text in read.values())
        assert code == "0", f"{self.name} ended with {code}:\n{out}{error}"
        return out


class Forking:
    """The process that forks, for a site with this environment; it ends with the `with` that it stands in."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def __enter__(self) -> "Forking":
        self.line, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", HELD.format(theirs.fileno())],
                cwd=ROOT,
                env=self.environment,
                pass_fds=[theirs.fileno()],
            )
        return self

    def __exit__(self, *failure: Any) -> None:
        self.line.close()
        self.process.wait(30)

    def start(self, module: str, *arguments: str) -> Act:
        """`python -m module arguments`."""
        pipes = [os.pipe() for _ in range(3)]
        order = json.dumps([module, *arguments]).encode()
        socket.send_fds(self.line, [order], [write for _, write in pipes])
        assert self.line.recv(1) == FORKED
        for _, write in pipes:
            os.close(write)
        return Act(f"{module} {' '.join(arguments)}", [read for read, _ in pipes])


# --- In the process that forks --------------------------------------------------------------------------------------


def serve(descriptor: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    importlib.import_module("tests.factories")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as line:
        while True:
            order, descriptors, _, _ = socket.recv_fds(line, 1_000_000, 3)
            if not order:
                return
            if os.fork() == 0:
                line.close()
                watch(json.loads(order), *descriptors)
            for one in descriptors:
                os.close(one)
            line.send(FORKED)


def watch(arguments: list[str], out: int, error: int, code: int) -> None:
    """Waits for the process that acts, and tells how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        os.dup2(out, 1)
        os.dup2(error, 2)
        os.closerange(3, max(out, error, code) + 1)
        sys.argv = arguments
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
        sys.exit()
    os.close(out)
    os.close(error)
    _, status = os.waitpid(child, 0)
    os.write(code, str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)
