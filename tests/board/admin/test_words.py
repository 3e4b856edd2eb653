"""Word rules in the admin: who writes them, what is tried before it is saved, and what the log says of it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from board.actions import trial, words
from board.actions.moderation import remove
from board.models import Comment, Guard, LogEntry, WordRule
from tests.board.admin.conftest import Cast
from tests.factories import MemberFactory, say

LIST, ADD = "/admin/board/wordrule/", "/admin/board/wordrule/add/"
HELD = {"words": "herring", "effect": "hold", "note": "Stop selling fish", "is_active": "on", "example": ""}


def page(rule: WordRule) -> str:
    return f"{LIST}{rule.pk}/change/"


def typed(rule: WordRule, **fields: Any) -> dict[str, Any]:
    """What the page of a rule sends: each field with what it said when the page was opened."""
    shown: dict[str, Any] = {"words": rule.words, "effect": rule.effect, "note": rule.note}
    sent = {**shown, **{f"initial-{name}": value for name, value in shown.items()}}
    if rule.is_active:
        sent |= {"is_active": "on", "initial-is_active": "True"}
    return sent | fields


@pytest.fixture
def rule(cast: Cast) -> WordRule:
    return words.add_word_rule(cast.senior, words="herring", effect="hold", note="Stop selling fish")


def entry() -> LogEntry:
    return LogEntry.objects.filter(verb="word-rule").latest("pk")


def test_a_senior_moderator_adds_a_rule_and_the_log_has_its_words_for_moderators_alone(cast: Cast) -> None:
    answer = cast.client("senior").post(ADD, HELD)
    assert answer.status_code == 302
    rule = WordRule.objects.get()
    assert (rule.words, rule.effect, rule.note, rule.is_active) == (
        "herring",
        "hold",
        "Stop selling fish",
        True,
    )
    assert rule.created_by == cast.senior
    assert (entry().moderator, entry().internal) == (cast.senior, "“herring”: added: hold for a moderator")
    assert (entry().reason, entry().before, entry().after) == ("", "", "")
    assert "herring" not in Client().get("/moderation-log/").content.decode()
    told = cast.client("moderator").get(f"/admin/board/logentry/{entry().pk}/change/").content.decode()
    assert "“herring”: added: hold for a moderator" in told


def test_a_change_is_logged_from_what_to_what_and_no_change_is_not(cast: Cast, rule: WordRule) -> None:
    client = cast.client("senior")
    assert client.post(page(rule), typed(rule)).status_code == 302
    assert LogEntry.objects.filter(verb="word-rule").count() == 1
    changed = typed(rule, words="red  herring", effect="refuse", note="")
    del changed["is_active"]
    assert client.post(page(rule), changed).status_code == 302
    rule.refresh_from_db()
    assert (rule.words, rule.effect, rule.note, rule.is_active) == ("red herring", "refuse", "", False)
    said = "“herring”: now “red herring”; hold for a moderator → refuse; note: ; out of force"
    assert entry().internal == said


def test_a_deleted_rule_is_logged_too(cast: Cast, rule: WordRule) -> None:
    cast.client("senior").post(f"{LIST}{rule.pk}/delete/", {"post": "yes"})
    assert not WordRule.objects.exists()
    assert entry().internal == "“herring”: deleted"


def test_each_change_is_another_version_of_the_rules(cast: Cast) -> None:
    versions = [Guard.objects.get().words_version]
    for change in (
        lambda: words.add_word_rule(cast.senior, words="herring", effect="hold"),
        lambda: words.change_word_rule(WordRule.objects.get(), cast.senior, effect="refuse"),
        lambda: words.delete_word_rule(WordRule.objects.get(), cast.senior),
    ):
        change()
        versions.append(Guard.objects.get().words_version)
    assert sorted(set(versions)) == versions


@pytest.mark.parametrize("role", ["moderator", "editor", "member", "visitor"])
def test_nobody_else_changes_or_tries_a_rule(cast: Cast, rule: WordRule, role: str) -> None:
    client = cast.client(role)
    sent = [
        client.post(ADD, {**HELD, "words": "sardine"}),
        client.post(page(rule), typed(rule, words="sardine")),
        client.post(f"{LIST}{rule.pk}/delete/", {"post": "yes"}),
        client.post(ADD, {**HELD, "try": "1"}),
        client.post(page(rule), typed(rule, **{"try": "1"})),
    ]
    assert {answer.status_code for answer in sent} == ({302} if role == "visitor" else {403})
    assert list(WordRule.objects.values_list("words", flat=True)) == ["herring"]
    assert LogEntry.objects.filter(verb="word-rule").count() == 1


def test_moderators_read_the_rules(cast: Cast, rule: WordRule) -> None:
    client = cast.client("moderator")
    assert "herring" in client.get(LIST).content.decode()
    shown = client.get(page(rule)).content.decode()
    assert "herring" in shown
    assert "Try it" not in shown


@pytest.mark.parametrize("nothing", ["", "  ", "…", "c++", "\u200b\u200b"])
def test_what_would_catch_nothing_or_too_much_is_no_rule(cast: Cast, nothing: str) -> None:
    answer = cast.client("senior").post(ADD, {**HELD, "words": nothing})
    assert answer.status_code == 200
    assert not WordRule.objects.exists()


def test_the_same_words_are_one_rule(cast: Cast, rule: WordRule) -> None:
    answer = cast.client("senior").post(ADD, {**HELD, "words": "Herring"})
    assert "There is a rule for these words already." in answer.content.decode()
    assert WordRule.objects.count() == 1


def test_who_comes_second_is_told_what_the_first_did(cast: Cast, rule: WordRule) -> None:
    late = typed(rule, note="Fish, again")
    words.change_word_rule(rule, cast.administrator, note="Ask Ada")
    answer = cast.client("senior").post(page(rule), late)
    assert "It says now: “Ask Ada”" in answer.content.decode()
    rule.refresh_from_db()
    assert rule.note == "Ask Ada"


# --- Trying ---------------------------------------------------------------------------------------------------


def attempt(cast: Cast, address: str = ADD, **fields: Any) -> Any:
    return cast.client("senior").post(address, {**HELD, "try": "1", **fields})


def test_a_rule_is_tried_before_it_is_saved(cast: Cast) -> None:
    caught = say(cast.article, cast.author, "He sells <b>H.E.R.R.I.N.G</b> & chips.")
    say(cast.article, cast.author, "A kettle of herrings.")
    answer = attempt(cast, example="herring?\n\nA red herring!")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Of the last 3 comments: 1." in html
    assert f'<a href="/admin/board/comment/{caught.pk}/change/">#{caught.pk}</a> Amber' in html
    assert "He sells &lt;b&gt;<mark>H.E.R.R.I.N.G</mark>&lt;/b&gt; &amp; chips." in html
    assert html.count("<mark>herring</mark>") == 2
    assert not WordRule.objects.exists()
    assert not LogEntry.objects.exists()


def test_what_was_typed_is_still_there(cast: Cast, rule: WordRule) -> None:
    for address, words_typed in ((ADD, "kipper"), (page(rule), "herrings")):
        html = attempt(
            cast, address, **typed(rule, words=words_typed, note="Why", effect="refuse", example="A line.")
        ).content.decode()
        assert f'value="{words_typed}"' in html
        assert 'value="Why"' in html
        assert ">\nA line.</textarea>" in html
        assert "Your own text: nothing." in html
        assert 'value="refuse"' in html
    rule.refresh_from_db()
    assert (rule.words, rule.effect) == ("herring", "hold")


def test_what_is_no_rule_is_not_tried(cast: Cast) -> None:
    answer = attempt(cast, words="!")
    assert answer.status_code == 422
    assert "Write two letters or digits at least" in answer.content.decode()
    assert "What it would have caught" not in answer.content.decode()


def test_quotes_of_others_and_deleted_comments_are_not_looked_at(cast: Cast) -> None:
    source = say(cast.article, cast.member, "Fresh herring.")
    say(cast.article, cast.author, f"> #{source.pk} Milo:\n> Fresh herring.\n\nReally?")
    altered = say(cast.article, cast.author, f"> #{source.pk} Milo:\n> Old herring.\n\nReally?")
    assert [row.pk for row, _ in trial.try_on_comments("herring").caught] == [altered.pk, source.pk]
    Comment.objects.filter(pk=source.pk).update(status="deleted")
    assert trial.try_on_comments("herring").looked_at == 3


def test_removed_comments_are(cast: Cast) -> None:
    remove(say(cast.article, cast.author, "Herring!"), cast.administrator, reason="Spam")
    assert trial.try_on_comments("herring").count == 1


def test_a_senior_of_some_sections_tries_it_there(cast: Cast) -> None:
    say(cast.article, cast.author, "Herring!")
    assert trial.try_on_comments("herring", {cast.article.section_id}).count == 1
    assert trial.try_on_comments("herring", {cast.article.section_id + 1}).looked_at == 0


def test_so_many_are_looked_at_and_so_many_shown(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    members = MemberFactory.create_batch(2)
    for n in range(30):
        say(cast.article, members[n % 2], f"Herring number {n}.")
    with CaptureQueriesContext(connection) as queries:
        found = trial.try_on_comments("herring")
    assert (found.looked_at, found.count, len(found.caught), len(queries)) == (31, 30, trial.SHOWN, 2)
    assert found.caught[0][1].before + found.caught[0][1].words == "Herring"
    monkeypatch.setattr(trial, "COMMENTS", 10)
    assert trial.try_on_comments("herring").looked_at == 10
    monkeypatch.setattr(trial, "CHARACTERS", 60)
    assert trial.try_on_comments("herring").looked_at == 3
