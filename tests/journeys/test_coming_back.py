"""What is new: since the last visit, and while somebody reads."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    EDITOR,
    READER,
    Others,
    Story,
    Visit,
    both_ways,
    comment,
    comments,
    say,
    signed_in,
    standing,
)

pytestmark = pytest.mark.journey


@both_ways
def test_what_came_since_the_last_visit_is_marked_and_can_be_jumped_to(
    visit: Visit, story: Story, others: Others
) -> None:
    old = others.say(EDITOR, "An old remark.\n\n" + "It goes on.\n\n" * 30)
    page = signed_in(visit, READER)
    page.goto(story.url)
    expect(page.get_by_role("link", name="1 new")).to_have_count(0)
    new = [standing(others.say(EDITOR, f"New remark {number}."), page) for number in ("one", "two")]
    page.goto(story.url)
    for one in new:
        expect(one.get_by_text("New", exact=True)).to_be_visible()
    expect(standing(old, page).get_by_text("New", exact=True)).to_have_count(0)
    page.get_by_role("link", name="2 new").click()
    expect(new[0]).to_be_in_viewport()


def test_comments_that_come_while_somebody_reads_are_offered_and_never_pushed(
    page: Page, story: Story, others: Others
) -> None:
    others.say(EDITOR, "It was here before.")
    page.clock.install()
    page.goto(story.url)
    for number in ("one", "two", "three"):
        others.say(EDITOR, f"Remark {number}.")
    offer = page.get_by_text("3 new comments")
    expect(offer).to_have_count(0)
    page.clock.fast_forward("01:01")
    expect(offer).to_be_visible()
    expect(comments(page)).to_have_count(1)
    offer.click()
    expect(comment(page, "Remark three.")).to_be_in_viewport()
    expect(comments(page)).to_have_count(4)
    expect(offer).to_have_count(0)


def test_a_member_s_own_comments_are_not_offered_to_them(visit: Visit, story: Story) -> None:
    editor = signed_in(visit, EDITOR)
    editor.clock.install()
    editor.goto(story.url)
    say(editor, "My own words.")
    with editor.expect_response("**/new/?after=*") as answer:
        editor.clock.fast_forward("01:01")
    assert answer.value.text().strip() == ""
