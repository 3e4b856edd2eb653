"""The quote that a reply begins with, and that it says what its source says."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from board.rules.markup import Passage, clean_source, plain_words, quote_markdown, render, without_quotes_of
from board.rules.markup_text import plain_lines

MARKUP = st.sampled_from(
    [
        "*", "**", "_", "__", "`", "``", "```\n", "~~~\n", "> ", ">", "- ", "-\t", "+ ", "1. ", "2) ",
        "10. ", "    ", "\t", "  ", "\n", "\n\n", "[", "]", "(", ")", "[a]", "[a]: ", "/url", "<",
        "https://a.example/b_c", "@", " ", "a", "b c", "word", "。", "「", "」", "重要", "です", "&amp;",
        "&#x202e;", "&nbsp;", "&", "\\", "!", "#", "#1 Bob:\n", "#article:\n", "> #1 Bob:\n", "> > #2 X:\n",
        "***", "---", ":", "\u3000", "\u200b", "'", '"', "<a@b.example>", "\ufe0f", "e\u0301", "\r\n",
        "\u2028", "\x00",
    ]
)  # fmt: skip
TEXTS = st.lists(MARKUP | st.text(max_size=3), max_size=25).map("".join)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Words.", "> #12 Alice:\n> Words.\n\n"),
        ("One\ntwo\n\nthree", "> #12 Alice:\n> One\n> two\n>\n> three\n\n"),
        ("言葉。", "> #12 Alice:\n> 言葉。\n\n"),
        ("*Words*", "> #12 Alice:\n>\n> *Words*\n\n"),
        ("2. two", "> #12 Alice:\n>\n> 2. two\n\n"),
        ("    code", "> #12 Alice:\n>\n>     code\n\n"),
        ("\tcode", "> #12 Alice:\n>\n>     code\n\n"),
        ("a\tb", "> #12 Alice:\n> a   b\n\n"),
        ("> #5 Bob:\n> his\n\nhers", "> #12 Alice:\n>\n> > #5 Bob:\n> > his\n>\n> hers\n\n"),
        ("one\r\ntwo \n", "> #12 Alice:\n> one\n> two\n\n"),
        ("", "> #12 Alice:\n\n"),
    ],
)
def test_each_line_is_quoted_under_the_line_that_names_the_source(text: str, markdown: str) -> None:
    assert quote_markdown(12, "Alice", text) == markdown


@pytest.mark.parametrize(
    ("source", "name", "line"),
    [
        (12, "Alice", "#12 Alice:"),
        (12, "田中 太郎", "#12 田中 太郎:"),
        (12, " Alice\n> \tSmith ", r"#12 Alice \> Smith:"),
        (12, "*Alice* `a` [b] <c> &amp; \\", r"#12 \*Alice\* \`a\` \[b\] \<c\> \&amp; \\:"),
        (12, "_a_b_", r"#12 \_a_b\_:"),
        (12, "\u202eecila\x00", "#12 ecila:"),
        (12, "", "#12:"),
        (12, "\u200b \u3000", "#12:"),
        (None, "", "#article:"),
        (None, "Ferry to stay", "#article Ferry to stay:"),
    ],
)
def test_the_naming_line_is_one_harmless_line(source: int | None, name: str, line: str) -> None:
    markdown = quote_markdown(source, name, "Words.")
    assert markdown == f"> {line}\n> Words.\n\n"
    assert render(markdown, known_sources={source}).passages == (Passage(0, source, "Words.", None),)
    assert "<em>" not in render(markdown).html


@pytest.mark.parametrize(
    ("selection", "lines"),
    [
        ("some words", "> some words\n"),
        (" one \t two\n\n\nthree\n ", "> one two\n>\n>\n> three\n"),
        ("\n\none", "> one\n"),
        ("X marks X", "> X marks X\n"),
        ("2 * 3 * 4", ">\n> 2 * 3 * 4\n"),
        ("so *this*", "> so \\*this\\*\n"),
        ("- a\n+ b\n~~~", ">\n> \\- a\n> \\+ b\n> \\~~~\n"),
        ("x - y\n1. a\n12) b", "> x - y\n> 1\\. a\n> 12\\) b\n"),
        ("> a", ">\n> \\> a\n"),
        ("[a](/b) snake_case _c_ &lt; <https://d.example> \\*", None),
        ("    indented", "> indented\n"),
        ("#5 Bob:\nwords", ">\n> #5 Bob:\n> words\n"),
        ("https://a.example/b_c*", "> https://a.example/b_c*\n"),
        ("a\x00b\u202ec\r\nd", "> abc\n> d\n"),
        ("```\ncode\n```", ">\n> \\`\\`\\`\n> code\n> \\`\\`\\`\n"),
        ("2019 was\n[a]: /x", ">\n> 2019 was\n> [a]: /x\n"),
    ],
)
def test_a_selection_is_quoted_as_it_reads(selection: str, lines: str | None) -> None:
    markdown = quote_markdown(12, "Alice", "All *the* text.", selection)
    if lines:
        assert markdown == f"> #12 Alice:\n{lines}\n"
    words = "\n".join(plain_lines(clean_source(selection)))
    assert render(markdown, known_sources={12}).passages == (Passage(0, 12, words, None),)


@pytest.mark.parametrize("selection", ["", " \n\t", "\x00", "\u200b"])
def test_without_a_selection_the_whole_text_is_quoted(selection: str) -> None:
    assert quote_markdown(12, "Alice", "All of it.", selection) == "> #12 Alice:\n> All of it.\n\n"


@given(TEXTS, st.text(max_size=8), st.sampled_from([7, None]))
def test_a_whole_quote_has_the_words_of_its_source(text: str, name: str, source: int | None) -> None:
    reply = render(quote_markdown(source, name, text) + "Mine.", known_sources={source})
    assert reply.passages[0] == Passage(0, source, plain_words(text), None)
    assert all(passage.parent is not None for passage in reply.passages[1:])
    assert reply.words == "Mine."


@given(TEXTS)
def test_quotes_inside_a_quote_keep_their_own_sources(text: str) -> None:
    assume(text.count(">") < 9)  # deeper quotes become text
    known = {1, 2, None}
    quoted = render(text, known_sources=known).passages
    reply = render(quote_markdown(7, "Alice", text), known_sources=known | {7}).passages
    assert [(passage.source, passage.words) for passage in reply[1:]] == [
        (passage.source, passage.words) for passage in quoted
    ]


@given(TEXTS, TEXTS)
def test_a_selection_has_just_its_own_words(text: str, selection: str) -> None:
    words = "\n".join(plain_lines(clean_source(selection)))
    reply = render(quote_markdown(7, "Alice", text, selection) + "Mine.", known_sources={7, 1, 2, None})
    assert reply.words == "Mine."
    assert reply.passages[0].words == (words or plain_words(text))
    assert len(reply.passages) == 1 or not words


@given(TEXTS, st.text(max_size=8))
def test_a_quote_of_an_unknown_source_stays_a_quote(text: str, name: str) -> None:
    reply = render(quote_markdown(7, name, text) + "Mine.")
    assert reply.passages == ()
    assert reply.words == "Mine."


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("> #12 Bob:\n> Words.\n\nNot so.", "Not so."),
        ("Before.\n\n> #12 Bob:\n> Words.\n\nAfter.", "Before.\n\n\nAfter."),
        ("> #12 Bob:\n> One.\n\nYes.\n\n> #12:\n> Two.\n\nNo.", "Yes.\n\n\nNo."),
        ("> #13 Amy:\n> > #12 Bob:\n> > Words.\n>\n> Mine.\n\nNot so.", "> #13 Amy:\n>\n> Mine.\n\nNot so."),
        ("> #12 Bob:\n> > #13 Amy:\n> > Hers.\n>\n> His.\n\nNot so.", "Not so."),
        ("> #12 Bob:\n> Words.\nthat readers see in it, too\n\nNot so.", "Not so."),
        ("> #13 Amy:\n> Words.\n\nNot so.", "> #13 Amy:\n> Words.\n\nNot so."),
        ("> #123 Amy:\n> Words.", "> #123 Amy:\n> Words."),
        ("> Somebody's words, without a name.", "> Somebody's words, without a name."),
        ("> #12 Bob:\n> Words.", ""),
    ],
)
def test_the_quotes_of_one_comment_are_taken_out_of_a_text(text: str, rest: str) -> None:
    assert without_quotes_of(12, text) == rest


def test_more_quotes_of_it_than_are_marked_at_once_are_all_taken_out() -> None:
    text = "\n\n".join(f"> #12 Bob:\n> Words {n}.\n\nNo {n}." for n in range(120))
    rest = without_quotes_of(12, text)
    assert "Words" not in rest and "#12" not in rest and rest.count("No ") == 120


@given(TEXTS)
def test_what_is_left_quotes_it_no_more_and_still_quotes_whom_else_it_quoted_outside(text: str) -> None:
    rest = without_quotes_of(1, text)
    assert not [one for one in render(rest, known_sources={1}).passages if one.source == 1]
    assert without_quotes_of(1, rest) == rest
