from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from board.actions import moderation, sanctions
from board.actions.appeals import answer_appeal
from board.models import Appeal, Comment, LogEntry
from tests.board.views.browsing import asked_to_log_in, browser
from tests.board.views.reading import read
from tests.factories import StaffFactory

both_ways = pytest.mark.parametrize("htmx", [False, True])


@pytest.fixture
def entry(comment: Comment, moderator: User) -> LogEntry:
    moderation.remove(comment, moderator, reason="Off topic")
    return LogEntry.objects.get()


def address(entry: LogEntry) -> str:
    return f"/accounts/notifications/{entry.pk}/appeal/"


def test_the_page_tells_the_decision_and_why(entry: LogEntry, alice: User) -> None:
    main = read(browser(alice).get(address(entry))).by_id("main")
    assert "A moderator has removed your comment. Reason: Off topic" in main.text
    assert "otters" not in main.text and "Mona" not in main.text
    assert main.buttons() == {"Send appeal"}


@both_ways
def test_an_appeal_is_sent_once_and_then_waits(entry: LogEntry, alice: User, htmx: bool) -> None:
    client = browser(alice, htmx=htmx)
    answer = client.post(address(entry), {"text": "It was on topic."})
    assert answer["HX-Redirect" if htmx else "Location"] == address(entry)
    assert Appeal.objects.get().text == "It was on topic."
    main = read(browser(alice).get(address(entry))).by_id("main")
    assert "It was on topic." in main.text and "Another moderator will look at it." in main.text
    assert main.all("form") == []
    again = client.post(address(entry), {"text": "And another thing."})
    assert [again.status_code, Appeal.objects.count()] == [409, 1]
    assert read(again).by_id("text").typed == "And another thing."
    assert "already" in read(again).by_id("main").alerts()


@both_ways
@pytest.mark.parametrize(("text", "sentence"), [(" ", "Write why"), ("x" * 2001, "at most 2000 characters")])
def test_what_was_typed_is_kept_where_it_does_not_fit(
    entry: LogEntry, alice: User, text: str, sentence: str, htmx: bool
) -> None:
    answer = browser(alice, htmx=htmx).post(address(entry), {"text": text})
    assert [answer.status_code, Appeal.objects.count()] == [422, 0]
    assert sentence in read(answer).by_id("error-text").text
    assert read(answer).by_id("text").typed == text


@both_ways
@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_there_for_nobody_else(
    entry: LogEntry, bob: User, moderator: User, method: str, htmx: bool
) -> None:
    for member in (bob, moderator):
        answer = getattr(browser(member, htmx=htmx), method)(address(entry), {"text": "x"})
        assert answer.status_code == 404
        assert "Off topic" not in answer.content.decode()
    visitor = getattr(browser(htmx=htmx), method)(address(entry), {"text": "x"})
    assert asked_to_log_in(visitor, address(entry))
    assert not Appeal.objects.exists()


def test_what_is_no_decision_against_a_member_has_no_such_page(
    entry: LogEntry, comment: Comment, alice: User, moderator: User
) -> None:
    moderation.restore(comment, moderator)
    assert browser(alice).get(address(LogEntry.objects.latest("pk"))).status_code == 404
    assert browser(alice).get("/accounts/notifications/99999999999999999999/appeal/").status_code == 404


def test_it_is_held_to_its_token(entry: LogEntry, alice: User) -> None:
    answer = browser(alice, held_to_tokens=True).post(address(entry), {"text": "x"})
    assert [answer.status_code, Appeal.objects.count()] == [403, 0]


@pytest.mark.parametrize("act", ["ban", "suspend"])
def test_banned_and_suspended_members_appeal(alice: User, act: str) -> None:
    more = {"until": timezone.now() + timedelta(days=2)} if act == "suspend" else {}
    getattr(sanctions, act)(alice, StaffFactory(is_superuser=True), reason="Rude", **more)
    entry = LogEntry.objects.get()
    browser(alice).post(address(entry), {"text": "I was not."})
    assert Appeal.objects.get().entry == entry


@pytest.mark.parametrize(
    ("granted", "sentence"), [(True, "Your appeal was granted"), (False, "The decision stands.")]
)
def test_the_decision_and_its_reason_are_shown_and_told(
    entry: LogEntry, alice: User, granted: bool, sentence: str
) -> None:
    browser(alice).post(address(entry), {"text": "It was on topic."})
    answer_appeal(Appeal.objects.get(), StaffFactory(name="Otto", group="Moderators"), granted, "Seen again.")
    main = read(browser(alice).get(address(entry))).by_id("main")
    assert sentence in main.text and "Reason: Seen again." in main.text and "Otto" not in main.text
    told = read(browser(alice).get("/accounts/notifications/")).by_id("main").text
    assert sentence in told and "Seen again." in told
