"""Quotes that name their source: found in the text, marked in the HTML, completed or folded away later."""

import pytest

from board.rules.markup import Passage, assemble, render

HEADS = {0: "<p>head 0</p>", 1: "<p>head 1</p>"}
FOLDED = {0: "<p>gone 0</p>", 1: "<p>gone 1</p>"}


def quote(index: int, inside: str) -> str:
    return f'<!--quote {index}--><blockquote class="quote">\n{inside}</blockquote><!--/quote {index}-->\n'


@pytest.mark.parametrize(
    "source",
    [
        "> #12 Alice:\n> Words *here*.",
        "> #12 Alice:\n>\n> Words *here*.",
        ">#12 Alice:\n>Words *here*.",
        "> #12 Alice:\nWords *here*.",
        "> #12 Alice:  \n>    Words *here*.",
        "> #12 Alice: x:\t\n> Words *here*.",
        "> #12 田中：さん:\n> Words *here*.",
        "> #12\tAlice:\n> Words *here*.",
        "> #12 :\n> Words *here*.",
        "> #12:\n> Words *here*.",
        "> #0012 Alice:\n> Words *here*.",
        "> [x]: /y\n> #12 Alice:\n> Words *here*.",
        "   > #12 Alice:\n   > Words *here*.",
    ],
)
def test_a_quote_that_names_a_known_comment_is_attributed(source: str) -> None:
    rendered = render(source, known_sources=[12])
    assert rendered.html == quote(0, "<p>Words <em>here</em>.</p>\n")
    assert rendered.passages == (Passage(index=0, source=12, words="Words here.", parent=None),)
    assert rendered.words == ""


@pytest.mark.parametrize(
    "naming", ["#article", "#article:", "#article Ferry to stay:", "#article \t", "#article :"]
)
def test_a_quote_that_names_the_article_is_attributed(naming: str) -> None:
    rendered = render(f"> {naming}\n> Words.", known_sources={None})
    assert rendered.html == quote(0, "<p>Words.</p>\n")
    assert rendered.passages == (Passage(0, None, "Words.", None),)


@pytest.mark.parametrize(
    "naming",
    [
        "#12 Alice",
        "#12",
        "#12Alice:",
        "#12a Alice:",
        "#-12 Alice:",
        "#１２ Alice:",
        "# 12 Alice:",
        "\\#12 Alice:",
        "&#35;12 Alice:",
        "12 Alice:",
        "see #12 Alice:",
        "*#12 Alice:*",
        "#13 Alice:",
        "#" + "1" * 19 + " Alice:",
        "#" + "1" * 5000 + " Alice:",
        "#articles:",
        "#articlea b:",
        "#article Ferry to stay",
        "#Article:",
        "#12 Alice: and more",
        "#12 Alice：",
    ],
)
def test_other_first_lines_are_words_of_an_ordinary_quote(naming: str) -> None:
    rendered = render(f"> {naming}\n> Words.", known_sources={12, None, int("1" * 18)})
    assert rendered.passages == ()
    assert rendered.html.startswith("<blockquote>\n<p>")
    assert "Words." in rendered.html
    assert "<!--" not in rendered.html
    assert rendered.words == ""


def test_a_number_may_have_eighteen_digits() -> None:
    assert render("> #" + "1" * 18 + " Alice:\n> Words.", known_sources={int("1" * 18)}).passages


def test_an_unknown_source_stays_as_the_text_of_the_quote() -> None:
    source = "> #12 Alice:\n> Words."
    plain = "<blockquote>\n<p>#12 Alice:<br>\nWords.</p>\n</blockquote>\n"
    assert render(source).html == plain
    assert render(source, known_sources={13, None}).html == plain
    assert render(source.replace("12 Alice", "article"), known_sources={12}).html == plain.replace(
        "12 Alice", "article"
    )


@pytest.mark.parametrize(
    "source",
    [
        "#12 Alice:\nWords.",
        "- #12 Alice:\n  Words.",
        "> - #12 Alice:\n>   Words.",
        ">     #12 Alice:\n> Words.",
        "> ```\n> #12 Alice:\n> ```",
        "> Words.\n> #12 Alice:",
        "> Words.\n>\n> #12 Alice:\n> More.",
        "> ---\n> #12 Alice:\n> More.",
    ],
)
def test_only_the_first_line_of_a_quote_names_a_source(source: str) -> None:
    rendered = render(source, known_sources={12})
    assert rendered.passages == ()
    assert "#12 Alice:" in rendered.html


