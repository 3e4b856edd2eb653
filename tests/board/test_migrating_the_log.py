"""A site that had a log before it was a chain: its entries are chained as they stand, and nothing of it is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.environment import site_environment
from tests.forking import Forking

LOOK = """
from django.db import DatabaseError, connection, transaction
from board.models import Case, Comment, Guard, LogEntry
for entry in LogEntry.objects.order_by("pk"):
    print(entry.verb, entry.reason, entry.moderator.name, entry.comment.number, len(entry.digest), len(entry.salt))
print("cases", *Case.objects.values_list("comment__number", "cause"))
print("kept", *Comment.objects.exclude(kept_since=None).order_by("pk").values_list("number", flat=True))
print("guards", Guard.objects.count())
statements = ["UPDATE board_logentry SET reason = ''", "DELETE FROM board_logentry"]
if connection.vendor == "postgresql":
    statements += ["TRUNCATE board_logentry CASCADE"]
else:
    statements += ["INSERT OR REPLACE INTO board_logentry SELECT * FROM board_logentry"]
for statement in statements:
    try:
        with transaction.atomic():
            connection.cursor().execute(statement)
    except DatabaseError as error:
        print("refused", "The moderation log cannot be changed." in str(error))
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Forking]:
    environment = site_environment(VAR_DIR=str(tmp_path), DJANGO_SETTINGS_MODULE="config.settings")
    if request.param == "postgres":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    with Forking(environment) as site:
        yield site


def test_a_log_that_was_no_chain_becomes_one(site: Forking) -> None:
    site.start("manage", "migrate", "board", "0004", "-v0").said()
    site.start("manage", "migrate", "accounts", "0001", "-v0").said()
    site.start("tests.board.old_log").said()
    site.start("manage", "migrate", "-v0").said()
    told = site.start("manage", "shell", "--no-imports", "-c", LOOK).said().splitlines()
    assert told[:3] == [f"remove Reason {number} mara {number} 64 32" for number in (1, 2, 3)]
    assert told[3:6] == ["cases (2, 'member')", "kept 1 3", "guards 1"]
    assert told[6:] == ["refused True"] * 3
    assert "All 3 entries fit together." in site.start("manage", "verify_log").said()
