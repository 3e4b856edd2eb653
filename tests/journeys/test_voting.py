"""Votes: up, down, changed, taken back; who may not, and how a visitor comes to it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.steps import (
    EDITOR,
    MINUTES,
    READER,
    Others,
    Story,
    Visit,
    announced,
    both_ways,
    comments,
    identity,
    log_in,
    press,
    signed_in,
    standing,
)

pytestmark = pytest.mark.journey


@pytest.fixture
def theirs(others: Others) -> int:
    """An editor's second comment: the first is so long that it has to be scrolled past."""
    others.say(EDITOR, "At length.\n\n" + "It goes on.\n\n" * 30)
    return others.say(EDITOR, "And that is all.")


def up(found: Locator) -> Locator:
    return found.get_by_role("button", name="Vote up")


def down(found: Locator) -> Locator:
    return found.get_by_role("button", name="Vote down")


@both_ways
def test_a_vote_is_cast_taken_back_and_changed(
    visit: Visit, story: Story, theirs: int, javascript: bool
) -> None:
    page = signed_in(visit, READER)
    page.goto(story.url)
    found, tally = standing(theirs, page), standing(theirs, page).locator(".tally")
    for button, words, pressed, said in (
        (up(found), "1 ( +1 / -0 )", True, r"Voted up\. 1 points?, 1 up, 0 down"),
        (up(found), "0 ( +0 / -0 )", False, r"Vote taken back\. 0 points, 0 up, 0 down"),
        (up(found), "1 ( +1 / -0 )", True, r"Voted up\. 1 points?, 1 up, 0 down"),
        (down(found), "-1 ( +0 / -1 )", True, r"Voted down\. -1 points, 0 up, 1 down"),
    ):
        button.click()
        expect(tally).to_have_text(words)
        expect(button).to_have_attribute("aria-pressed", str(pressed).lower())
        if javascript:
            expect(announced(page)).to_have_text(re.compile(said))
        else:
            expect(page).to_have_url(f"{story.url}#comment-{identity(found)}")
    expect(up(found)).to_have_attribute("aria-pressed", "false")
    page.goto(story.url)
    expect(tally).to_have_text("-1 ( +0 / -1 )")
    expect(down(found)).to_have_attribute("aria-pressed", "true")


def test_focus_and_page_stay_where_they_are_when_somebody_votes(
    visit: Visit, story: Story, theirs: int
) -> None:
    page = signed_in(visit, READER)
    page.goto(story.url)
    found = standing(theirs, page)
    up(found).scroll_into_view_if_needed()
    assert page.evaluate("scrollY") > 0
    before = up(found).bounding_box()
    for button, words in ((up(found), "1 ( +1 / -0 )"), (down(found), "-1 ( +0 / -1 )")):
        button.click()
        expect(found.locator(".tally")).to_have_text(words)
        expect(button).to_be_focused()
        assert up(found).bounding_box() == before
        assert page.url.endswith(story.url)


@both_ways
def test_nobody_votes_on_their_own_comment(
    visit: Visit, story: Story, theirs: int, troubles: Any, javascript: bool
) -> None:
    troubles.expect("403")
    page = signed_in(visit, EDITOR)
    page.goto(story.url)
    mine = standing(theirs, page)
    up(mine).click()
    sentence = page.get_by_text("You cannot vote on your own comment.")
    expect(sentence).to_be_visible()
    if javascript:
        expect(announced(page)).to_have_text("You cannot vote on your own comment.")
        expect(up(mine)).to_be_focused()
        expect(mine.locator(".tally")).to_have_text("0 ( +0 / -0 )")


@both_ways
def test_a_visitor_who_wants_to_vote_comes_back_to_the_comment_and_votes(
    visit: Visit, story: Story, theirs: int
) -> None:
    page = visit()
    page.goto(story.url)
    found = standing(theirs, page)
    up(found).click()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    log_in(page, READER)
    expect(page).to_have_url(f"{story.url}#comment-{identity(found)}")
    expect(found).to_be_in_viewport()
    up(found).click()
    expect(found.locator(".tally")).to_have_text("1 ( +1 / -0 )")


@both_ways
def test_a_visitor_who_wants_to_answer_comes_back_to_the_form(
    visit: Visit, story: Story, theirs: int
) -> None:
    page = visit()
    page.goto(story.url)
    press(standing(theirs, page), "Reply")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    log_in(page, READER)
    expect(page.get_by_role("heading", level=1)).to_have_text("Reply to Ines Okabe")
    page.get_by_role("textbox", name="Your comment").fill("I came a long way to say this.")
    press(page.get_by_role("main"), "Post comment")
    expect(page).to_have_url(re.compile(rf"{story.url}#comment-\d+$"))
    expect(page.locator("article:target")).to_contain_text("I came a long way to say this.")


@both_ways
def test_votes_are_closed_with_the_discussion(visit: Visit, troubles: Any) -> None:
    troubles.expect("409")
    page = signed_in(visit, READER)
    page.goto(MINUTES)
    up(comments(page).first).click()
    expect(page.get_by_text("This discussion is closed, and the votes with it.")).to_be_visible()
