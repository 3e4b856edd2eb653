import os
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import polib
import pytest
from django.db import connection

from config import serve
from config.sqlite.base import LONGEST
from tests.environment import ROOT, run, site_variables
from tests.prepared import copy_of

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9.-]+)==([^ ;]+)")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "static").symlink_to(ROOT / "var" / "static")
    return tmp_path


def pins(lock: Path) -> dict[str, str]:
    return {found[1]: found[2] for line in lock.read_text().splitlines() if (found := PIN.match(line))}


# --- The locked requirements ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_line_of_a_lock_names_an_address(lock: Path) -> None:
    lines = lock.read_text().splitlines()
    assert [line for line in lines if "://" in line or "index" in line or "find-links" in line] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_requirement_carries_a_hash(lock: Path) -> None:
    requirements = lock.read_text().replace("\\\n", "").splitlines()
    assert len(requirements) >= 20
    assert [line for line in requirements if "==" not in line or "--hash=sha256:" not in line] == []


def test_no_lock_that_names_addresses_is_kept() -> None:
    assert [name for name in ("uv.lock", "pylock.toml") if (ROOT / name).exists()] == []


@pytest.mark.parametrize("other", ["dev", "scale"])
def test_every_lock_holds_the_base_at_the_same_versions(other: str) -> None:
    base, whole = (pins(ROOT / "requirements" / f"{name}.txt") for name in ("base", other))
    assert {name: version for name, version in base.items() if whole.get(name) != version} == {}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_knows_every_requirement_that_is_asked_for(lock: Path) -> None:
    lines = lock.with_suffix(".in").read_text().splitlines()
    asked = {re.split(r"[\[<>=; ]", line)[0] for line in lines if line and not line.startswith(("-r", "#"))}
    assert asked - pins(lock).keys() == set()


# --- The settings -----------------------------------------------------------------------------------------------


def test_every_variable_that_the_site_reads_is_described_in_the_readme() -> None:
    names = site_variables()
    assert names > {"SECRET_KEY", "PORT", "FACEBOOK_CLIENT_SECRET"}
    readme = (ROOT / "README.md").read_text()
    # `GOOGLE_…` stands for the two variables of one social login.
    forms = {
        name: rf"`{name}\b|`{name.removesuffix('_CLIENT_ID').removesuffix('_CLIENT_SECRET')}_…`"
        for name in names
    }
    assert {name for name, form in forms.items() if not re.search(form, readme)} == set()


