"""The house rules and what stands before them, in the admin."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from board.actions import moderation
from board.models import HouseRule, LogEntry, Policy
from tests.board.admin.conftest import Cast, said

LIST, POLICY = "/admin/board/houserule/", "/admin/board/policy/1/change/"
HIDDEN = re.compile(r'<input type="hidden" name="(initial-[^"]+|form-[^"]+)" value="([^"]*)"')


@pytest.fixture
def rule(db: None) -> HouseRule:
    return HouseRule.objects.get(position=3)


def opened(client: Any, address: str) -> dict[str, str]:
    """What the page's form carries along unseen, as it was when it was opened."""
    page = client.get(address)
    assert page.status_code == 200
    return {name: unescape(value) for name, value in HIDDEN.findall(page.content.decode())}


def fields(rule: HouseRule, **given: Any) -> dict[str, Any]:
    retired = {"is_retired": "on"} if rule.is_retired else {}
    return {"title": rule.title, "text": rule.text, "position": rule.position, **retired, **given}


def reasons() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("reason", flat=True))


def test_moderators_read_the_rules_and_seniors_write_them(
    cast: Cast, rule: HouseRule, snapshot: Callable[[], Any]
) -> None:
    before = snapshot()
    for role in ("visitor", "member", "moderator", "editor"):
        for address in (f"{LIST}{rule.pk}/change/", f"{LIST}{rule.pk}/delete/", f"{LIST}add/", POLICY):
            answer = cast.client(role).post(address, fields(rule, title="X", post="yes"))
            assert answer.status_code == (302 if role == "visitor" else 403)
    assert [snapshot(), Policy.objects.get().text] == [before, ""]
    page = cast.client("moderator").get(f"{LIST}{rule.pk}/change/").content.decode()
    assert rule.title in page and 'name="title"' not in page


@pytest.mark.parametrize("role", ["senior", "administrator"])
def test_a_rule_is_changed_and_the_change_is_logged(cast: Cast, rule: HouseRule, role: str) -> None:
    client, address = cast.client(role), f"{LIST}{rule.pk}/change/"
    answer = client.post(address, fields(rule, title=" Stay  on it ") | opened(client, address))
    assert answer.url == LIST
    assert HouseRule.objects.get(pk=rule.pk).title == "Stay on it"
    entry = LogEntry.objects.get()
    assert [entry.moderator, entry.verb] == [getattr(cast, role), "house-rule"]
    assert entry.reason == f"{rule.title}: “{rule.title}” → “Stay on it”"
    shown = cast.client("visitor").get("/moderation-policy/").content.decode()
    assert "Stay on it" in shown and rule.title not in shown


def test_a_form_that_changes_nothing_logs_nothing(cast: Cast, rule: HouseRule) -> None:
    client = cast.client("senior")
    for address, given in ((f"{LIST}{rule.pk}/change/", fields(rule)), (POLICY, {"text": ""})):
        assert client.post(address, given | opened(client, address)).status_code == 302
    assert reasons() == []


def test_a_rule_is_added_behind_the_others(cast: Cast) -> None:
    client = cast.client("senior")
    assert 'name="position" value="7"' in client.get(f"{LIST}add/").content.decode()
    client.post(f"{LIST}add/", {"title": "No shouting", "text": "Capitals.", "position": 7})
    assert HouseRule.objects.get(title="No shouting").text == "Capitals."
    assert reasons() == ["No shouting: added at position 7"]
    again = client.post(f"{LIST}add/", {"title": "No  shouting", "position": 7})
    assert "already exists" in again.content.decode()


def test_retiring_takes_it_off_the_page_and_out_of_what_is_offered(cast: Cast, rule: HouseRule) -> None:
    client, address = cast.client("senior"), f"{LIST}{rule.pk}/change/"
    client.post(address, fields(rule, is_retired="on") | opened(client, address))
    assert reasons() == [f"{rule.title}: retired"]
    assert rule.title not in cast.client("visitor").get("/moderation-policy/").content.decode()


def test_the_second_of_two_at_one_page_is_told_and_what_they_typed_is_kept(
    cast: Cast, rule: HouseRule
) -> None:
    client, address = cast.client("senior"), f"{LIST}{rule.pk}/change/"
    seen = opened(client, address)
    other = cast.client("administrator")
    other.post(address, fields(rule, text="Short & clear.") | opened(other, address))
    told = client.post(address, fields(rule, text="My own long thought.") | seen)
    page = unescape(told.content.decode())
    assert "Somebody else has changed this meanwhile. It says now: “Short & clear.”" in page
    assert "My own long thought." in page
    assert [HouseRule.objects.get(pk=rule.pk).text, len(reasons())] == ["Short & clear.", 1]
    now = {name: unescape(value) for name, value in HIDDEN.findall(told.content.decode())}
    client.post(address, fields(rule, text="My own long thought.") | now)
    assert HouseRule.objects.get(pk=rule.pk).text == "My own long thought."


