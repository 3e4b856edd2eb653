"""A moderator's morning at the desk: it is cleared by keyboard, a spammer is suspended and cleaned up after."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import MOBILE, Site, served
from tests.journeys.steps import MODERATOR, NAMES, Visit, both_ways, log_in, new_name, press, signed_in
from tests.journeys.test_every_page import TOO_WIDE, faults, with_axe

pytestmark = pytest.mark.journey

FILL = "from tests import busy_desk; busy_desk.{}"
SPAM = "SELECT status FROM board_comment JOIN accounts_user u ON u.id = author_id WHERE u.name = ?"
OPEN = "SELECT comment_id FROM board_case JOIN board_comment c ON c.id = comment_id WHERE author_id != ?"


@pytest.fixture(scope="module")
def site(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of their own: they decide about what stands under the demo's stories."""
    with served(demo, tmp_path_factory.mktemp("desk") / "var") as site:
        yield site


@pytest.fixture(scope="module")
def busy(site: Site) -> Site:
    """The demo's desk, and on it what a bad morning brings."""
    site.manage("shell", "-c", FILL.format("fill(12)"))
    return site


@pytest.fixture
def desk(visit: Visit, busy: Any) -> Page:
    page = signed_in(visit, MODERATOR)
    page.goto("/admin/desk/")
    return page


def cases(page: Page) -> Locator:
    return page.locator(".case")


