"""Quoting: a whole comment, some of its words, the article's, several comments in one reply."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import (
    EDITOR,
    Story,
    Visit,
    both_ways,
    comment,
    field,
    identity,
    pinned,
    press,
    say,
    send,
    signed_in,
)

pytestmark = pytest.mark.journey


@pytest.fixture
def page(reader: Page) -> Page:
    return reader


def select(found: Locator, words: str) -> None:
    """Selects these words, which stand in one piece of text, as a reader does with the mouse or by touch."""
    found.evaluate(
        """(root, words) => {
            const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
            while (walk.nextNode() && !walk.currentNode.data.includes(words));
            const range = document.createRange(), start = walk.currentNode.data.indexOf(words);
            range.setStart(walk.currentNode, start);
            range.setEnd(walk.currentNode, start + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )
    found.page.wait_for_function("words => getSelection().toString() === words", arg=words)


@both_ways
def test_a_whole_comment_is_quoted_and_both_sides_show_it(page: Page, story: Story) -> None:
    # Short enough to be said twice, once in each way.
    first = say(page, "The key hung by the flour.\n\nIt hung for years.", shown="for years.")
    writing, pk = field(page, first), identity(first)
    press(first, "Quote")
    expect(writing).to_have_value(
        f"> #{pk} Mio Tanaka:\n> The key hung by the flour.\n>\n> It hung for years.\n\n"
    )
    writing.press("Control+End")
    writing.press_sequentially("Behind the flour!")
    send(writing)
    answer = comment(page, "Behind the flour!")
    source = answer.locator("blockquote").get_by_role(
        "link", name=re.compile(r"^Mio Tanaka Today \d\d:\d\d [ap]m JST$")
    )
    expect(source).to_have_attribute("href", re.compile(rf"^(#comment-{pk}|/comments/{pk}/)$"))
    expect(answer.locator("blockquote")).to_contain_text("It hung for years.")
    expect(answer.get_by_text("altered")).to_have_count(0)
    page.goto(story.url)
    first.get_by_text("Quoted by 1").click()
    first.get_by_role("listitem").get_by_role("link", name="Mio Tanaka").click()
    expect(pinned(answer)).to_be_in_viewport()


def test_only_the_words_that_were_selected_are_quoted(page: Page) -> None:
    first = say(page, "The key hung behind the flour, and *nobody* looked there.", shown="looked there.")
    writing = field(page, first)
    select(first.locator(".text"), "behind the flour")
    press(first, "Quote")
    expect(writing).to_have_value(f"> #{identity(first)} Mio Tanaka:\n> behind the flour\n\n")
    expect(writing).to_be_focused()
    writing.press_sequentially("Of all places.")
    send(writing)
    answer = comment(page, "Of all places.")
    expect(answer.locator("blockquote")).to_contain_text("behind the flour")
    expect(answer.get_by_text("altered")).to_have_count(0)


def test_words_selected_with_the_mouse_are_quoted(page: Page) -> None:
    first = say(page, "Padlock")
    first.locator(".text").get_by_text("Padlock").dblclick()
    press(first, "Quote")
    expect(field(page, first)).to_have_value(f"> #{identity(first)} Mio Tanaka:\n> Padlock\n\n")


def test_words_selected_elsewhere_are_not_put_into_another_s_mouth(page: Page) -> None:
    first, second = say(page, "One said this."), say(page, "Another said that.")
    select(first.locator(".text"), "One said this.")
    press(second, "Quote")
    expect(field(page, second)).to_have_value(f"> #{identity(second)} Mio Tanaka:\n> Another said that.\n\n")


def test_the_article_s_own_words_are_quoted_as_the_article_s(page: Page) -> None:
    text = page.locator("#article-body")
    words = " ".join(text.locator("p").nth(1).inner_text().split()[1:5])
    select(text, words)
    page.get_by_role("button", name="Quote the article").click()
    expect(field(page)).to_have_value(f"> #article:\n> {words}\n\n")
    expect(field(page)).to_be_focused()
    field(page).press_sequentially("That is well put.")
    send(field(page))
    mine = comment(page, "That is well put.")
    expect(mine.locator("blockquote").get_by_role("link", name="From the article")).to_be_visible()
    expect(mine.get_by_text("altered")).to_have_count(0)


@pytest.mark.parametrize("javascript", [False], ids=["nojs"])
def test_without_javascript_the_article_s_standfirst_is_quoted(page: Page) -> None:
    page.get_by_role("button", name="Quote the article").click()
    expect(field(page)).to_have_value(re.compile(r"^> #article:\n> .+\n\n$"))
    field(page).fill(field(page).input_value() + "Well, well.")
    send(field(page))
    mine = comment(page, "Well, well.")
    expect(mine.locator("blockquote").get_by_role("link", name="From the article")).to_be_visible()
    expect(mine.get_by_text("altered")).to_have_count(0)


def test_one_reply_answers_two_comments(visit: Visit, page: Page, story: Story) -> None:
    first = say(page, "The pump is dry.")
    editor = signed_in(visit, EDITOR)
    editor.goto(story.url)
    second = say(editor, "The pump is locked.")
    page.goto(story.url)
    second = pinned(second, page)
    writing = field(page, first)
    press(first, "Quote")
    writing.press_sequentially("Is it? ")
    press(second, "Quote")
    expect(writing).to_have_value(
        f"> #{identity(first)} Mio Tanaka:\n> The pump is dry.\n\nIs it?"
        f"\n\n> #{identity(second)} Ines Okabe:\n> The pump is locked.\n\n"
    )
    expect(writing).to_be_focused()
    writing.press_sequentially("Both, then.")
    send(writing)
    answer = comment(page, "Both, then.")
    expect(answer.locator("blockquote")).to_have_count(2)
    expect(answer.locator("blockquote").last.get_by_role("link")).to_contain_text("Ines Okabe")
    expect(page.locator(f"#replies-{identity(first)}").locator(pinned(answer))).to_be_visible()


@both_ways
def test_an_altered_quote_is_marked_and_so_is_a_quote_of_what_was_edited_since(
    page: Page, story: Story
) -> None:
    first = say(page, "Nobody knew where the key was.")
    head = f"> #{identity(first)} Mio Tanaka:\n"
    false = say(page, f"{head}> Everybody knew where the key was.\n\nSo you say.", shown="So you say.")
    true = say(page, f"{head}> Nobody knew where the key was.\n\nTrue.", shown="True.")
    expect(false.locator("blockquote").get_by_text("altered")).to_be_visible()
    expect(true.locator("blockquote").get_by_text("altered")).to_have_count(0)
    writing = field(page, first)
    press(first, "Edit")
    writing.fill("Hardly anybody knew where the key was.")
    send(writing)
    expect(first.get_by_role("link", name="edited")).to_be_visible()
    page.goto(story.url)
    expect(true.locator("blockquote").get_by_text("edited since")).to_be_visible()
    expect(true.locator("blockquote").get_by_text("altered")).to_have_count(0)