def test_every_variable_in_the_readme_is_read() -> None:
    rows = re.findall(r"^\| (`[A-Z_]+`.*?) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    described = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert len(described) > 15
    assert described - site_variables() == set()


def test_the_environment_is_read_through_the_loud_readers_only() -> None:
    readers = {"config/settings.py", "config/serve.py"}
    silent = [
        str(path.relative_to(ROOT))
        for folder in ("accounts", "board", "config")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text())
    ]
    assert set(silent) - readers - {"config/wsgi.py"} == set()


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"DEBUG": "maybe"}, "DEBUG='maybe' is neither on nor off"),
        ({"DEBUG": "1", "ALLOWED_HOSTS": "news.example.org"}, "DEBUG=1 shows the site's inside"),
        ({"ALLOWED_HOSTS": "news.example.org"}, "Set SECRET_KEY to at least 50 random characters"),
        ({"ALLOWED_HOSTS": "news.example.org", "SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        ({"TIME_ZONE": "Mars/Olympus"}, "'Mars/Olympus' is not a time zone"),
        ({"LANGUAGE_CODE": "xx"}, "'xx' is not one of: en, ja"),
        ({"EDIT_MINUTES": "-1"}, "'-1' must be a whole number from 0 to 1440"),
        ({"DATABASE_URL": "mysql://root@127.0.0.1/x"}, "Hiroba runs on SQLite and PostgreSQL"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL is not understood"),
        ({"DATABASE_REPLICA_URLS": "postgres://a@127.0.0.1/b"}, "DATABASE_URL must be their primary"),
        ({"REDIS_URL": "127.0.0.1:6379"}, "REDIS_URL is not understood"),
        ({"STATIC_URL": "cdn.example.org/static"}, "Use /static/ or an address such as"),
        ({"MEDIA_URL": "https://cdn.example.org/media"}, "Use /media/ or an address such as"),
        ({"FACEBOOK_CLIENT_ID": "1"}, "Set both FACEBOOK_CLIENT_ID and FACEBOOK_CLIENT_SECRET"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_a_wrong_variable_stops_the_start_with_a_sentence(
    variables: dict[str, str], words: str, tmp_path: Path
) -> None:
    done = run("manage.py", "check", VAR_DIR=str(tmp_path), **variables)
    assert done.returncode != 0
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_without_variables_the_site_makes_a_secret_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    assert run("manage.py", "check", VAR_DIR=str(tmp_path)).returncode == 0
    key = tmp_path / "secret_key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) >= 50
    first = key.read_text()
    assert run("manage.py", "check", VAR_DIR=str(tmp_path)).returncode == 0
    assert key.read_text() == first


def test_the_production_settings_leave_check_deploy_nothing_to_say(tmp_path: Path) -> None:
    done = run(
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        **{"VAR_DIR": str(tmp_path), "ALLOWED_HOSTS": "news.example.org", "SECRET_KEY": os.urandom(40).hex()},
    )
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_a_worker_leaves_what_it_has_loaded_out_of_the_search_for_garbage(tmp_path: Path) -> None:
    look = (
        "import config.wsgi, gc; print(gc.get_freeze_count() > 50_000, gc.isenabled(), gc.get_threshold()[0])"
    )
    done = run("-c", look, VAR_DIR=str(tmp_path))
    assert done.stdout.split() == ["True", "True", "10000"], done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("length", [1, LONGEST])
def test_a_statement_reaches_the_database_with_its_values_and_its_percent_signs(length: int) -> None:
    padding = " " * length
    with connection.cursor() as cursor:
        for value in ("%s", "100 %"):
            cursor.execute(f"SELECT %s, '%%', '100 %%s'{padding}", [value])
            assert cursor.fetchone() == (value, "%", "100 %s")


def test_sqlite_waits_for_the_lock_and_reads_while_another_writes(tmp_path: Path) -> None:
    ask = (
        "from django.db import connection as c; k = c.cursor();"
        "print(*(k.execute(f'PRAGMA {p}').fetchone()[0] for p in ('journal_mode', 'synchronous', 'busy_timeout')));"
        "print(c.transaction_mode)"
    )
    done = run("manage.py", "shell", "--no-imports", "--command", ask, VAR_DIR=str(tmp_path))
    assert done.stdout.split() == ["wal", "1", "20000", "IMMEDIATE"]


# --- The first start --------------------------------------------------------------------------------------------


def rows(folder: Path, query: str) -> int:
    with closing(sqlite3.connect(folder / "hiroba.sqlite3")) as connection:
        return connection.execute(query).fetchone()[0]


def test_the_demo_loads_into_an_empty_database_once_and_its_logins_are_printed_at_every_start(
    demo: Path, folder: Path
) -> None:
    copy_of(demo, folder)
    stories = rows(folder, "SELECT count(*) FROM board_article")
    assert stories > 15
    second = run("manage.py", "prepare", "--url", "http://127.0.0.1:8042/", VAR_DIR=str(folder))
    assert rows(folder, "SELECT count(*) FROM board_article") == stories
    for said in ((demo / "said.txt").read_text(), second.stdout):
        assert "http://127.0.0.1:8042/accounts/login/" in said
        assert "http://127.0.0.1:8042/admin/" in said
        assert all(f"{name}@example.com" in said for name in ("reader", "moderator", "editor", "admin"))
        assert "hiroba-demo" in said
    assert "Others can reach this site" not in second.stderr

    exposed = run("manage.py", "prepare", "--exposed", VAR_DIR=str(folder))
    assert "Others can reach this site, and the demo logins are in it" in exposed.stderr


@pytest.fixture(scope="module")
def empty(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site that was started once without the demo."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "static").symlink_to(ROOT / "var" / "static")
    copy_of(first_start, folder)
    return folder


def test_without_the_demo_the_site_is_empty_and_says_how_to_make_its_first_administrator(empty: Path) -> None:
    done = run("manage.py", "prepare", VAR_DIR=str(empty), DEMO="0")
    assert rows(empty, "SELECT count(*) FROM accounts_user") == 0
    assert ".venv/bin/python manage.py createsuperuser" in done.stdout
    assert f"Mails are kept in {empty}/mail" in done.stdout
    assert "LIMITS=off" not in done.stderr


def test_limits_that_are_off_are_warned_of(empty: Path) -> None:
    assert "LIMITS=off" in run("manage.py", "prepare", VAR_DIR=str(empty), DEMO="0", LIMITS="off").stderr


def test_a_site_that_had_no_search_gets_it_at_its_next_start(demo: Path, tmp_path: Path) -> None:
    copy_of(demo, tmp_path)
    (tmp_path / "static").symlink_to(ROOT / "var" / "static")
    published = rows(tmp_path, "SELECT count(*) FROM board_comment WHERE status = 'published'")
    assert rows(tmp_path, "SELECT count(*) FROM board_commentterms") == published
    with closing(sqlite3.connect(tmp_path / "hiroba.sqlite3")) as connection, connection:
        connection.execute("DELETE FROM board_commentterms")
    first = run("manage.py", "prepare", VAR_DIR=str(tmp_path))
    assert f"{published} were missing and 0 were wrong in the search: set right." in first.stdout
    assert rows(tmp_path, "SELECT count(*) FROM board_commentterms") == published
    assert "The search" not in run("manage.py", "prepare", VAR_DIR=str(tmp_path)).stdout


def test_a_start_without_collected_static_files_says_which_command_collects_them(tmp_path: Path) -> None:
    done = run("manage.py", "prepare", VAR_DIR=str(tmp_path), DEMO="0")
    assert done.returncode == 1
    assert "The static files are not collected. Run: make collect" in done.stderr
    assert not (tmp_path / "hiroba.sqlite3").exists()


@pytest.mark.parametrize(
    ("host", "said", "demo"),
    [
        ("127.0.0.1", "", ""),
        ("::1", "", ""),
        ("0.0.0.0", "", "0"),
        ("0.0.0.0", "1", "1"),
        ("::", "yes", "yes"),
    ],
)
def test_a_server_that_others_can_reach_gets_the_demo_only_where_that_is_said(
    host: str, said: str, demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO", said)
    assert serve.children_environment(host)["DEMO"] == demo


# --- The translations -------------------------------------------------------------------------------------------


def texts(entries: Iterable[polib.POEntry | polib.MOEntry]) -> dict[tuple[str, str], list[str]]:
    """(context, text) → its translation, or its plural forms."""
    return {
        (entry.msgctxt or "", entry.msgid): [
            entry.msgstr,
            *(text for _, text in sorted(entry.msgstr_plural.items())),
        ]
        for entry in entries
        if entry.msgid
    }


@pytest.mark.parametrize("source", sorted((ROOT / "locale").rglob("*.po")), ids=lambda path: path.parts[-3])
def test_the_compiled_translations_say_what_their_sources_say(source: Path) -> None:
    compiled = source.with_suffix(".mo")
    assert compiled.exists(), "not compiled: run make messages"
    assert texts(polib.mofile(str(compiled))) == texts(polib.pofile(str(source)).translated_entries())
