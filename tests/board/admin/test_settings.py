"""The settings of moderation: one form, read by moderators, changed by senior ones, each change in the log."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.utils import timezone

from board.actions import settings
from board.actions.refusals import Refused
from board.models import Guard, LogEntry
from tests.board.admin.conftest import Cast, said
from tests.board.views.reading import Element, read
from tests.factories import ArticleFactory

LIST, PAGE = "/admin/board/guard/", "/admin/board/guard/1/change/"
NUMBERS = {
    "first_comments": (0, 50),
    "new_member_days": (0, 365),
    "most_links": (0, 100),
    "heated_signs": (0, 1000),
    "heated_hours": (1, 72),
    "slow_minutes": (1, 1440),
    "after_days": (0, 3650),
    "keep_removed_days": (1, 3650),
}


def guard() -> Guard:
    return Guard.objects.get()


def form_of(answer: Any) -> Element:
    return read(answer).by_id("guard_form")


def filled(answer: Any, **given: Any) -> dict[str, Any]:
    """The form as a browser sends it, with these fields changed; None for a box that is no longer ticked."""
    fields = form_of(answer).all("input")
    chosen = [
        one for one in fields if one.attrs.get("type") not in ("checkbox", "radio") or "checked" in one.attrs
    ]
    sent = {one["name"]: one.attrs.get("value", "on") for one in chosen if one.attrs.get("type") != "submit"}
    return {name: value for name, value in (sent | given).items() if value is not None}


def change(cast: Cast, role: str = "senior", **given: Any) -> Any:
    client = cast.client(role)
    return client.post(PAGE, filled(client.get(PAGE), **given))


def log() -> list[tuple[str, Any, str]]:
    return [(entry.verb, entry.moderator_id, entry.change) for entry in LogEntry.objects.order_by("pk")]


def test_every_setting_stands_in_the_form_and_the_list_leads_to_it(cast: Cast) -> None:
    client = cast.client("senior")
    assert client.get(LIST).url == PAGE
    form = form_of(client.get(PAGE))
    every = {field.name for field in Guard._meta.fields} - {"id", "words_version"}
    assert set(settings.SETTINGS) == every
    shown = {one["name"] for one in form.all("input") if "name" in one.attrs}
    assert every <= shown
    for name, (least, most) in NUMBERS.items():
        assert [form.by_id(f"id_{name}")[bound] for bound in ("min", "max")] == [str(least), str(most)], name
    assert "Save and add another" not in form.text and "Delete" not in form.text


def test_what_is_changed_is_stored_and_each_change_is_logged_in_words(cast: Cast) -> None:
    answer = change(cast, slow_minutes="10", hold_new_links=None, after_mode="premoderated")
    assert answer.status_code == 302
    assert [guard().slow_minutes, guard().hold_new_links, guard().after_mode] == [10, False, "premoderated"]
    by = cast.senior.pk
    assert log() == [
        ("settings", by, "hold links by new members: yes → no"),
        ("settings", by, "minutes between two comments of a member in a slow discussion: 5 → 10"),
        ("settings", by, "what it changes to: closed → pre-moderated: each waits for a moderator"),
    ]
    page = cast.client("moderator").get("/admin/board/logentry/").content.decode()
    assert "minutes between two comments of a member in a slow discussion: 5 → 10" in page


def test_what_is_as_it_was_is_no_act(cast: Cast) -> None:
    assert change(cast).status_code == 302
    assert log() == []


def test_the_version_of_the_word_rules_stays_what_it_is(cast: Cast) -> None:
    Guard.objects.update(words_version=77)
    change(cast, slow_minutes="10", words_version="1")
    assert guard().words_version == 77


@pytest.mark.parametrize("value", ["", "x", "1.5", "-1", "99999", "9" * 40])
def test_a_number_that_does_not_do_is_asked_again_in_one_sentence(cast: Cast, value: str) -> None:
    before = model_to_dict(guard())
    answer = change(cast, **dict.fromkeys(NUMBERS, value))
    for name, (least, most) in NUMBERS.items():
        assert f"Write a whole number from {least} to {most}." in answer.content.decode()
        assert form_of(answer).by_id(f"id_{name}").attrs.get("value", "") == value
    assert [model_to_dict(guard()), log()] == [before, []]


def test_who_changes_one_thing_does_not_undo_what_another_changed_meanwhile(cast: Cast) -> None:
    first, second = cast.client("senior"), cast.client("administrator")
    opened = [first.get(PAGE), second.get(PAGE)]
    first.post(PAGE, filled(opened[0], slow_minutes="10"))
    second.post(PAGE, filled(opened[1], heated_hours="5"))
    assert [guard().slow_minutes, guard().heated_hours] == [10, 5]
    answer = second.post(PAGE, filled(opened[1], slow_minutes="20", heated_hours="5"))
    assert "Somebody else has changed this meanwhile. It says now: “10”." in answer.content.decode()
    assert guard().slow_minutes == 10


def test_it_is_said_how_many_discussions_a_change_closes(cast: Cast) -> None:
    ArticleFactory(published_at=timezone.now() - timedelta(days=15))
    told = said(change(cast, after_days="14"))
    assert told[0] == "1 discussion is older and still open: it changes within the hour."


def test_moderators_read_them_and_change_nothing(cast: Cast, snapshot: Callable[[], Any]) -> None:
    before = snapshot()
    page = cast.client("moderator").get(PAGE)
    assert page.status_code == 200 and "id_slow_minutes" not in page.content.decode()
    answer = cast.client("moderator").post(PAGE, {"slow_minutes": "10"})
    assert [answer.status_code, guard().slow_minutes, snapshot()] == [403, 5, before]
    with pytest.raises(Refused, match="Only a senior moderator"):
        settings.change_settings(cast.moderator, slow_minutes=10)


@pytest.mark.parametrize("role", ["visitor", "member", "editor"])
def test_nobody_else_reads_or_changes_them(cast: Cast, role: str, snapshot: Callable[[], Any]) -> None:
    before = snapshot()
    status = 302 if role == "visitor" else 403
    for address in (LIST, PAGE):
        answer = cast.client(role).get(address)
        assert answer.status_code == status and answer.headers.get("Location", "") != PAGE
    assert cast.client(role).post(PAGE, {"slow_minutes": "10"}).status_code == status
    assert [guard().slow_minutes, snapshot()] == [5, before]


def test_none_is_added_or_deleted(cast: Cast) -> None:
    client = cast.client("administrator")
    for address in (f"{LIST}add/", "/admin/board/guard/1/delete/"):
        assert client.post(address, {"post": "yes"}).status_code == 403
    assert client.get("/admin/board/guard/2/change/").status_code == 302
    assert Guard.objects.count() == 1


def test_the_verb_takes_nothing_that_the_form_would_not(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        settings.change_settings(cast.senior, slow_minutes=0)
    with pytest.raises(TypeError):
        settings.change_settings(cast.senior, words_version=3)
    assert [guard().slow_minutes, log()] == [5, []]
