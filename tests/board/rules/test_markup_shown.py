"""The author's own words, out of the HTML that is stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules import markup
from board.rules.markup_shown import own_words


def test_words_of_others_are_left_out_however_deep_they_are_quoted() -> None:
    body = "Before.\n\n> #7 Bob:\n> theirs\n>\n> > older\n>\n> theirs too\n\nAfter.\n\n> of nobody\n\n- > in a list"
    rendered = markup.render(body, known_sources={7})
    assert own_words(rendered.html) == "Before.\nAfter."


@pytest.mark.parametrize(
    "body",
    [
        "One *two* **three** `four` [five](https://example.org 'title').",
        "One\ntwo\n\nthree",
        "- a\n- b\n\n1. c",
        "```\ncode & <b>\n```",
        "a < b && c > \"d\" 'e'",
        "https://example.org/?a=1&b=2",
        "夜の渡船\nは十一時",
    ],
)
def test_they_are_what_the_markdown_says(body: str) -> None:
    assert own_words(markup.render(body).html) == markup.plain_words(body)


@given(st.text(alphabet="ab *_`[]()<>#-+1.\n\\&;\"'車。", max_size=80))
def test_no_words_are_invented_and_none_are_lost(body: str) -> None:
    assert own_words(markup.render(body).html).split() == markup.plain_words(body).split()


@given(st.text(alphabet="ab >*`-\n", max_size=60))
def test_quotes_of_any_shape_are_left_out(body: str) -> None:
    assert own_words(markup.render(body).html).split() == markup.plain_words(body).split()
