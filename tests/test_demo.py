"""The demo town, as a first start leaves it in the database: read there, so that no page stands between."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.environment import ROOT, site_environment
from tests.prepared import copy_of

FERRY, HARBOUR_ROAD, MINUTES, SHUTTERS, PETRELS = (
    *("night-ferry-subsidy-vote", "harbour-road-sundays", "archive-closed-minutes"),
    *("shutter-street", "storm-petrels-return"),
)
OF = "article_id = (SELECT id FROM board_article WHERE slug = ?)"


@pytest.fixture
def town(demo: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{demo / 'hiroba.sqlite3'}?mode=ro", uri=True)) as connection:
        yield connection


def count(town: sqlite3.Connection, of: str, *values: object) -> int:
    return town.execute(f"SELECT count(*) FROM {of}", values).fetchone()[0]


def test_there_are_stories_with_pictures_in_several_sections_and_dozens_of_members(
    town: sqlite3.Connection,
) -> None:
    assert count(town, "board_article WHERE picture <> '' AND picture_alt <> ''") >= 20
    assert count(town, "(SELECT DISTINCT section_id FROM board_article)") >= 5
    assert count(town, "board_section WHERE parent_id IS NOT NULL") >= 2
    assert count(town, "(SELECT DISTINCT author_id FROM board_comment)") >= 36
    assert count(town, "board_article WHERE slug = ?", "広場の時計台") == 1


def test_what_came_later_has_the_higher_id_so_that_the_search_gives_the_newest_first(
    town: sqlite3.Connection,
) -> None:
    for rows in (
        "board_article ORDER BY published_at",
        "board_comment WHERE status = 'published' ORDER BY created_at",
    ):
        ids = [pk for (pk,) in town.execute(f"SELECT id FROM {rows}, id")]
        assert ids == sorted(ids)


def test_every_login_has_its_role(town: sqlite3.Connection) -> None:
    groups = "SELECT g.name FROM auth_group g JOIN accounts_user_groups ON g.id = group_id WHERE user_id = ?"
    found = {}
    for pk, email, staff, administrator in town.execute(
        "SELECT id, email, is_staff, is_superuser FROM accounts_user WHERE email LIKE '%@example.com'"
    ):
        found[email.partition("@")[0]] = (staff, administrator, *town.execute(groups, [pk]).fetchall())
    assert found["reader"] == (0, 0)
    assert found["moderator"] == (1, 0, ("Moderators",))
    assert found["editor"] == (1, 0, ("Editors",))
    assert found["admin"] == (1, 1)


def test_the_ferry_is_talked_about_in_eighteen_comments_that_quote_and_name_each_other(
    town: sqlite3.Connection,
) -> None:
    comments = f"board_comment WHERE {OF} AND status = 'published'"
    quotes = f"board_quote q JOIN board_comment c ON c.id = q.comment_id WHERE {OF} AND NOT altered"
    assert count(town, comments, FERRY) == 18
    assert count(town, f"{quotes} AND source_id IS NULL", FERRY) >= 1
    assert count(town, f"{quotes} AND source_id IS NOT NULL", FERRY) >= 2
    assert count(town, f"{comments} AND html LIKE '%href=\"/member/%>@%'", FERRY) >= 1


def test_one_discussion_is_long_and_deep_one_closed_one_empty(town: sqlite3.Connection) -> None:
    depths = [row[0] for row in town.execute(f"SELECT depth FROM board_comment WHERE {OF}", [HARBOUR_ROAD])]
    assert len(depths) == 250
    assert max(depths) == 9
    assert count(town, "board_article WHERE slug = ? AND comments_mode = 'closed'", MINUTES) == 1
    assert count(town, f"board_comment WHERE {OF}", SHUTTERS) == 0


def test_one_discussion_holds_what_can_happen_to_a_comment(town: sqlite3.Connection) -> None:
    comments = f"board_comment c WHERE {OF}"
    assert count(
        town, f"{comments} AND EXISTS (SELECT 1 FROM board_revision WHERE comment_id = c.id)", PETRELS
    )
    assert count(town, f"{comments} AND status = 'removed' AND reason <> ''", PETRELS)
    assert count(town, "board_logentry WHERE verb = 'remove' AND rule_id IS NOT NULL") >= 1
    assert count(town, f"{comments} AND status = 'deleted'", PETRELS)
    quotes = f"board_quote q JOIN board_comment c ON c.id = q.comment_id WHERE {OF}"
    assert count(town, f"{quotes} AND altered", PETRELS)


def test_the_desk_has_reports_of_all_kinds_held_comments_and_an_appeal(town: sqlite3.Connection) -> None:
    assert count(town, "board_report WHERE outcome = ''") == 12
    reasons = {row[0] for row in town.execute("SELECT DISTINCT reason FROM board_report")}
    assert reasons == {"spam", "insult", "off-topic", "illegal", "privacy", "other"}
    assert count(town, "board_report WHERE member_id IS NULL AND email <> ''") == 1
    held = "board_comment c JOIN board_case k ON k.comment_id = c.id WHERE status = 'held' AND cause <> ''"
    assert count(town, held) == count(town, "board_comment WHERE status = 'held'") >= 2
    assert count(town, "board_appeal WHERE granted IS NULL") == 1
    urgent = town.execute("SELECT report_count FROM board_case ORDER BY priority DESC LIMIT 1").fetchone()
    assert urgent == (3,)


def test_moderators_have_noted_something_about_two_members(town: sqlite3.Connection) -> None:
    staff = "board_note n JOIN accounts_user u ON u.id = n.author_id WHERE u.is_staff"
    assert count(town, "board_note") == count(town, staff) == 2


def test_what_is_held_comes_with_its_cause_its_rule_and_the_very_words(town: sqlite3.Connection) -> None:
    found = town.execute(
        "SELECT cause, caught, words FROM board_case LEFT JOIN board_wordrule r ON r.id = rule_id WHERE cause <> ''"
    )
    assert set(found) == {
        ("premoderated", "", None),
        ("premoderated", "idiot", "idiot"),
        ("words", "QUІCK CОІNS", "quick coins"),
        ("words", "ばか", "ばか"),
        ("new-link", "https://lighthouses.example/rotation", None),
        ("links", "", None),
    }
    assert count(town, "board_wordrule WHERE effect = 'refuse' AND note <> ''") == 2


def test_five_new_accounts_vote_together_for_one_author_and_for_nobody_else(town: sqlite3.Connection) -> None:
    voted = (
        "SELECT m.name, count(*), min(a.name), max(a.name), min(v.value) FROM board_vote v"
        " JOIN accounts_user m ON m.id = v.member_id JOIN board_comment c ON c.id = v.comment_id"
        " JOIN accounts_user a ON a.id = c.author_id WHERE m.name IN (?, ?, ?, ?, ?) GROUP BY m.name"
    )
    rows = town.execute(voted, ["mole_end", "Saltbox", "weirkeeper", "Ebb Table", "sluice_gate"]).fetchall()
    assert len(rows) == 5
    for _name, count_of_votes, *others in rows:
        assert count_of_votes >= 10
        assert others == ["fishladder", "fishladder", 1]


def test_every_vote_is_a_members_and_no_tally_differs(demo: Path, tmp_path: Path) -> None:
    copy_of(demo, tmp_path)
    environment = site_environment(VAR_DIR=str(tmp_path))
    command = [sys.executable, "manage.py", "recount"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "All counts are true.\n"), done.stderr
    with closing(sqlite3.connect(tmp_path / "hiroba.sqlite3")) as town:
        assert count(town, "board_vote JOIN accounts_user u ON u.id = member_id WHERE u.is_active") > 500
        assert (
            count(
                town, "board_vote v JOIN board_comment c ON c.id = v.comment_id AND c.author_id = v.member_id"
            )
            == 0
        )
