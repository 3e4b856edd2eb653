"""What the settings make of the variables that let a site grow; the rest of it is tried in tests/scale/."""

import json
import re
from pathlib import Path

from tests.environment import run

ON_POSTGRES = {
    "DATABASE_URL": "postgres://hiroba:secret@127.0.0.1:9/hiroba?sslmode=require",
    "DATABASE_REPLICA_URLS": "postgres://hiroba@127.0.0.1:9/hiroba, postgres://hiroba@127.0.0.2:9/hiroba",
}


def shown(tmp_path: Path, expression: str, **variables: str) -> str:
    """What an expression is on a site with these variables, `s` being its settings."""
    command = f"from django.conf import settings as s; print({expression})"
    done = run("manage.py", "shell", "--no-imports", "--command", command, VAR_DIR=str(tmp_path), **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_postgresql_is_pooled_and_keeps_what_its_address_says(tmp_path: Path) -> None:
    options = "s.DATABASES['default']['OPTIONS']"
    asked = f"{options}['sslmode'], {options}['pool']['max_size']"
    assert shown(tmp_path, asked, **ON_POSTGRES, THREADS="12") == "require 12"


def test_replicas_are_read_only_and_routed_to_before_all_else(tmp_path: Path) -> None:
    assert shown(tmp_path, "list(s.DATABASES), s.MIDDLEWARE[0]", **ON_POSTGRES) == (
        "['default', 'replica1', 'replica2'] config.replicas.Replicas"
    )
    assert "default_transaction_read_only=on" in shown(
        tmp_path, "s.DATABASES['replica2']['OPTIONS']['options']", **ON_POSTGRES
    )
    alone = shown(tmp_path, "list(s.DATABASES), s.DATABASE_ROUTERS, s.MIDDLEWARE[0]")
    assert alone.startswith("['default'] [] ")
    assert "Replicas" not in alone


STORAGE = "__import__('django.contrib.staticfiles.storage').contrib.staticfiles.storage.staticfiles_storage"
SERVED = """
import json
from django.test import Client
client = Client(SERVER_NAME="127.0.0.1")
answers = [client.get(path) for path in ("/robots.txt", "/static/css/site.css", "/media/x.webp")]
told = ("Content-Security-Policy", "Cross-Origin-Resource-Policy")
print(json.dumps([[answer.headers.get(name) for name in told] for answer in answers]))
"""


def served(demo: Path, **variables: str) -> list[tuple[dict[str, list[str]], str]]:
    """(content security policy, cross-origin resource policy) of a page, of a static file, of a picture."""
    done = run("manage.py", "shell", "--no-imports", "--command", SERVED, VAR_DIR=str(demo), **variables)
    assert done.returncode == 0, done.stderr
    return [
        ({name: hosts for name, *hosts in map(str.split, policy.split(";"))}, resources)
        for policy, resources in json.loads(done.stdout)
    ]


def test_files_may_come_from_other_hosts_and_nothing_else_may(demo: Path) -> None:
    cdn = {
        "STATIC_URL": "https://cdn.example.org/static/",
        "MEDIA_URL": "https://img.example.org:8443/media/",
    }
    (policy, page), (_, static), (_, picture) = served(demo, **cdn)
    assert policy["script-src"] == policy["style-src"] == ["'self'", "https://cdn.example.org"]
    assert policy["img-src"] == ["'self'", "https://cdn.example.org", "https://img.example.org:8443"]
    assert policy["default-src"] == ["'none'"]
    assert (page, static, picture) == ("same-origin", "cross-origin", "cross-origin")
    address = shown(demo, f"{STORAGE}.url('css/site.css')", **cdn)
    assert re.fullmatch(r"https://cdn\.example\.org/static/css/site\.[0-9a-f]{12}\.css", address)


def test_without_other_hosts_files_are_this_sites_alone(demo: Path) -> None:
    for policy, resources in served(demo):
        assert policy["script-src"] == policy["style-src"] == policy["img-src"] == ["'self'"]
        assert resources == "same-origin"
