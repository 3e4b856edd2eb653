import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.environment import ROOT, site_environment


def test_facebook_brings_a_visitor_in_where_its_keys_are_set(
    copied_database: Callable[[], Path], tmp_path: Path
) -> None:
    keys = {"FACEBOOK_CLIENT_ID": "1234", "FACEBOOK_CLIENT_SECRET": "secret"}
    copied_database()
    environment = site_environment(VAR_DIR=str(tmp_path), LIMITS="off", **keys)
    environment["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    command = [sys.executable, "-m", "tests.accounts.visit_by_facebook"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        "from_below_an_article",
        "signing_up",
        "logging_in_again",
        "an_address_with_an_account",
        "cancelling",
    ]