def test_two_who_change_different_things_do_not_disturb_each_other(cast: Cast, rule: HouseRule) -> None:
    client, address = cast.client("senior"), f"{LIST}{rule.pk}/change/"
    seen = opened(client, address)
    other = cast.client("administrator")
    other.post(address, fields(rule, is_retired="on") | opened(other, address))
    client.post(address, fields(rule, text="Shorter.") | seen)
    rule.refresh_from_db()
    assert [rule.text, rule.is_retired, len(reasons())] == ["Shorter.", True, 2]


def positions(client: Any, **moved: Any) -> dict[str, Any]:
    """The list as it was opened, with some rows moved: `at3=9`."""
    sent = opened(client, LIST)
    for n, rule in enumerate(HouseRule.objects.all()):
        sent |= {
            f"form-{n}-id": rule.pk,
            f"form-{n}-position": moved.get(f"at{rule.position}", rule.position),
        }
    return sent | {"_save": "Save"}


def test_the_order_is_changed_in_the_list_and_logged(cast: Cast, rule: HouseRule) -> None:
    client = cast.client("senior")
    client.post(LIST, positions(client, at3=9))
    assert HouseRule.objects.get(pk=rule.pk).position == 9
    assert reasons() == [f"{rule.title}: position 3 → 9"]
    before = reasons()
    assert cast.client("moderator").post(LIST, positions(client, at9=1)).status_code in {200, 302, 403}
    assert [HouseRule.objects.get(pk=rule.pk).position, reasons()] == [9, before]


def test_a_list_that_was_opened_earlier_moves_only_what_was_moved_in_it(cast: Cast, rule: HouseRule) -> None:
    client, other = cast.client("senior"), cast.client("administrator")
    sent, clash = positions(client, at1=8), positions(client, at3=20)
    other.post(LIST, positions(other, at3=9))
    client.post(LIST, sent)
    assert [HouseRule.objects.get(pk=rule.pk).position, len(reasons())] == [9, 2]
    told = client.post(LIST, clash)
    assert "It says now: “9”" in unescape(told.content.decode())
    assert [HouseRule.objects.get(pk=rule.pk).position, len(reasons())] == [9, 2]


def test_a_rule_that_is_used_is_not_deleted_and_says_why(cast: Cast, rule: HouseRule) -> None:
    moderation.remove(cast.comment, cast.moderator, rule=rule)
    client, address = cast.client("senior"), f"{LIST}{rule.pk}/delete/"
    for answer in (client.get(address), client.post(address, {"post": "yes"})):
        assert answer.url == f"{LIST}{rule.pk}/change/"
        assert said(answer)[-1].startswith("Moderators have decided by this rule, and the log names it.")
    assert HouseRule.objects.filter(pk=rule.pk).exists()


def test_one_that_nobody_used_is_deleted(cast: Cast, rule: HouseRule) -> None:
    client, address = cast.client("senior"), f"{LIST}{rule.pk}/delete/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"post": "yes"}).url == LIST
    assert not HouseRule.objects.filter(pk=rule.pk).exists()
    assert reasons() == [f"{rule.title}: deleted"]


def test_what_stands_before_the_rules_is_written_in_markdown(cast: Cast) -> None:
    client = cast.client("senior")
    assert f'href="{POLICY}">What stands before the rules</a>' in client.get(LIST).content.decode()
    assert client.get("/admin/board/policy/").url == POLICY
    text = "Write to us *any time*.\n\n<script>alert(1)</script> [x](javascript:alert(1))"
    client.post(POLICY, {"text": text} | opened(client, POLICY))
    page = cast.client("visitor").get("/moderation-policy/").content.decode()
    assert "<p>Write to us <em>any time</em>.</p>" in page
    assert "<script>alert" not in page and 'href="javascript' not in page
    assert reasons()[0].startswith("Introduction: text “” → “Write to us")


def test_the_second_of_two_writers_is_told(cast: Cast) -> None:
    client, other = cast.client("senior"), cast.client("administrator")
    seen = opened(client, POLICY)
    other.post(POLICY, {"text": "Theirs.\nAnd more."} | opened(other, POLICY))
    told = unescape(client.post(POLICY, {"text": "Mine."} | seen).content.decode())
    assert "Somebody else has changed this meanwhile." in told and ">\nMine.</textarea>" in told
    assert [Policy.objects.get().text, len(reasons())] == ["Theirs.\nAnd more.", 1]
