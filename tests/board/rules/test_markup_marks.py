"""Where the words stand that caught a comment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules import markup
from board.rules.markup_marks import mark, words_in
from board.rules.words import Words


def by_rule(html: str, words: str) -> str:
    rule = Words([(0, words)])
    return mark(html, lambda text: [(one.start, one.end) for one in rule.find(text)])


@pytest.mark.parametrize(
    ("html", "words", "marked"),
    [
        ("<p>Cheap rates</p>", "cheap RATES", "<p><mark>Cheap rates</mark></p>"),
        ("<p>Cheap\nrates, cheap rates</p>", "cheap rates",
         "<p><mark>Cheap\nrates</mark>, <mark>cheap rates</mark></p>"),
        ("<p>a &lt;b&gt; &amp; c</p>", "<b> &", "<p>a <mark>&lt;b&gt; &amp;</mark> c</p>"),
        ("<p>嘘つきです</p>", "嘘つき", "<p><mark>嘘つき</mark>です</p>"),
        ('<p><a href="/rates" title="a > rates">x</a></p>', "rates", '<p><a href="/rates" title="a > rates">x</a></p>'),
        ("<p>ch<em>ea</em>p</p>", "cheap",
         "<p><mark>ch</mark><em><mark>ea</mark></em><mark>p</mark></p>"),
        ("<p>one</p><p>two</p>", "onetwo", "<p>one</p><p>two</p>"),
        ("<p>one</p>", "", "<p>one</p>"),
    ],
)  # fmt: skip
def test_words_are_marked_in_the_text_alone(html: str, words: str, marked: str) -> None:
    assert mark(html, words_in(words)) == marked


def test_what_a_rule_finds_is_marked_however_it_is_disguised() -> None:
    assert by_rule("<p>Buy c.h.e.a.p and CHËÄP.</p>", "cheap").count("<mark>") >= 1
    assert by_rule("<p>ch<strong>eap</strong></p>", "cheap") == (
        "<p><mark>ch</mark><strong><mark>eap</mark></strong></p>"
    )


@given(st.text(max_size=80), st.text(max_size=6))
def test_nothing_but_marks_is_added_whatever_is_written(text: str, words: str) -> None:
    html = markup.render(text).html
    marked = mark(html, words_in(words))
    assert marked.replace("<mark>", "").replace("</mark>", "").replace("\xa0", "&nbsp;") == html.replace(
        "\xa0", "&nbsp;"
    )
