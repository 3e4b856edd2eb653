"""The log, the rules and the desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from board.actions import sanctions
from board.actions.log import record
from board.models import Comment, HouseRule, LogEntry
from tests.board.admin.conftest import Cast
from tests.factories import ArticleFactory

LIST = "/admin/board/logentry/"


# --- The log ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE board_logentry SET reason = 'nothing'",
        "DELETE FROM board_logentry",
        "INSERT OR REPLACE INTO board_logentry (id, at, verb, moderator_id, reason, before, after)"
        " SELECT id, at, verb, moderator_id, 'nothing', '', '' FROM board_logentry",
        "UPDATE OR REPLACE board_logentry SET reason = 'nothing'",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(removed: Comment, statement: str) -> None:
    if "OR REPLACE" in statement and connection.vendor != "sqlite":
        pytest.skip("These words are SQLite's alone.")
    before = list(LogEntry.objects.values())
    with pytest.raises(DatabaseError, match=r"The moderation log cannot be changed\."), transaction.atomic():
        connection.cursor().execute(statement)
    assert list(LogEntry.objects.values()) == before != []


def test_the_models_own_ways_to_change_an_entry_are_refused_too(removed: Comment) -> None:
    entry = LogEntry.objects.get()
    entry.reason = "nothing"
    for attempt in (entry.save, entry.delete, LogEntry.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert LogEntry.objects.get().reason == removed.reason


@pytest.mark.parametrize("page", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_nobody_adds_changes_or_deletes_an_entry_through_the_admin(
    cast: Cast, removed: Comment, page: str, snapshot: Callable[[], Any]
) -> None:
    before = snapshot()
    address = LIST + page.format(pk=LogEntry.objects.get().pk)
    for role in ("moderator", "administrator"):
        assert cast.client(role).post(address, {"reason": "nothing", "post": "yes"}).status_code == 403
    assert snapshot() == before


def test_the_list_shows_and_finds_acts(cast: Cast, removed: Comment) -> None:
    sanctions.ban(cast.member, cast.senior, reason="Threats")
    client = cast.client("moderator")
    page = client.get(LIST).content.decode()
    for words in (
        "Ada",
        "removed a comment",
        "Amber",
        f"#{removed.pk}",
        removed.reason,
        "published → removed",
    ):
        assert words in page, words
    for query in (
        {"q": "amber"},
        {"q": "argue"},
        {"verb__exact": "remove"},
        {"moderator__id__exact": cast.administrator.pk},
    ):
        found = client.get(LIST, query).context["cl"].result_list
        assert [entry.comment for entry in found] == [removed]
    assert list(client.get(LIST, {"q": "zebra"}).context["cl"].result_list) == []


def test_the_list_tells_moderators_what_readers_are_not_told(cast: Cast, db: None) -> None:
    record(LogEntry.Verb.WORD_RULE, cast.senior, internal="“herring”: added")
    listed = cast.client("moderator").get(LIST).content.decode()
    assert '<td class="field-why">“herring”: added</td>' in listed
    assert "herring" not in cast.client("member").get("/moderation-log/").content.decode()


def test_an_act_that_leaves_a_comment_where_it_is_tells_of_no_way(cast: Cast) -> None:
    assert LogEntry(before="published", after="published").change == ""


@pytest.mark.postgres
def test_postgresql_refuses_too_and_does_not_empty_the_log(postgres_site_url: str) -> None:
    with psycopg.connect(postgres_site_url, autocommit=True) as database:
        database.execute(
            "INSERT INTO accounts_user (password, is_superuser, email, name, name_key, slug, picture, joined_at,"
            " standing, standing_reason, warning, unread, is_active, is_staff)"
            " VALUES ('', false, 'a@example.com', 'Ada', 'ada', 'ada', '', now(), 'good', '', '', 0, true, true)"
        )
        database.execute(
            "INSERT INTO board_logentry"
            " (at, verb, moderator_id, reason, internal, before, after, salt, previous, digest)"
            " SELECT now(), 'ban', id, 'Threats', '', 'good', 'banned', '', '', '' FROM accounts_user"
        )
        for statement in (
            "UPDATE board_logentry SET reason = ''",
            "DELETE FROM board_logentry",
            "TRUNCATE board_logentry CASCADE",
            "TRUNCATE board_logentry, accounts_user CASCADE",
            "INSERT INTO board_logentry SELECT * FROM board_logentry ON CONFLICT (id) DO UPDATE SET reason = ''",
        ):
            with pytest.raises(psycopg.Error, match=r"The moderation log cannot be changed\."):
                database.execute(statement)
        assert database.execute("SELECT reason FROM board_logentry").fetchall() == [("Threats",)]
        groups = database.execute("SELECT name FROM auth_group ORDER BY name").fetchall()
        assert groups == [("Editors",), ("Moderators",), ("Senior moderators",)]


# --- What comes with the migrations -----------------------------------------------------------------------------


def test_the_groups_have_just_the_permissions_that_they_need(db: None) -> None:
    def of(name: str) -> set[str]:
        found = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
        return {f"{label}.{codename}" for label, codename in found}

    assert of("Moderators") == {
        *("board.view_article", "board.view_comment", "board.moderate_comment", "board.view_logentry"),
        *("board.view_houserule", "accounts.view_user", "accounts.moderate_user", "board.view_report"),
        *("board.view_wordrule", "board.view_guard"),
    }
    assert of("Senior moderators") == {
        *of("Moderators"),
        *(f"board.{act}_{rule}" for act in ("add", "change", "delete") for rule in ("houserule", "wordrule")),
        *("board.change_guard", "board.view_voters", "board.void_votes", "accounts.ban_user"),
    }
    writes = {
        f"board.{act}_{model}"
        for act in ("add", "change", "delete", "view")
        for model in ("article", "section", "card")
    }
    assert of("Editors") == writes | {"board.view_comment"}


def test_every_permission_is_made_once(db: None) -> None:
    made = list(Permission.objects.values_list("content_type", "codename"))
    assert len(made) == len(set(made))


def test_there_are_six_house_rules_with_explanations(db: None) -> None:
    rules = HouseRule.objects.all()
    assert [rule.position for rule in rules] == [1, 2, 3, 4, 5, 6]
    assert all(len(rule.text) > 60 for rule in rules)


# --- Cards ------------------------------------------------------------------------------------------------------


def test_editors_keep_the_cards_and_nobody_else(cast: Cast, snapshot: Callable[[], Any]) -> None:
    card = {
        "place": "resources",
        "label": "Guide",
        "title": "Tides",
        "source": "Harbour",
        "position": 0,
        "is_shown": "on",
    }
    given, before = {**card, "address": "https://example.org/tides"}, snapshot()
    for role in ("visitor", "member", "moderator"):
        answer = cast.client(role).post("/admin/board/card/add/", given)
        assert answer.status_code == (302 if role == "visitor" else 403)
    wrong = cast.client("editor").post("/admin/board/card/add/", {**card, "address": "javascript:alert(1)"})
    assert "Enter a valid URL." in wrong.content.decode()
    assert snapshot() == before
    assert cast.client("editor").post("/admin/board/card/add/", given).url == "/admin/board/card/"
    assert "Tides" in cast.client("visitor").get(cast.article.get_absolute_url()).content.decode()


# --- The desk ---------------------------------------------------------------------------------------------------


def test_the_desk_tells_editors_of_drafts_and_scheduled_stories(cast: Cast, held: Comment) -> None:
    ArticleFactory(published_at=None)
    ArticleFactory(published_at=timezone.now() + timedelta(hours=30))
    page = cast.client("editor").get("/admin/").content.decode()
    assert "<strong>1</strong> draft" in page and "<strong>1</strong> scheduled story" in page
    assert "waits for a moderator" not in page


def test_an_empty_desk_says_so(cast: Cast) -> None:
    assert "Nothing waits for you." in cast.client("moderator").get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("about_comment", "before", "after", "words"),
    [
        (True, "held", "removed", "waits for a moderator → removed by a moderator"),
        (False, "good", "held", "good → comments are held"),
        (True, "2 counted", "void", "2 counted → void"),
        (True, "published", "published", ""),
    ],
)
def test_what_an_act_changed_is_told_in_the_words_of_what_it_is_about(
    about_comment: bool, before: str, after: str, words: str
) -> None:
    entry = LogEntry(comment_id=1 if about_comment else None, before=before, after=after)
    assert entry.change == words
