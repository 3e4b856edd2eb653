"""A reader does not want to read somebody any more: at a comment, on that member's page, and back again."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import (
    EDITOR,
    MODERATOR,
    NAMES,
    Others,
    Story,
    Visit,
    announced,
    both_ways,
    new_name,
    press,
    sign_up,
    standing,
)
from tests.journeys.test_every_page import faults, with_axe

pytestmark = pytest.mark.journey

MUTED, HEARD = NAMES[EDITOR], NAMES[MODERATOR]


@pytest.fixture
def said(others: Others) -> tuple[int, int, int]:
    """The editor, whom the moderator answers, and who answers back."""
    first = others.say(EDITOR, "The pump is a scandal.")
    answer = others.say(MODERATOR, "It is a pump.", under=first)
    return first, answer, others.say(EDITOR, "A scandal of a pump.", under=answer)


@pytest.fixture
def page(visit: Visit, site: Any) -> Page:
    """A new member's, whom nobody else here is."""
    page = visit()
    page.goto("/accounts/signup/")
    sign_up(page, site, new_name())
    page.wait_for_url("**/")
    return page


def text(pk: int, page: Page) -> Locator:
    return standing(pk, page).locator(".text").first


@both_ways
def test_a_member_is_muted_at_a_comment_looked_into_and_unmuted(
    page: Page, story: Story, said: tuple[int, int, int], javascript: bool
) -> None:
    first, answer, second = said
    page.goto(story.url)
    press(standing(first, page), "Report")
    press(page.get_by_role("main"), f"Mute {MUTED}")
    expect(text(first, page)).to_be_hidden()
    expect(text(second, page)).to_be_hidden()
    expect(text(answer, page)).to_be_visible()
    expect(standing(first, page).get_by_role("link", name=MUTED)).to_be_visible()
    if javascript:
        expect(announced(page)).to_contain_text(f"You have muted {MUTED}")
        expect(standing(first, page)).to_be_focused()

    fold = standing(second, page).get_by_text("Muted", exact=True)
    fold.focus()
    page.keyboard.press("Enter")
    expect(text(second, page)).to_be_visible()
    expect(standing(second, page).get_by_role("button", name="Reply")).to_be_visible()
    expect(text(first, page)).to_be_hidden()

    press(standing(second, page), "Unmute")
    expect(text(first, page)).to_be_visible()
    expect(text(second, page)).to_be_visible()


@both_ways
def test_a_member_is_muted_on_their_page_and_unmuted_in_the_list(
    page: Page, story: Story, said: tuple[int, int, int], javascript: bool
) -> None:
    page.goto(story.url)
    standing(said[0], page).get_by_role("link", name=MUTED).click()
    press(page.get_by_role("main"), f"Mute {MUTED}")
    expect(page.get_by_role("status").filter(has_text=f"You have muted {MUTED}")).to_be_visible()
    page.goto(story.url)
    expect(text(said[0], page)).to_be_hidden()
    page.goto("/accounts/email/")
    page.get_by_role("link", name="Muted members").click()
    press(page.get_by_role("main"), f"Unmute {MUTED}")
    expect(page.get_by_role("main")).to_contain_text("Nobody.")
    page.goto(story.url)
    expect(text(said[0], page)).to_be_visible()


def test_what_is_typed_outlives_it(page: Page, story: Story, said: tuple[int, int, int]) -> None:
    page.goto(story.url)
    page.locator("#body-respond").fill("Half a thou")
    press(standing(said[0], page), "Report")
    press(page.get_by_role("main"), f"Mute {MUTED}")
    expect(text(said[0], page)).to_be_hidden()
    expect(page.locator("#body-respond")).to_have_value("Half a thou")


@both_ways
def test_a_report_that_was_begun_can_still_be_sent(
    page: Page, site: Any, story: Story, said: tuple[int, int, int], javascript: bool
) -> None:
    page.goto(story.url)
    press(standing(said[0], page), "Report")
    page.get_by_role("radio", name="Insult").check()
    remark = page.get_by_label("What a moderator should know")
    remark.fill("He means us all.")
    press(page.get_by_role("main"), f"Mute {MUTED}")
    if javascript:
        expect(text(said[0], page)).to_be_hidden()
    else:
        expect(page.get_by_role("status").filter(has_text=f"You have muted {MUTED}")).to_be_visible()
    expect(remark).to_have_value("He means us all.")
    press(page.get_by_role("main"), "Send report")
    expect(page.get_by_text("Thank you. A moderator looks at it.").first).to_be_visible()
    stored = "SELECT reason, remark FROM board_report WHERE comment_id = ?"
    assert site.sql(stored, said[0]) == [("insult", "He means us all.")]


def test_the_links_from_comment_to_comment_lead_past_a_folded_one(
    page: Page, story: Story, said: tuple[int, int, int]
) -> None:
    page.goto(story.url)
    standing(said[1], page).get_by_role("link", name=HEARD).click()
    press(page.get_by_role("main"), f"Mute {HEARD}")
    page.goto(story.url)
    expect(text(said[1], page)).to_be_hidden()
    expect(standing(said[1], page).get_by_role("button", name="Reply")).to_be_hidden()
    standing(said[1], page).get_by_role("link", name="next").click()
    expect(page).to_have_url(f"{story.url}#comment-{said[2]}")


def test_the_place_in_the_discussion_stays(page: Page, story: Story, said: tuple[int, int, int]) -> None:
    page.goto(f"{story.url}?view=flat")
    press(standing(said[2], page), "Report")
    press(page.get_by_role("main"), f"Mute {MUTED}")
    expect(text(said[2], page)).to_be_hidden()
    expect(page).to_have_url(f"{story.url}?view=flat")
    expect(standing(said[2], page)).to_be_in_viewport()


def test_a_folded_comment_and_the_list_are_accessible(
    page: Page, story: Story, said: tuple[int, int, int]
) -> None:
    with_axe(page)
    page.goto(story.url)
    press(standing(said[0], page), "Report")
    press(page.get_by_role("main"), f"Mute {MUTED}")
    for address in (story.url, "/accounts/muted/"):
        page.emulate_media(color_scheme="light")
        page.goto(address)
        assert faults(page) == []
