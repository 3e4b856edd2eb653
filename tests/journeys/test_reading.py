"""Somebody without an account reads: from the front page to the last branch of a long discussion."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP, MOBILE
from tests.journeys.steps import (
    FERRY,
    HARBOUR_ROAD,
    MINUTES,
    PETRELS,
    SHUTTERS,
    both_ways,
    comment,
    comments,
    identities,
    identity,
    tallies,
)

pytestmark = pytest.mark.journey

FERRY_TALLIES = [
    *("7 ( +10 / -3 )", "5 ( +7 / -2 )", "7 ( +9 / -2 )", "3 ( +6 / -3 )", "4 ( +7 / -3 )", "1 ( +4 / -3 )"),
    *("4 ( +6 / -2 )", "0 ( +0 / -0 )", "2 ( +4 / -2 )", "2 ( +5 / -3 )", "3 ( +5 / -2 )", "-5 ( +0 / -5 )"),
    *(
        "0 ( +3 / -3 )",
        "-1 ( +0 / -1 )",
        "-3 ( +1 / -4 )",
        "0 ( +1 / -1 )",
        "0 ( +1 / -1 )",
        "-1 ( +0 / -1 )",
    ),
]


@both_ways
def test_a_reader_comes_from_the_front_page_by_a_section_to_a_story_and_its_discussion(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Politics").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Politics")
    page.get_by_role("link", name="Council ends night ferry subsidy by 11 votes to 8").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Council ends night ferry subsidy by 11 votes to 8"
    )
    expect(page.get_by_text("By Ines Okabe and Tomasz Reyes")).to_be_visible()
    page.get_by_role("link", name="18 Comments").click()
    expect(page.get_by_role("heading", name="18 Comments")).to_be_in_viewport()
    assert tallies(page) == FERRY_TALLIES


@both_ways
def test_the_discussion_is_read_in_each_order_and_flat(page: Page) -> None:
    page.goto(FERRY)
    orders = page.get_by_role("navigation", name="Order of the comments")
    oldest = top_level(page)
    orders.get_by_role("link", name="Latest").click()
    expect(orders.get_by_role("link", name="Latest")).to_have_attribute("aria-current", "true")
    assert top_level(page) == oldest[::-1]
    orders.get_by_role("link", name="Popular").click()
    expect(orders.get_by_role("link", name="Popular")).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(re.compile(r"\?comment-order=popular"))
    assert tallies(page)[0] == "7 ( +10 / -3 )"
    assert sorted(top_level(page)) == sorted(oldest)
    orders.get_by_role("link", name="Flat").click()
    expect(orders.get_by_role("link", name="Flat")).to_have_attribute("aria-current", "true")
    flat = shown(page)
    assert len(flat) == 18
    assert flat == sorted(flat)
    answers = comments(page).filter(has_text="in reply to showchinmono")
    expect(answers.first).to_be_visible()
    orders.get_by_role("link", name="Threads").click()
    expect(orders.get_by_role("link", name="Threads")).to_have_attribute("aria-current", "true")


def top_level(page: Page) -> list[int]:
    return identities(page.locator("#thread > li > article"))


def shown(page: Page) -> list[int]:
    return identities(comments(page))


@both_ways
def test_a_long_discussion_goes_on_on_its_second_page(page: Page) -> None:
    page.goto(f"{HARBOUR_ROAD}?view=flat")
    pages = page.get_by_role("navigation", name="Pages of the discussion")
    first = comments(page).first.get_attribute("id")
    assert comments(page).count() == 100
    pages.get_by_role("link", name="2", exact=True).click()
    expect(pages.get_by_role("link", name="2", exact=True)).to_have_attribute("aria-current", "page")
    expect(page).to_have_url(re.compile("page=2"))
    assert comments(page).first.get_attribute("id") != first
    expect(comments(page).first).to_be_in_viewport()
    pages.get_by_role("link", name="3", exact=True).click()
    expect(comments(page)).to_have_count(50)


@pytest.mark.parametrize("viewport", [MOBILE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("query", ["", "?view=flat"], ids=["threads", "flat"])
@pytest.mark.parametrize(
    "jump", ["scrollTo(0, 1e7)", "link.scrollIntoView({block: 'center'})"], ids=["end", "link"]
)
def test_nothing_moves_under_the_finger_of_who_jumps_to_the_page_links(
    page: Page, query: str, jump: str
) -> None:
    """A press that began before something moves would end beside the link."""
    page.goto(f"{HARBOUR_ROAD}{query}")
    places = page.evaluate(f"""async () => {{
        const link = document.querySelector("nav a[href*='page=2']"), places = []
        {jump}
        for (let frame = 0; frame < 20; frame++) {{
            places.push(Math.round(link.getBoundingClientRect().top))
            await new Promise(requestAnimationFrame)
        }}
        return places
    }}""")
    assert max(places) - min(places) <= 2, places  # pixels


@both_ways
def test_a_branch_is_folded_and_unfolded(page: Page) -> None:
    page.goto(FERRY)
    replies = page.locator("#thread > li").first.locator("> details")
    answer = replies.get_by_role("article").first
    expect(answer).to_be_visible()
    replies.locator("> summary").click()
    expect(answer).to_be_hidden()
    replies.locator("> summary").press("Enter")
    expect(answer).to_be_visible()


@both_ways
def test_parent_and_next_lead_from_comment_to_comment(page: Page) -> None:
    page.goto(FERRY)
    second = comments(page).nth(1)
    first, third = comments(page).nth(0).get_attribute("id"), comments(page).nth(2).get_attribute("id")
    second.get_by_role("link", name="parent").click()
    expect(page).to_have_url(re.compile(f"#{first}$"))
    second.get_by_role("link", name="next").click()
    expect(page).to_have_url(re.compile(f"#{third}$"))


@both_ways
def test_a_permalink_lands_on_a_comment_deep_in_the_discussion(page: Page) -> None:
    page.goto(HARBOUR_ROAD)
    pk = identity(page.locator("#thread" + " ol" * 4 + " article").last)
    page.goto(f"/comments/{pk}/")
    expect(page).to_have_url(f"{HARBOUR_ROAD}#comment-{pk}")
    expect(page.locator(f"#comment-{pk}:target")).to_be_in_viewport()


@both_ways
def test_continue_this_thread_shows_what_was_cut_off_and_the_way_back(page: Page) -> None:
    page.goto(HARBOUR_ROAD)
    here = shown(page)
    page.get_by_role("link", name=re.compile(r"^Continue this thread \(\d+ more")).first.click()
    expect(page).to_have_url(re.compile(r"/comments/\d+/thread/$"))
    beyond = set(shown(page)) - set(here)
    assert beyond
    page.goto(f"/comments/{max(beyond)}/")
    expect(page).to_have_url(re.compile(rf"/comments/\d+/thread/#comment-{max(beyond)}$"))
    page.get_by_role("link", name="All comments on this story").first.click()
    expect(page).to_have_url(re.compile(HARBOUR_ROAD))


def test_a_member_s_page_shows_what_they_said_the_newest_first(page: Page) -> None:
    page.goto(FERRY)
    comments(page).first.get_by_role("link", name="showchinmono").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("showchinmono")
    expect(page.get_by_text("Member since")).to_be_visible()
    said = page.get_by_role("main").locator("time")
    times = [one.get_attribute("datetime") or "" for one in said.all()]
    assert len(times) > 1
    assert times == sorted(times, reverse=True)
    said.first.click()
    expect(page).to_have_url(re.compile(r"/category/.+#comment-\d+$"))


def test_every_version_of_an_edited_comment_can_be_read(page: Page) -> None:
    page.goto(PETRELS)
    comment(page, "the cook would not leave without his cat").get_by_role("link", name="edited").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("wrote")
    versions = page.locator(".versions > li .text")
    expect(versions).to_have_count(3)
    expect(versions.first).to_contain_text("My granddaughter says this isn't clear.")
    expect(versions.nth(1)).to_contain_text("there were seven men")
    expect(versions.last).to_contain_text("there were nine men")


def test_what_is_gone_leaves_a_tombstone_and_its_words_are_nowhere(page: Page) -> None:
    page.goto(PETRELS)
    removed = comments(page).filter(has_text="Removed by a moderator: Argue with the words")
    expect(removed).to_be_visible()
    expect(removed.get_by_role("button")).to_have_count(0)
    expect(comments(page).filter(has_text="Deleted by its author")).to_be_visible()
    expect(comments(page).filter(has_text="Removed by a moderator: Tells how to reach")).to_be_visible()
    expect(page.get_by_text("quoted comment was removed")).to_be_visible()
    for words in ("woman with a clipboard", "by the iron ring at half tide", "2.4 million yen for one chick"):
        assert words not in page.content()


def test_a_quote_tells_whether_its_words_were_altered_or_its_source_was_edited(page: Page) -> None:
    page.goto(PETRELS)
    quotes = page.locator("blockquote.quote")
    altered = quotes.filter(has_text="altered")
    expect(altered).to_have_count(1)
    expect(quotes.filter(has_text="edited since")).to_have_count(1)
    altered.get_by_role("link").first.click()
    expect(page.locator("article:target")).to_be_in_viewport()
    expect(page.locator("article:target").get_by_text("Quoted by 1")).to_be_visible()


def test_a_closed_discussion_says_so_and_offers_no_form(page: Page) -> None:
    page.goto(MINUTES)
    expect(page.get_by_text("This discussion has been closed since")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)
    expect(page.get_by_role("link", name="Login to comment")).to_have_count(0)


def test_an_empty_discussion_says_no_comment_and_where_to_log_in(page: Page) -> None:
    page.goto(SHUTTERS)
    discussion = page.get_by_role("region", name="Comments")
    expect(discussion.get_by_role("heading", name="0 Comments")).to_be_visible()
    expect(discussion.get_by_text("No Comment", exact=True)).to_be_visible()
    discussion.get_by_role("link", name="Login to comment").click()
    expect(page.get_by_role("heading", name="Login to leave a comment")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Login with your Hiroba account")).to_be_visible()
    expect(page.get_by_role("link", name="User registration")).to_be_visible()


def test_a_japanese_story_has_an_address_of_its_own(page: Page) -> None:
    page.goto("/category/culture/広場の時計台/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("時計台")
    expect(comments(page).first).to_be_visible()


def test_the_house_rules_and_the_log_of_what_moderators_did_are_a_step_away(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="House rules").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("House rules")
    page.get_by_role("link", name="Moderation log").click()
    acts = page.get_by_role("main").get_by_role("listitem")
    expect(acts.filter(has_text="Argue with the words, not with the person").first).to_be_visible()
    expect(page.get_by_text("gullwing77")).to_have_count(0)


def test_a_page_that_is_not_there_says_so(page: Page, troubles: Any) -> None:
    troubles.expect("404")
    answer = page.goto("/category/politics/no-such-story/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text("There is no such story, or not yet.")).to_be_visible()
    page.get_by_role("link", name="To the front page").click()
    expect(page).to_have_url("/")