def in_focus(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


# --- What it is like ----------------------------------------------------------------------------------------------


def test_the_desk_can_be_read_in_both_themes_and_on_the_narrowest_phone(visit: Visit, busy: Any) -> None:
    page, found = with_axe(signed_in(visit, MODERATOR)), []
    for query, steps in (("", ""), ("?only=held", ""), ("", "jr"), ("", "js"), ("", "?")):
        page.goto(f"/admin/desk/{query}")
        for key in steps:
            page.keyboard.press(key)
        found += [f"{query} {steps}: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)


def test_nothing_widens_the_page_of_a_phone_and_thirty_fit_the_page_of_a_desk(desk: Page) -> None:
    desk.set_viewport_size(MOBILE)
    assert desk.evaluate(TOO_WIDE) == []
    assert 10 < cases(desk).count() <= 30


def test_keys_can_be_switched_off_and_stay_so(desk: Page) -> None:
    desk.keyboard.press("?")
    desk.get_by_label("Single keys work on this page").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    assert not in_focus(desk).startswith("case-")
    desk.reload()
    desk.keyboard.press("j")
    assert not in_focus(desk).startswith("case-")
    press(desk.get_by_role("main"), "Keys")
    desk.get_by_label("Single keys work on this page").check()
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    assert in_focus(desk).startswith("case-")


def test_keys_do_nothing_while_somebody_types_or_holds_them_down(desk: Page, site: Any) -> None:
    before = site.sql("SELECT COUNT(*) FROM board_logentry")
    for key in ("j", "j", "w"):
        desk.keyboard.press(key)
    focused = desk.locator(":focus")
    expect(focused).to_have_attribute("type", "radio")
    focused.locator("xpath=ancestor::form").get_by_role("textbox").click()
    desk.keyboard.type("jar jar saw it")
    expect(desk.locator(":focus")).to_have_value("jar jar saw it")
    desk.keyboard.press("Escape")
    expect(desk.locator("details[open]")).to_have_count(0)
    assert in_focus(desk) == cases(desk).nth(1).get_attribute("id")
    for chord in ("Control+a", "Alt+a", "Meta+a"):
        desk.keyboard.press(chord)
    desk.keyboard.press("x")
    expect(desk.locator(":focus").get_by_role("checkbox")).to_be_checked()
    desk.keyboard.press("k")
    assert in_focus(desk) == cases(desk).nth(0).get_attribute("id")
    assert site.sql("SELECT COUNT(*) FROM board_logentry") == before


def test_a_form_that_comes_back_is_in_focus_so_that_keys_still_type(desk: Page, troubles: Any) -> None:
    troubles.expect("422")
    for key, name in (("r", "rule"), ("s", "term"), ("h", "reason")):
        desk.goto("/admin/desk/")
        desk.keyboard.press("j")
        desk.keyboard.press(key)
        desk.locator(":focus").evaluate(
            "field => field.form.requestSubmit(field.form.querySelector('[name=act]'))"
        )
        expect(desk.get_by_role("alert").first).to_be_visible()
        desk.wait_for_load_state()
        expect(desk.locator(":focus")).to_have_attribute("name", name)


def test_after_the_last_decision_what_was_done_is_in_focus(desk: Page) -> None:
    desk.goto("/admin/desk/?only=held")
    for _ in range(cases(desk).count()):
        desk.keyboard.press("j")
    with desk.expect_navigation():
        desk.keyboard.press("a")
    expect(desk.locator(":focus")).to_contain_text("is published.")


def test_editing_out_is_a_key_away(desk: Page) -> None:
    desk.keyboard.press("j")
    pk = in_focus(desk).removeprefix("case-")
    desk.keyboard.press("e")
    expect(desk).to_have_url(f"/admin/board/comment/{pk}/edit-out/")


# --- A spammer ----------------------------------------------------------------------------------------------------


@both_ways
def test_a_spammer_is_suspended_at_the_desk_and_cleaned_up_after(
    visit: Visit, busy: Any, troubles: Any
) -> None:
    troubles.expect("422")
    name = new_name()
    busy.manage("shell", "-c", FILL.format(f"spammer({name!r})"))
    page = visit()
    log_in(page, MODERATOR, after="/admin/")
    page.get_by_role("link", name=re.compile("reported$")).click()
    entry = cases(page).filter(has_text=f"Buy my boats, {name}.")
    entry.locator("summary").filter(has_text="Suspend").click()
    press(entry, "Suspend")
    expect(entry.get_by_role("alert").first).to_be_visible()
    entry.get_by_label("1 month").check()
    entry.get_by_role("textbox", name="Why").fill("Advertising under each story")
    press(entry, "Suspend")
    expect(entry.get_by_text(f"{name} is suspended until")).to_be_visible()
    expect(entry.get_by_text("suspended", exact=True)).to_be_visible()

    entry.get_by_role("link", name="3 comments of the last 24 hours, in 3 discussions").click()
    press(page.get_by_role("main"), "Remove them")
    expect(page.get_by_text("3 comments removed.")).to_be_visible()
    assert busy.sql(SPAM, name) == [("removed",)] * 3
    page.goto("/admin/desk/")
    expect(entry).to_have_count(0)


# --- Several at once, and two at once -----------------------------------------------------------------------------


@both_ways
def test_ticked_comments_are_removed_together_once_a_reason_is_given(visit: Visit, busy: Any) -> None:
    names = [new_name(), new_name()]
    for name in names:
        busy.manage("shell", "-c", FILL.format(f"spammer({name!r}, 1)"))
    page = signed_in(visit, MODERATOR)
    page.goto("/admin/desk/?only=reported")
    for name in names:
        cases(page).filter(has_text=name).get_by_role("checkbox").check()
    press(page.locator("#ticked"), "Remove …")
    page.get_by_role("radio").nth(1).check()
    press(page.get_by_role("main"), "Remove")
    expect(page.get_by_text("2 comments removed.")).to_be_visible()
    assert [busy.sql(SPAM, name) for name in names] == [[("removed",)]] * 2


@both_ways
def test_the_second_moderator_is_told_at_the_place_what_the_first_did(
    visit: Visit, busy: Any, troubles: Any
) -> None:
    troubles.expect("409")
    name = new_name()
    busy.manage("shell", "-c", FILL.format(f"spammer({name!r}, 1)"))
    first, second = signed_in(visit, MODERATOR), signed_in(visit, "admin@example.com")
    for page in (first, second):
        page.goto("/admin/desk/")
    press(cases(first).filter(has_text=name), "Keep it")
    expect(first.get_by_text("Who reported it is told.")).to_be_in_viewport()
    entry = cases(second).filter(has_text=name)
    entry.locator("summary").filter(has_text="Remove").click()
    entry.get_by_role("textbox", name="In your own words").fill("No advertising")
    press(entry, "Remove")
    told = second.get_by_role("alert")
    expect(told).to_contain_text(f"Nothing was changed. {NAMES[MODERATOR]} kept a reported comment (Today ")
    expect(told).to_contain_text("No advertising")
    expect(told).to_be_in_viewport()
    assert busy.sql(SPAM, name) == [("published",)]


# --- The morning --------------------------------------------------------------------------------------------------


def test_the_desk_is_cleared_by_keyboard(visit: Visit, busy: Any, troubles: Any) -> None:
    page = visit()
    log_in(page, MODERATOR, after="/admin/desk/")
    page.wait_for_url("**/admin/desk/")
    page.keyboard.press("j")
    first, second = (cases(page).nth(index).get_attribute("id") for index in (0, 1))
    assert in_focus(page) == first

    page.keyboard.press("r")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Please read it again.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/admin/desk/?*#{second}")
    assert in_focus(page) == second
    removed = page.get_by_role("status")
    expect(removed).to_contain_text("is removed: ")
    expect(removed).to_contain_text("Please read it again.")
    expect(removed).to_be_in_viewport()
    top = page.locator(f"#{second}").evaluate("one => one.getBoundingClientRect().top")
    assert 0 <= top < 40, "The next comment stands at the top, after each decision."

    own = busy.sql("SELECT id FROM accounts_user WHERE email = ?", MODERATOR)[0][0]
    for _ in range(len(busy.sql(OPEN, own)) + 5):
        if not busy.sql(OPEN, own):
            break
        if not page.evaluate("document.activeElement.querySelector('[data-key=a]')"):
            page.keyboard.press("j")
            continue
        with page.expect_navigation():
            page.keyboard.press("a")
    assert busy.sql(OPEN, own) == []
    page.goto("/admin/desk/")
    expect(page.get_by_text("Nothing waits here. Thank you")).to_be_visible()
