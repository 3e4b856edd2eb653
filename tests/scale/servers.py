"""A PostgreSQL primary, a replica that follows it by streaming, and Redis: on free loopback ports, in one folder.

Nothing of this machine's own servers is touched, and nothing is left when they end.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

REDIS_PROGRAMS = ("redis-server", "valkey-server")
# For tests that write much and keep nothing. What a crash test needs of durability is set by the test.
QUICK = {"fsync": "off", "full_page_writes": "off"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's server programs: Debian keeps them out of the PATH, a folder a version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    program = found[-1] if found else Path(on_path).resolve() if on_path else None
    return program.parent if program else None


def redis_program() -> str | None:
    return next(filter(None, map(shutil.which, REDIS_PROGRAMS)), None)


def lacking() -> list[str]:
    """What this machine lacks, by its Debian package's name."""
    return [
        *(["postgresql"] if postgres_programs() is None else []),
        *(["redis-server"] if redis_program() is None else []),
    ]


class Postgres:
    """One PostgreSQL server in its own folder. Its only user, `hiroba`, may do everything."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.data, self.log, self.port = folder / "data", folder / "log", free_port()
        folder.mkdir()
        if os.getuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        self.settings = {
            **settings,
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(folder),
        }

    def url(self, name: str = "postgres") -> str:
        return f"postgres://hiroba@127.0.0.1:{self.port}/{name}"

    def run(self, program: str, *arguments: str) -> None:
        """PostgreSQL refuses to run as root, and there runs as the user that its package made."""
        programs = postgres_programs()
        assert programs
        user = "postgres" if os.getuid() == 0 else None
        command = [str(programs / program), *arguments]
        done = subprocess.run(
            command, cwd="/", user=user, group=user, extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60,
        )  # fmt: skip
        if done.returncode:
            log = self.log.read_text()[-2000:] if self.log.exists() else ""
            raise RuntimeError(f"{program} failed: {done.stderr}{log}")

    def control(self, action: str, *arguments: str) -> None:
        self.run("pg_ctl", action, "--pgdata", str(self.data), "--silent", "--wait", *arguments)

    def make(self) -> None:
        self.run(
            "initdb", *("--pgdata", str(self.data), "--username", "hiroba", "--auth", "trust"), "--no-sync"
        )

    def follow(self, primary: "Postgres") -> None:
        """A copy of the primary, and from then on whatever is written there."""
        source = f"host=127.0.0.1 port={primary.port} user=hiroba"
        options = ["--write-recovery-conf", "--checkpoint", "fast", "--no-sync"]
        self.run("pg_basebackup", "--pgdata", str(self.data), "--dbname", source, *options)

    def start(self) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in self.settings.items())
        self.control("start", "--log", str(self.log), "--options", options)

    def stop(self, mode: str = "fast") -> None:
        self.control("stop", "--mode", mode)

    def restart(self, mode: str) -> None:
        self.stop(mode)
        self.start()


class Redis:
    """One Redis or Valkey server, which keeps nothing when it ends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        program = redis_program()
        assert program
        options = {"port": str(self.port), "bind": "127.0.0.1", "save": "", "appendonly": "no"}
        command = [program, *(part for name, value in options.items() for part in (f"--{name}", value))]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
        deadline = time.monotonic() + 10
        while not self.answers():
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.05)

    def answers(self) -> bool:
        with socket.socket() as caller:
            caller.settimeout(1)
            return caller.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None


class Servers:
    def __init__(self, folder: Path, **settings: str) -> None:
        self.primary = Postgres(folder / "primary", **settings)
        self.replica = Postgres(folder / "replica", **settings)
        self.redis = Redis(folder / "redis")

    def start(self) -> None:
        self.primary.make()
        self.primary.start()
        self.replica.follow(self.primary)
        self.replica.start()
        self.redis.start()

    def stop(self) -> None:
        self.redis.stop()
        for server in (self.replica, self.primary):
            if (server.data / "postmaster.pid").exists():
                server.stop("immediate")


@contextmanager
def servers(**settings: str) -> Iterator[Servers]:
    """All three, running, with these settings of PostgreSQL's; gone afterwards, whatever happens meanwhile."""
    folder = Path(mkdtemp(prefix="hiroba-scale-"))
    folder.chmod(0o755)
    started = Servers(folder, **settings)
    try:
        started.start()
        yield started
    finally:
        started.stop()
        shutil.rmtree(folder, ignore_errors=True)
