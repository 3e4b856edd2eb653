"""Which environment variables are the site's own, and how to start one of its commands without the caller's."""

import os
import re
import subprocess
import sys
from collections.abc import MutableMapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READ = re.compile(r"\benv_[a-z_]+\(\s*\"([A-Z_]+)\"")
SOCIAL_LOGIN = re.compile(r"^    \"([A-Z]+)\": \"https://", re.MULTILINE)


def site_variables() -> set[str]:
    """The names of the variables that the site reads: through env_… functions, and two for each social login."""
    settings = (ROOT / "config/settings.py").read_text()
    names = set(READ.findall(settings + (ROOT / "config/serve.py").read_text()))
    for name in SOCIAL_LOGIN.findall(settings):
        names |= {f"{name}_CLIENT_ID", f"{name}_CLIENT_SECRET"}
    return names


def forget_site(environment: MutableMapping[str, str]) -> None:
    for name in site_variables():
        environment.pop(name, None)


def site_environment(**variables: str) -> dict[str, str]:
    """This process's environment for a command of the site, with these of the site's variables and no others."""
    environment = dict(os.environ)
    forget_site(environment)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return {**environment, **variables}


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs one of the site's commands with these of its variables alone."""
    command = [sys.executable, *arguments]
    environment = site_environment(**variables)
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
