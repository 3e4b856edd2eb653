"""The site's settings as the tests use them: nothing of this machine's environment, no limits, cheap passwords.

TEST_DATABASE_URL, TEST_DATABASE_REPLICA_URLS and TEST_REDIS_URL run them on other servers: see tests/scale/__main__.py.
"""

import os
import sys
import tempfile

from tests.environment import forget_site

# A command that a test starts gets its environment from that test; only pytest itself sets up its own.
if "pytest" in sys.modules:
    forget_site(os.environ)
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="hiroba-tests-")
    os.environ["SECRET_KEY"] = "a key for the tests alone, long enough for a public site"
    os.environ["LIMITS"] = "off"
    for name in ("DATABASE_URL", "DATABASE_REPLICA_URLS", "REDIS_URL"):
        os.environ[name] = os.environ.get(f"TEST_{name}", "")
    if os.environ["REDIS_URL"]:
        # Each worker of the test run clears its cache before each test: a database of Redis for each.
        number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{number}"

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR

STATIC_ROOT = BASE_DIR / "var" / "static"
# WhiteNoise looks a file up when it is asked for, instead of listing all of them for every test client.
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