def test_an_attributed_quote_may_have_no_words() -> None:
    rendered = render("> #12 Alice:\n\nMine.", known_sources={12})
    assert rendered.html == (
        '<!--quote 0--><blockquote class="quote"></blockquote><!--/quote 0-->\n<p>Mine.</p>\n'
    )
    assert rendered.passages == (Passage(0, 12, "", None),)
    assert rendered.words == "Mine."


def test_a_quote_holds_every_kind_of_block() -> None:
    source = "> #12 Alice:\n>\n> 2. one\n>\n> ```\n> code\n> ```\n>\n> two\n> three"
    rendered = render(source, known_sources={12})
    assert rendered.passages[0].words == "one\ncode\ntwo\nthree"
    assert '<ol start="2">' in rendered.html


def test_nested_quotes_have_each_their_own_source() -> None:
    source = (
        "> #1 Alice:\n> outer\n>\n> > #2 Bob:\n> > inner\n> >\n> > > #article:\n> > > core\n>\n"
        "> outer again\n\nMine.\n\n> #2 Bob:\n> inner"
    )
    rendered = render(source, known_sources={1, 2, None})
    assert rendered.passages == (
        Passage(0, 1, "outer\nouter again", None),
        Passage(1, 2, "inner", 0),
        Passage(2, None, "core", 1),
        Passage(3, 2, "inner", None),
    )
    assert rendered.words == "Mine."
    core = quote(2, "<p>core</p>\n")
    inner = quote(1, "<p>inner</p>\n" + core)
    outer = quote(0, "<p>outer</p>\n" + inner + "<p>outer again</p>\n")
    assert rendered.html == outer + "<p>Mine.</p>\n" + quote(3, "<p>inner</p>\n")


def test_an_ordinary_quote_between_two_attributed_ones_has_no_index() -> None:
    source = (
        "> #1 Alice:\n> outer\n> > plain\n> > > #2 Bob:\n> > > inner\n> >\n> > x\n\n"
        "> plain\n> > #2 Bob:\n> > again"
    )
    rendered = render(source, known_sources={1, 2})
    assert rendered.passages == (
        Passage(0, 1, "outer", None),
        Passage(1, 2, "inner", 0),
        Passage(2, 2, "again", None),
    )
    assert rendered.html.count("<blockquote>") == 2
    assert rendered.html.count("<!--quote ") == rendered.html.count("<!--/quote ") == 3
    assert (
        "</blockquote><!--/quote 1-->\n<p>x</p>\n</blockquote>\n</blockquote><!--/quote 0-->" in rendered.html
    )


def test_a_quote_in_a_list_can_be_attributed() -> None:
    rendered = render("- > #1 Alice:\n  > words\n- mine", known_sources={1})
    assert rendered.html == (
        '<ul>\n<li>\n<!--quote 0--><blockquote class="quote">\n<p>words</p>\n</blockquote><!--/quote 0-->\n'
        "</li>\n<li>mine</li>\n</ul>\n"
    )
    assert rendered.words == "mine"


def test_only_the_first_fifty_quotes_are_attributed() -> None:
    rendered = render("> #1 Alice:\n> a\n\n" * 51, known_sources={1})
    assert [passage.index for passage in rendered.passages] == list(range(50))
    assert rendered.html.count("<!--quote ") == 50
    assert rendered.html.endswith("<blockquote>\n<p>#1 Alice:<br>\na</p>\n</blockquote>\n")


def test_unknown_sources_do_not_use_up_the_fifty() -> None:
    assert render("> #2 Bob:\n> a\n\n" * 60 + "> #1 Alice:\n> a", known_sources={1}).passages


