"""A senior moderator tries a word rule, saves it, and it holds what a member writes in disguise; another refuses."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import MOBILE
from tests.journeys.steps import (
    ADMIN,
    MODERATOR,
    READER,
    Others,
    Story,
    Visit,
    both_ways,
    comment,
    field,
    press,
    send,
    signed_in,
)
from tests.journeys.test_every_page import TOO_WIDE, faults, with_axe

pytestmark = pytest.mark.journey

ADD = "/admin/board/wordrule/add/"
# Each way has words of its own: the site is the same for both.
WORDS = {True: ("glass herring", "Gläss h3rring"), False: ("paper herring", "Paper h3rring")}


def fill_in(page: Page, words: str, effect: str, example: str = "") -> None:
    page.goto(ADD)
    page.get_by_label("Words:").fill(words)
    page.get_by_role("radio", name=effect).check()
    page.get_by_label("A text of your own").fill(example)


@both_ways
def test_a_rule_is_tried_and_saved_and_then_holds_what_is_written_in_disguise(
    visit: Visit, site: Any, story: Story, others: Others, javascript: bool
) -> None:
    words, disguised = WORDS[javascript]
    before = others.say(MODERATOR, f"Who buys a {words.upper()} anyway?")
    senior, reader = signed_in(visit, ADMIN), signed_in(visit, READER)
    fill_in(senior, words, "hold for a moderator", f"One {words}. Two {words}s.")
    press(senior.get_by_role("main"), "Try it")
    tried = senior.get_by_role("region", name="What it would have caught")
    expect(tried.get_by_role("link", name=f"#{before}")).to_be_visible()
    expect(tried.locator("mark")).to_have_text([words, words.upper()])
    expect(senior.get_by_label("Words:")).to_have_value(words)
    press(senior.get_by_role("main"), "Save")
    expect(senior.get_by_text("was added successfully")).to_be_visible()

    reader.goto(story.url)
    field(reader).fill(f"Buy my {disguised}, neighbours.")
    send(field(reader))
    held = comment(reader, "Buy my")
    expect(held).to_contain_text("because it holds words that a moderator looks at first")
    expect(held).not_to_contain_text(words)

    senior.goto("/admin/desk/?only=held")
    case = senior.locator(".case").filter(has_text=disguised)
    expect(case).to_contain_text(words)
    expect(case.locator("mark").first).to_have_text(disguised)


@both_ways
def test_a_text_that_a_rule_refuses_is_not_lost(
    visit: Visit, site: Any, story: Story, javascript: bool, troubles: Any
) -> None:
    troubles.expect("422")
    words = "wooden " + WORDS[javascript][0]
    senior, reader = signed_in(visit, ADMIN), signed_in(visit, READER)
    fill_in(senior, words, "refuse")
    press(senior.get_by_role("main"), "Save")
    reader.goto(story.url)
    text = f"I like my {words} warm."
    field(reader).fill(text)
    send(field(reader))
    expect(reader.get_by_role("alert")).to_contain_text(f"“{words}”")
    expect(field(reader)).to_have_value(text)
    field(reader).fill("I like it warm.")
    send(field(reader))
    expect(comment(reader, "I like it warm.")).to_be_visible()


def test_the_page_of_a_rule_can_be_read_in_both_themes_and_on_a_phone(visit: Visit) -> None:
    page = with_axe(signed_in(visit, ADMIN))
    fill_in(page, "ferry", "hold for a moderator", "The ferry is late.")
    press(page.get_by_role("main"), "Try it")
    expect(page.get_by_role("region", name="What it would have caught")).to_be_visible()
    assert not faults(page)
    page.set_viewport_size(MOBILE)
    assert page.evaluate(TOO_WIDE) == []
