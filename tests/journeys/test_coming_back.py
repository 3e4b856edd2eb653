"""What is new: since the last visit, and while somebody reads."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    EDITOR,
    READER,
    Story,
    Visit,
    both_ways,
    comment,
    comments,
    pinned,
    say,
    signed_in,
)

pytestmark = pytest.mark.journey


@pytest.fixture
def editor(visit: Visit, story: Story) -> Page:
    page = signed_in(visit, EDITOR)
    page.goto(story.url)
    return page


@both_ways
def test_what_came_since_the_last_visit_is_marked_and_can_be_jumped_to(
    visit: Visit, story: Story, editor: Page
) -> None:
    old = say(editor, "An old remark.\n\n" + "It goes on.\n\n" * 30, shown="An old remark.")
    page = signed_in(visit, READER)
    page.goto(story.url)
    expect(page.get_by_role("link", name="1 new")).to_have_count(0)
    new = [pinned(say(editor, f"New remark {number}."), page) for number in ("one", "two")]
    page.goto(story.url)
    for one in new:
        expect(one.get_by_text("New", exact=True)).to_be_visible()
    expect(pinned(old, page).get_by_text("New", exact=True)).to_have_count(0)
    page.get_by_role("link", name="2 new").click()
    expect(new[0]).to_be_in_viewport()


def test_comments_that_come_while_somebody_reads_are_offered_and_never_pushed(
    visit: Visit, story: Story, editor: Page
) -> None:
    say(editor, "It was here before.")
    page = visit()
    page.clock.install()
    page.goto(story.url)
    for number in ("one", "two", "three"):
        say(editor, f"Remark {number}.")
    offer = page.get_by_text("3 new comments")
    expect(offer).to_have_count(0)
    page.clock.fast_forward("01:01")
    expect(offer).to_be_visible()
    expect(comments(page)).to_have_count(1)
    offer.click()
    expect(comment(page, "Remark three.")).to_be_in_viewport()
    expect(comments(page)).to_have_count(4)
    expect(offer).to_have_count(0)


def test_a_member_s_own_comments_are_not_offered_to_them(editor: Page, story: Story) -> None:
    editor.clock.install()
    editor.goto(story.url)
    say(editor, "My own words.")
    with editor.expect_response("**/new/?after=*") as answer:
        editor.clock.fast_forward("01:01")
    assert answer.value.text().strip() == ""
