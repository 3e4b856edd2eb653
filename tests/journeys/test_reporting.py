"""A reader reports a comment on their phone, looks again and takes it back; a visitor reports what is illegal."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import MOBILE
from tests.journeys.steps import (
    EDITOR,
    READER,
    Others,
    Story,
    Visit,
    announced,
    both_ways,
    log_in,
    press,
    signed_in,
    standing,
)
from tests.journeys.test_every_page import TOO_WIDE, pale, violations, with_axe

pytestmark = pytest.mark.journey


@pytest.fixture
def viewport() -> dict[str, int]:
    return MOBILE


@pytest.fixture
def pk(others: Others) -> int:
    """The editor's comment, which is reported."""
    return others.say(EDITOR, "The pump is a scandal, and so are you.")


def at_the_form(page: Page, story: Story, pk: int) -> None:
    page.goto(story.url)
    press(standing(pk, page), "Report")
    expect(page.get_by_role("button", name="Send report")).to_be_visible()


def faults(page: Page) -> list[str]:
    found = violations(page) + page.evaluate(TOO_WIDE)
    page.emulate_media(color_scheme="dark")
    return found + pale(page)


def told(page: Page, words: str, *, javascript: bool) -> None:
    place = announced(page) if javascript else page.get_by_role("status")
    expect(place.filter(has_text=words)).to_be_visible()
    if not javascript:
        expect(place.filter(has_text=words)).to_be_in_viewport()


@both_ways
def test_a_member_reports_a_comment_looks_again_and_takes_it_back(
    visit: Visit, site: Any, story: Story, pk: int, troubles: Any, javascript: bool
) -> None:
    troubles.expect("422")
    page = signed_in(visit, READER)
    at_the_form(page, story, pk)
    page.get_by_label("What a moderator should know").fill("He means us all.")
    press(page.get_by_role("main"), "Send report")
    expect(page.get_by_role("alert")).to_have_text("Choose what is wrong with it.")
    page.get_by_role("radio", name="Insult").check()
    press(page.get_by_role("main"), "Send report")
    told(page, "Thank you. A moderator looks at it.", javascript=javascript)
    stored = "SELECT reason, remark FROM board_report WHERE comment_id = ?"
    assert site.sql(stored, pk) == [("insult", "He means us all.")]

    page.goto(story.url)
    press(standing(pk, page), "Report")
    expect(page.get_by_text("He means us all.")).to_be_visible()
    press(page.get_by_role("main"), "Take back")
    told(page, "Your report has been taken back.", javascript=javascript)
    assert site.sql(stored, pk) == []
    expect(standing(pk, page)).to_be_visible()


@both_ways
def test_a_visitor_reports_what_is_illegal(
    visit: Visit, site: Any, story: Story, pk: int, javascript: bool
) -> None:
    page = visit()
    at_the_form(page, story, pk)
    page.get_by_label("Your name").fill("Vi Sitor")
    page.get_by_label("Your e-mail address").fill("vi@example.org")
    page.get_by_label("Why is it illegal?").fill("It calls for a crime.")
    press(page.get_by_role("main"), "Send report")
    told(page, "a mail tells you that it arrived", javascript=javascript)
    assert site.sql("SELECT email, reason FROM board_report WHERE comment_id = ?", pk) == [
        ("vi@example.org", "illegal")
    ]


@both_ways
def test_a_visitor_logs_in_and_is_at_the_form(visit: Visit, story: Story, pk: int, javascript: bool) -> None:
    page = visit()
    at_the_form(page, story, pk)
    page.get_by_role("main").get_by_role("link", name="Log in", exact=True).click()
    log_in(page, READER)
    expect(page).to_have_url(f"/comments/{pk}/report/")
    expect(page.get_by_role("radio", name="Spam")).to_be_visible()


def test_by_keyboard_the_focus_is_in_the_form_and_back_at_the_comment(
    visit: Visit, story: Story, pk: int
) -> None:
    page = signed_in(visit, READER)
    at_the_form(page, story, pk)
    expect(page.get_by_role("radio", name="Spam")).to_be_focused()
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator(f"#report-{pk}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Spam")).to_be_focused()
    page.keyboard.press("Space")
    press(page.get_by_role("main"), "Send report")
    expect(standing(pk, page)).to_be_focused()


@pytest.mark.parametrize("who", [READER, ""], ids=["member", "visitor"])
def test_the_forms_and_their_pages_can_be_read_in_both_themes(
    visit: Visit, story: Story, pk: int, who: str
) -> None:
    page = with_axe(signed_in(visit, who) if who else visit())
    at_the_form(page, story, pk)
    found = faults(page)
    page.emulate_media(color_scheme="light")
    page.goto(f"/comments/{pk}/report/")
    found += faults(page)
    if who:
        page.get_by_role("radio", name="Spam").check()
        press(page.get_by_role("main"), "Send report")
        page.emulate_media(color_scheme="light")
        page.goto(f"/comments/{pk}/report/")
        found += faults(page)
    assert not found, "\n".join(found)
