"""A member writes: a comment, replies, a preview, a mention; changes their words, takes them back."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    EDITOR,
    Others,
    Story,
    Visit,
    announced,
    both_ways,
    comment,
    comments,
    field,
    identity,
    pinned,
    press,
    say,
    send,
    signed_in,
    standing,
)

pytestmark = pytest.mark.journey


@pytest.fixture
def page(reader: Page) -> Page:
    return reader


@both_ways
def test_a_member_comments_and_stands_before_their_comment(
    page: Page, story: Story, javascript: bool
) -> None:
    field(page).fill("First line.\nSecond line, with *emphasis*.")
    send(field(page))
    mine = comment(page, "Second line, with emphasis.")
    expect(mine.get_by_role("link", name="Mio Tanaka")).to_be_visible()
    expect(mine.get_by_role("emphasis")).to_have_text("emphasis")
    expect(mine.locator(".tally")).to_have_text("0 ( +0 / -0 )")
    expect(page.get_by_role("heading", name="1 Comment", exact=True)).to_be_visible()
    expect(page.get_by_text("No Comment", exact=True)).to_have_count(0)
    expect(mine).to_be_in_viewport()
    expect(field(page)).to_have_value("")
    if javascript:
        expect(announced(page)).to_have_text("Your comment has been posted.")
        expect(mine).to_be_focused()
        expect(page).to_have_url(story.url)
    else:
        expect(page).to_have_url(f"{story.url}#comment-{identity(mine)}")
    page.goto(story.url)
    expect(page.get_by_role("link", name="1 Comment", exact=True)).to_be_visible()


@both_ways
def test_replies_stand_below_what_they_answer_three_deep(page: Page, javascript: bool) -> None:
    first = say(page, "Who has the key?")
    second = say(page, "The baker has it.", under=first)
    third = say(page, "Which baker?", under=second)
    last = say(page, "The night baker, of course.", under=third)
    if javascript:
        expect(last).to_be_focused()
        expect(announced(page)).to_have_text("Your comment has been posted.")
    for below, above in ((second, first), (third, second), (last, third)):
        expect(page.locator(f"#replies-{identity(above)}").locator(below)).to_be_visible()
    expect(page.get_by_role("heading", name="4 Comments")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(1)


@both_ways
def test_a_preview_shows_the_text_as_it_will_read_and_keeps_it(page: Page, javascript: bool) -> None:
    typed = "**Strong** words and https://example.org/well\n\n- one\n- two"
    field(page).fill(typed)
    send(field(page), "Preview")
    preview = page.get_by_role("group", name="Preview")
    expect(preview.get_by_role("strong")).to_have_text("Strong")
    expect(preview.get_by_role("link", name="https://example.org/well")).to_have_attribute(
        "rel", re.compile("ugc")
    )
    expect(preview.get_by_role("listitem")).to_have_count(2)
    expect(field(page)).to_have_value(typed)
    if javascript:
        expect(field(page)).to_be_focused()
    expect(comments(page)).to_have_count(0)
    send(field(page))
    expect(comment(page, "Strong words and")).to_be_visible()


@both_ways
def test_a_name_with_an_at_sign_links_to_a_member_who_takes_part(
    visit: Visit, page: Page, story: Story
) -> None:
    first = say(page, "I saw the key at the bakery.")
    editor = signed_in(visit, EDITOR)
    editor.goto(story.url)
    answer = say(editor, "@mio tanaka, are you sure? @Jonas Hale was not there.", under=pinned(first, editor))
    expect(answer.get_by_role("link", name="@mio tanaka")).to_have_attribute("href", "/member/mio-tanaka/")
    expect(answer.get_by_role("link", name="Jonas")).to_have_count(0)


@both_ways
def test_an_edited_comment_says_so_and_its_first_version_stays_readable(page: Page, javascript: bool) -> None:
    mine = say(page, "The pump was built in 1911.")
    writing = field(page, mine)
    press(mine, "Edit")
    expect(writing).to_have_value("The pump was built in 1911.")
    writing.fill("The pump was built in 1912.")
    send(writing)
    expect(mine.locator(".text")).to_have_text("The pump was built in 1912.")
    if javascript:
        expect(announced(page)).to_have_text("Your comment has been changed.")
        expect(mine).to_be_focused()
    mine.get_by_role("link", name="edited").click()
    expect(page.locator(".versions > li .text")).to_have_text(
        ["The pump was built in 1912.", "The pump was built in 1911."]
    )


@both_ways
def test_a_deleted_comment_without_replies_is_gone(page: Page, story: Story, javascript: bool) -> None:
    mine = say(page, "I should not have said this.")
    press(mine, "Delete")
    confirm = page.locator("form.confirm")
    expect(confirm).to_contain_text("Delete this comment? This cannot be undone.")
    confirm.get_by_role("button", name="Delete").click()
    expect(mine).to_have_count(0)
    expect(page.get_by_role("heading", name="0 Comments")).to_be_visible()
    if javascript:
        expect(announced(page)).to_have_text("Your comment has been deleted.")
    page.goto(story.url)
    expect(page.get_by_text("No Comment", exact=True)).to_be_visible()


@both_ways
def test_a_deleted_comment_with_replies_leaves_a_tombstone(page: Page) -> None:
    mine = say(page, "I should not have said this either.")
    answer = say(page, "And yet somebody answered.", under=mine)
    press(mine, "Delete")
    page.locator("form.confirm").get_by_role("button", name="Delete").click()
    expect(mine.get_by_text("Deleted by its author")).to_be_visible()
    expect(mine.get_by_role("button")).to_have_count(0)
    expect(answer).to_be_visible()
    expect(page.get_by_role("heading", name="1 Comment", exact=True)).to_be_visible()
    assert "I should not have said this either." not in page.content()


def test_a_fold_says_how_many_replies_it_holds_when_one_comes_and_goes(
    page: Page, story: Story, others: Others
) -> None:
    first = others.say(EDITOR, "Who has the key?")
    others.say(EDITOR, "Not I.", under=first)
    page.goto(story.url)
    fold = page.locator(f"#branch-{first} details.replies > summary")
    expect(fold).to_have_text("1 reply")
    mine = say(page, "The baker has it.", under=standing(first, page))
    expect(fold).to_have_text("2 replies")
    press(mine, "Delete")
    press(mine.locator("form"), "Delete")
    expect(mine).to_have_count(0)
    expect(fold).to_have_text("1 reply")


@both_ways
def test_who_does_not_want_to_reply_edit_or_delete_after_all_is_back_where_they_were(
    page: Page, javascript: bool
) -> None:
    mine = say(page, "This one I stand by.")
    for button, way_back in (("Reply", "Cancel"), ("Edit", "Cancel"), ("Delete", "Keep it")):
        press(mine, button)
        page.get_by_role("link", name=way_back).click()
        expect(page.get_by_role("link", name=way_back)).to_have_count(0)
        if javascript:
            expect(mine.get_by_role("button", name=button)).to_be_focused()
    expect(mine.locator(".text")).to_have_text("This one I stand by.")


@both_ways
def test_a_comment_without_words_of_its_own_is_told_what_to_do(page: Page, troubles: Any) -> None:
    troubles.expect("422")
    for typed, sentence in (
        ("  \n ", "Write something first."),
        ("> Only a quote.", "This is only a quote."),
    ):
        field(page).fill(typed)
        send(field(page))
        expect(page.get_by_role("alert")).to_contain_text(sentence)
        assert field(page).input_value().strip() == typed.strip()
    expect(page.get_by_role("textbox")).to_have_accessible_description(re.compile("This is only a quote."))