@pytest.mark.parametrize(
    "forged",
    [
        '<!--quote 0--><blockquote class="quote">x</blockquote><!--/quote 0-->',
        "`<!--quote 0-->`",
        "```\n<!--quote 0--></blockquote>\n```",
        "```<!--/quote&#32;0-->\n```",
        "[a](/b '<!--quote 0--><blockquote class=\"quote\"></blockquote><!--/quote 0-->')",
        "[a](</b?<!--quote 0-->>)",
        "[a]: /b '</blockquote>'\n\n[a]",
        "&lt;!--quote 0--&gt;&lt;/blockquote&gt;",
        r"\<!--quote 0--\>\</blockquote\>",
        "https://example.com/<!--quote",
    ],
)
def test_the_markers_cannot_be_typed(forged: str) -> None:
    source = f"> #1 Alice:\n> a\n\n{forged}\n\n> {forged}\n\n- {forged}"
    html = render(source, known_sources={1}).html
    assert html.startswith(quote(0, "<p>a</p>\n"))
    rest = html.removeprefix(quote(0, "<p>a</p>\n"))
    assert "<!--" not in rest
    assert rest.count("<blockquote") == rest.count("<blockquote>") == rest.count("</blockquote>") == 1
    assert assemble(html, {}, {0: ""}) == "\n" + rest


NESTED = render(
    "a\n\n> #1 A:\n> b\n>\n> > #2 B:\n> > c\n>\n> > plain\n>\n> d\n\ne\n\n> #2 B:\n> f", known_sources={1, 2}
).html


def test_without_facts_only_the_markers_go() -> None:
    html = assemble(NESTED, {}, {})
    assert html == (
        '<p>a</p>\n<blockquote class="quote">\n<p>b</p>\n<blockquote class="quote">\n<p>c</p>\n'
        "</blockquote>\n<blockquote>\n<p>plain</p>\n</blockquote>\n<p>d</p>\n</blockquote>\n<p>e</p>\n"
        '<blockquote class="quote">\n<p>f</p>\n</blockquote>\n'
    )


def test_heads_go_before_the_words() -> None:
    html = assemble(NESTED, HEADS, {})
    assert '<blockquote class="quote"><p>head 0</p>\n<p>b</p>' in html
    assert '<blockquote class="quote"><p>head 1</p>\n<p>c</p>' in html
    assert '<blockquote class="quote">\n<p>f</p>' in html
    assert html.replace("<p>head 0</p>", "").replace("<p>head 1</p>", "") == assemble(NESTED, {}, {})


def test_a_folded_quote_takes_the_quotes_inside_with_it() -> None:
    assert assemble(NESTED, HEADS, FOLDED) == (
        '<p>a</p>\n<p>gone 0</p>\n<p>e</p>\n<blockquote class="quote">\n<p>f</p>\n</blockquote>\n'
    )


def test_a_quote_inside_can_be_folded_alone() -> None:
    assert assemble(NESTED, HEADS, {1: "<p>gone 1</p>"}) == (
        '<p>a</p>\n<blockquote class="quote"><p>head 0</p>\n<p>b</p>\n<p>gone 1</p>\n'
        "<blockquote>\n<p>plain</p>\n</blockquote>\n<p>d</p>\n</blockquote>\n<p>e</p>\n"
        '<blockquote class="quote">\n<p>f</p>\n</blockquote>\n'
    )


def test_the_last_quote_can_be_folded() -> None:
    assert assemble(NESTED, {2: "<p>head</p>"}, {2: "gone"}).endswith("<p>e</p>\ngone\n")


def test_indexes_that_are_not_there_change_nothing() -> None:
    assert assemble(NESTED, {7: "x"}, {8: "y"}) == assemble(NESTED, {}, {})
    assert assemble("<p>a</p>\n", HEADS, FOLDED) == "<p>a</p>\n"


def test_a_head_is_put_in_as_it_is() -> None:
    head = r"<p>\1 \g<0> {} %s</p>"
    assert head in assemble(NESTED, {0: head}, {})
    assert head in assemble(NESTED, {}, {0: head})


def test_two_digit_indexes_are_told_apart() -> None:
    html = render("> #1 A:\n> a\n\n" * 12, known_sources={1}).html
    assert assemble(html, {}, {1: "one", 11: "eleven"}).count("<blockquote") == 10
    assert assemble(html, {11: "eleven"}, {1: "one"}).count("eleven") == 1
