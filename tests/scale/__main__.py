"""`make test-scale`: the board's tests on PostgreSQL with a replica and Redis, and then a run of disasters."""

import os
import subprocess
import sys
import time

from tests.environment import ROOT
from tests.scale.servers import QUICK, lacking, servers

PYTEST = [sys.executable, "-m", "pytest"]
# The journeys and the tests of commands bring sites of their own, on SQLite.
SUITE = ["tests/accounts", "tests/board", "-n", "auto", "--maxprocesses", "4"]
# These stop servers and replay: one after the other.
DISASTERS = ["tests/scale", "-p", "no:xdist"]


def main(arguments: list[str]) -> int:
    if packages := lacking():
        print(
            f"This machine lacks what the tests need. On Debian or Ubuntu: apt-get install {' '.join(packages)}"
        )
        return 1
    started = time.monotonic()
    with servers(**QUICK) as running:
        print(f"PostgreSQL, a replica and Redis run ({time.monotonic() - started:.1f} s).", flush=True)
        primary = running.primary.url()
        addresses = {
            "TEST_POSTGRES_URL": primary,
            "TEST_DATABASE_URL": primary,
            "TEST_DATABASE_REPLICA_URLS": running.replica.url(),
            "TEST_REDIS_URL": running.redis.url,
        }
        codes = [
            subprocess.run([*PYTEST, *part, *arguments], cwd=ROOT, env=os.environ | addresses).returncode
            for part in (SUITE, DISASTERS)
        ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
