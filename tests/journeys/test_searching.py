"""Somebody looks for words: in the site, in one discussion, on a phone, by keyboard, and for what is not there."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import MOBILE
from tests.journeys.steps import (
    EDITOR,
    FERRY,
    READER,
    Others,
    Story,
    Visit,
    both_ways,
    comments,
    field,
    say,
    signed_in,
    standing,
)
from tests.journeys.test_every_page import TOO_WIDE, pale, violations, with_axe
from tests.journeys.test_keyboard import tab_to

pytestmark = pytest.mark.journey


@pytest.fixture
def otter(others: Others) -> int:
    """The editor's comment, which speaks of something that nobody else in the town does."""
    others.say(EDITOR, "The pump is a scandal.")
    return others.say(EDITOR, "Since Tuesday an **axolotl** lives in the pump.")


def site_search(page: Page) -> Locator:
    return page.get_by_role("search", name="Search the site")


def discussion_search(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Search this discussion")


def results(page: Page) -> Locator:
    return page.locator(".result")


@both_ways
def test_a_visitor_searches_the_site_from_any_page_and_comes_to_a_comment(
    page: Page, story: Story, otter: int, javascript: bool
) -> None:
    page.goto("/category/town/")
    box = site_search(page).get_by_role("searchbox")
    box.fill("axolotls pump")
    box.press("Enter")
    expect(page).to_have_url("/search/?q=axolotls+pump")
    expect(page).to_have_title("axolotls pump - Search | Hiroba")
    result = results(page).filter(has_text=story.headline)
    expect(result).to_have_count(1)
    expect(result.locator("mark")).to_have_text(["axolotl", "pump"])
    result.get_by_role("link", name="Since Tuesday").click()
    expect(page).to_have_url(f"{story.url}#comment-{otter}")
    expect(standing(otter, page)).to_be_in_viewport()


@both_ways
@pytest.mark.parametrize("viewport", [MOBILE], ids=["phone"])
def test_on_a_phone_a_lens_leads_to_the_search(
    page: Page, otter: int, viewport: dict[str, int], javascript: bool
) -> None:
    page.goto(FERRY)
    expect(site_search(page).get_by_role("searchbox")).to_be_hidden()
    site_search(page).get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    box = page.get_by_role("searchbox", name="Search stories and comments")
    expect(box).to_be_focused()
    box.fill("axolotl")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(results(page).first).to_contain_text("Since Tuesday an axolotl lives in the pump.")
    assert page.evaluate(TOO_WIDE) == []


@both_ways
def test_a_reader_searches_a_discussion_and_comes_back_to_all_of_it_in_their_order(
    reader: Page, story: Story, otter: int, javascript: bool
) -> None:
    reader.goto(f"{story.url}?comment-order=latest")
    expect(comments(reader)).to_have_count(2)
    discussion_search(reader).fill("axolotl")
    discussion_search(reader).press("Enter")
    expect(
        reader.get_by_role("heading", name="Comments with “axolotl”, the newest first")
    ).to_be_in_viewport()
    expect(reader).to_have_url(f"{story.url}?comment-order=latest&q=axolotl#comments")
    expect(results(reader)).to_have_count(1)
    expect(comments(reader)).to_have_count(0)
    expect(discussion_search(reader)).to_have_value("axolotl")
    reader.get_by_role("link", name="Show all comments").click()
    expect(reader).to_have_url(f"{story.url}?comment-order=latest#comments")
    expect(comments(reader)).to_have_count(2)
    expect(reader.get_by_role("link", name="Latest")).to_have_attribute("aria-current", "true")
    reader.go_back()
    expect(results(reader)).to_have_count(1)
    reader.go_forward()
    expect(comments(reader)).to_have_count(2)


@both_ways
def test_what_cannot_be_looked_for_is_told_where_it_was_typed(
    page: Page, story: Story, otter: int, troubles: Any, javascript: bool
) -> None:
    troubles.expect("422")
    page.goto(story.url)
    discussion_search(page).fill("?!")
    discussion_search(page).press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Please search for a whole word.")
    expect(discussion_search(page)).to_have_value("?!")
    if javascript:
        expect(discussion_search(page)).to_be_focused()
    discussion_search(page).fill("zeppelin")
    discussion_search(page).press("Enter")
    expect(page.get_by_role("heading", name="No comments with “zeppelin”")).to_be_visible()
    page.goto("/search/?q=%3F")
    expect(page.get_by_role("alert")).to_have_text("Please search for a whole word.")
    expect(page.get_by_role("searchbox", name="Search stories and comments")).to_have_value("?")


def test_what_was_typed_below_is_not_lost_by_searching(reader: Page, story: Story, otter: int) -> None:
    reader.goto(story.url)
    field(reader).fill("What I was about to say.")
    discussion_search(reader).fill("axolotl")
    discussion_search(reader).press("Enter")
    expect(results(reader)).to_have_count(1)
    expect(field(reader)).to_have_value("What I was about to say.")
    said = say(reader, "Said from among the results.", shown="Said from among")
    expect(said).to_be_visible()


def test_the_focus_is_at_what_was_found_and_the_results_are_next(
    page: Page, story: Story, otter: int
) -> None:
    page.goto(story.url)
    tab_to(page, discussion_search(page))
    page.keyboard.type("axolotl")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Comments with “axolotl”")).to_be_focused()
    tab_to(page, results(page).get_by_role("link", name="Since Tuesday"), most=3)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{story.url}#comment-{otter}")


def test_the_search_of_a_thread_s_page_is_that_of_the_whole_discussion(
    page: Page, story: Story, otter: int
) -> None:
    page.goto(f"/comments/{otter}/thread/")
    discussion_search(page).fill("scandal")
    discussion_search(page).press("Enter")
    expect(page).to_have_url(f"{story.url}?q=scandal#comments")
    expect(page.get_by_role("heading", level=1)).to_have_text(story.headline)
    expect(results(page)).to_have_count(1)


@pytest.mark.parametrize("who", ["", READER], ids=["visitor", "member"])
def test_results_can_be_read_in_both_themes_and_on_the_narrowest_phone(
    visit: Visit, story: Story, otter: int, troubles: Any, who: str
) -> None:
    troubles.expect("422")
    page = with_axe(signed_in(visit, who) if who else visit())
    found: list[str] = []
    for address in (f"{story.url}?q=axolotl", f"{story.url}?q=%3F", "/search/?q=%3F", "/search/?q=axolotl"):
        page.goto(address)
        found += violations(page)
        page.emulate_media(color_scheme="dark")
        found += pale(page)
        page.set_viewport_size({"width": 320, "height": 640})
        found += page.evaluate(TOO_WIDE)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


def test_in_forced_colours_the_lens_and_the_marks_can_be_seen(visit: Visit, story: Story, otter: int) -> None:
    page = visit(forced_colors="active")
    page.goto(f"{story.url}?q=axolotl")
    lens = site_search(page).get_by_role("button", name="Search")
    ink = lens.evaluate("one => getComputedStyle(one, '::before').backgroundImage")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert "gradient" in ink and paper not in ink
    mark = results(page).locator("mark")
    assert int(mark.evaluate("one => getComputedStyle(one).fontWeight")) >= 600
