"""The keyboard alone: every step of a visit, and always a sight of where one is."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import (
    EDITOR,
    READER,
    Others,
    Story,
    Visit,
    both_ways,
    comment,
    field,
    log_in,
    signed_in,
    standing,
)

pytestmark = pytest.mark.journey

# What has the focus is drawn with an outline, stands in the window, and is not wholly covered by something else.
SIGHT_OF_FOCUS = """() => {
    const found = document.activeElement, style = getComputedStyle(found);
    const { left, top, right, bottom, width, height } = found.getBoundingClientRect();
    const points = [[left + width / 2, top + height / 2], [left + 3, top + 3], [right - 3, bottom - 3]];
    const seen = points.map(([x, y]) => document.elementFromPoint(x, y)).some((top) => found.contains(top));
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return outlined && seen ? "" : `${found.outerHTML.slice(0, 120)} outlined: ${outlined}, seen: ${seen}`;
}"""


@pytest.fixture
def theirs(others: Others) -> int:
    return others.say(EDITOR, "A remark to be voted on and answered.")


def tab_to(page: Page, found: Locator, *, key: str = "Tab", most: int = 40) -> None:
    """Presses Tab until this has the focus; at each stop on the way the focus can be seen."""
    page.wait_for_load_state()
    for _ in range(most):
        page.keyboard.press(key)
        assert page.evaluate(SIGHT_OF_FOCUS) == ""
        if found.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"{most} steps did not lead to {found}.")


@both_ways
def test_a_member_votes_and_replies_with_the_keyboard_alone(
    visit: Visit, story: Story, theirs: int, javascript: bool
) -> None:
    page = signed_in(visit, READER)
    page.goto(story.url)
    found = standing(theirs, page)
    writing = field(page, found)
    tab_to(page, page.get_by_role("link", name="Skip to the content"), most=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()

    up = found.get_by_role("button", name="Vote up")
    tab_to(page, up)
    page.keyboard.press("Enter")
    expect(found.locator(".tally")).to_have_text("1 ( +1 / -0 )")
    if not javascript:
        tab_to(page, up)
    expect(up).to_be_focused()
    page.keyboard.press("Space")
    expect(found.locator(".tally")).to_have_text("0 ( +0 / -0 )")

    tab_to(page, found.get_by_role("button", name="Reply"))
    page.keyboard.press("Enter")
    if not javascript:
        expect(page.get_by_role("heading", level=1)).to_have_text("Reply to Ines Okabe")
        tab_to(page, writing)
    expect(writing).to_be_focused()
    page.keyboard.type("Written without a mouse.")
    tab_to(page, page.locator("form").filter(has=writing).get_by_role("button", name="Post comment"))
    page.keyboard.press("Enter")
    mine = comment(page, "Written without a mouse.")
    expect(mine).to_be_visible()
    expect(mine).to_be_focused()
    tab_to(page, mine.get_by_role("link", name="Mio Tanaka").first, most=1)


def test_somebody_finds_the_menu_and_logs_out_with_the_keyboard_alone(page: Page) -> None:
    log_in(page, READER)
    expect(page).to_have_url("/")
    tab_to(page, page.locator("header .menu > summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Log out"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are logged out.")).to_be_visible()


def test_a_visitor_logs_in_from_below_an_article_with_the_keyboard_alone(
    page: Page, story: Story, theirs: int
) -> None:
    page.goto(story.url)
    tab_to(page, page.get_by_role("link", name="Login to comment"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Login with your Hiroba account"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    tab_to(page, page.get_by_label("E-mail or name"))
    page.keyboard.type(READER)
    tab_to(page, page.get_by_label("Password", exact=True), most=1)
    page.keyboard.type("hiroba-demo")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{story.url}#respond")
    tab_to(page, field(page))


def test_a_branch_is_folded_with_the_keyboard_and_its_links_are_passed_over(
    page: Page, story: Story, others: Others, theirs: int
) -> None:
    answer = others.say(EDITOR, "An answer to fold away.", under=theirs)
    page.goto(story.url)
    fold = page.locator(f"#branch-{theirs} details.replies > summary")
    tab_to(page, fold)
    page.keyboard.press("Enter")
    expect(standing(answer, page)).to_be_hidden()
    page.keyboard.press("Tab")
    assert not standing(answer, page).evaluate("one => one.contains(document.activeElement)")
