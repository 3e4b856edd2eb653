"""Nothing that was typed is lost: whatever ends, breaks, closes or is pressed twice."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.steps import (
    MODERATOR,
    READER,
    Story,
    Visit,
    announced,
    both_ways,
    close_story,
    comment,
    comments,
    field,
    identity,
    log_in,
    press,
    say,
    send,
    signed_in,
)

pytestmark = pytest.mark.journey

LONG = "A long thought about the pump, not yet finished."


@pytest.fixture
def page(reader: Page) -> Page:
    return reader


def test_a_draft_is_back_after_the_page_is_loaded_again_and_gone_once_posted(page: Page) -> None:
    first = say(page, "Something to answer.")
    field(page).fill(LONG)
    press(first, "Reply")
    field(page, first).fill("An answer, half")
    page.reload()
    expect(field(page)).to_have_value(LONG)
    press(first, "Reply")
    expect(field(page, first)).to_have_value("An answer, half")
    send(field(page, first))
    expect(comment(page, "An answer, half")).to_be_visible()
    expect(field(page)).to_have_value(LONG)
    send(field(page))
    expect(comment(page, LONG)).to_be_visible()
    page.reload()
    expect(field(page)).to_have_value("")
    press(first, "Reply")
    expect(field(page, first)).to_have_value("")


def test_a_quote_that_is_asked_for_goes_before_the_answer_that_was_begun(page: Page) -> None:
    first = say(page, "Something to quote.")
    press(first, "Reply")
    field(page, first).fill("Begun.")
    page.reload()
    press(first, "Quote")
    expect(field(page, first)).to_have_value(
        re.compile(r"^> #\d+ Mio Tanaka:\n> Something to quote\.\n\nBegun\.$")
    )


def test_a_reply_that_is_begun_on_a_page_of_its_own_is_back_there_too_and_gone_once_posted(
    page: Page,
) -> None:
    first = say(page, "Something else to answer.")
    writing, address = field(page, first), f"/comments/{identity(first)}/reply/"
    page.goto(address)
    writing.fill(LONG)
    page.reload()
    expect(writing).to_have_value(LONG)
    send(writing)
    expect(comment(page, LONG)).to_be_in_viewport()
    page.goto(address)
    expect(writing).to_have_value("")


def test_an_edit_that_was_begun_is_back_after_the_page_is_loaded_again(page: Page) -> None:
    mine = say(page, "First words.")
    press(mine, "Edit")
    field(page, mine).fill("Better words, not yet sent")
    page.reload()
    press(mine, "Edit")
    expect(field(page, mine)).to_have_value("Better words, not yet sent")


@both_ways
@pytest.mark.parametrize("lost", [["sessionid"], ["sessionid", "csrftoken"]], ids=["session", "all cookies"])
def test_a_text_typed_while_the_session_ended_is_back_after_logging_in(
    page: Page, story: Story, troubles: Any, javascript: bool, lost: list[str]
) -> None:
    troubles.expect("403")
    field(page).fill(LONG)
    forget(page.context, lost)
    send(field(page))
    if lost == ["sessionid"]:
        expect(page).to_have_url(re.compile("/accounts/login/"))
    elif javascript:
        expect(announced(page)).to_contain_text("Your session has ended. Your text is kept")
        expect(field(page)).to_have_value(LONG)
        page.reload()
        page.get_by_role("link", name="Login with your Hiroba account").click()
    else:
        expect(page.get_by_role("heading", level=1)).to_have_text("Your session has ended")
        expect(page.get_by_label("Your text")).to_have_value(LONG)
        page.get_by_role("button", name="Send again").click()
    log_in(page, READER)
    writing = page.get_by_role("textbox", name="Your comment")
    expect(writing).to_have_value(LONG)
    send(writing)
    expect(comment(page, LONG)).to_be_visible()
    page.goto(story.url)
    expect(comments(page)).to_have_count(1)
    expect(field(page)).to_have_value("")


def forget(context: BrowserContext, names: list[str]) -> None:
    assert {cookie["name"] for cookie in context.cookies()} >= set(names)
    for name in names:
        context.clear_cookies(name=name)


@both_ways
def test_a_text_that_is_too_long_is_kept_with_a_sentence_that_says_by_how_much(
    page: Page, troubles: Any, javascript: bool
) -> None:
    troubles.expect("422")
    text = "pump " * 2000 + "over"
    field(page).fill(text)
    if javascript:
        expect(page.locator("[data-counter]")).to_have_text("10,004 / 10,000")
    send(field(page))
    alert = page.get_by_role("alert")
    expect(alert).to_have_text("This is 4 characters too long: a comment holds 10000.")
    expect(field(page)).to_have_value(text)
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    field(page).fill("Shorter.")
    send(field(page))
    expect(comment(page, "Shorter.")).to_be_visible()


@both_ways
def test_a_text_is_kept_when_the_discussion_was_closed_meanwhile(
    visit: Visit, page: Page, story: Story, troubles: Any
) -> None:
    troubles.expect("409")
    field(page).fill(LONG)
    close_story(signed_in(visit, MODERATOR), story)
    send(field(page))
    expect(page.get_by_role("alert")).to_have_text("This discussion is closed. You can still read it.")
    expect(page.get_by_role("textbox", name="Your comment")).to_have_value(LONG)


def test_a_text_is_kept_when_the_site_cannot_be_reached(page: Page, troubles: Any) -> None:
    troubles.expect("ERR_INTERNET_DISCONNECTED")
    troubles.expect("htmx:")
    field(page).fill(LONG)
    page.context.set_offline(True)
    send(field(page))
    expect(announced(page)).to_contain_text("We could not reach the site. Nothing you typed is lost")
    expect(field(page)).to_have_value(LONG)
    page.context.set_offline(False)
    send(field(page))
    expect(comment(page, LONG)).to_be_visible()


def test_a_text_is_kept_when_something_breaks_on_the_site(page: Page, troubles: Any) -> None:
    troubles.expect("500")
    field(page).fill(LONG)
    page.route("**/articles/*/comments/", lambda route: route.fulfill(status=500, body="<h1>Broken</h1>"))
    send(field(page))
    expect(announced(page)).to_contain_text("Something broke on our side. Nothing you typed is lost")
    expect(field(page)).to_have_value(LONG)
    page.unroute_all()
    send(field(page))
    expect(comment(page, LONG)).to_be_visible()


@both_ways
def test_a_double_click_posts_one_comment(page: Page, site: Any, story: Story) -> None:
    field(page).fill(LONG)
    page.get_by_role("button", name="Post comment").dblclick()
    expect(comment(page, LONG)).to_be_visible()
    expect(page.get_by_role("heading", name="1 Comment", exact=True)).to_be_visible()
    page.goto(story.url)
    expect(comments(page)).to_have_count(1)
    assert site.sql("SELECT count(*) FROM board_comment WHERE article_id = ?", story.pk) == [(1,)]
