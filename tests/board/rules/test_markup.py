"""The Markdown subset of comments and articles, and the plain words in it."""

import pytest
from django.utils.html import conditional_escape

from board.rules.markup import MAX_LENGTH, RENDERER, excerpt, plain_words, render, render_article, vouch


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("one  \ntwo", "<p>one<br>\ntwo</p>\n"),
        ("one\\\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("one\r\n   two", "<p>one<br>\ntwo</p>\n"),
        ("  one", "<p>one</p>\n"),
        ("", ""),
        (" \n\t\n", ""),
        ("一行目\n二行目", "<p>一行目<br>\n二行目</p>\n"),
    ],
)
def test_paragraphs_keep_their_line_breaks(source: str, html: str) -> None:
    assert render(source).html == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("* a", "<ul>\n<li>a</li>\n</ul>\n"),
        ("+ a", "<ul>\n<li>a</li>\n</ul>\n"),
        ("-a", "<p>-a</p>\n"),
        ("- a\n\n- b", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n"),
        ("- a\nb", "<ul>\n<li>a<br>\nb</li>\n</ul>\n"),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"),
        ("- a\n\n      b", "<ul>\n<li>\n<p>a</p>\n<pre><code>b\n</code></pre>\n</li>\n</ul>\n"),
        ("- a\n* b", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>\n"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("3) a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        ("0. a", '<ol start="0">\n<li>a</li>\n</ol>\n'),
        ("1234567890. a", "<p>1234567890. a</p>\n"),
        ("x\n- a", "<p>x</p>\n<ul>\n<li>a</li>\n</ul>\n"),
        ("x\n1. a", "<p>x</p>\n<ol>\n<li>a</li>\n</ol>\n"),
        ("x\n2019. a", "<p>x<br>\n2019. a</p>\n"),
        ("- > a", "<ul>\n<li>\n<blockquote>\n<p>a</p>\n</blockquote>\n</li>\n</ul>\n"),
        ("- ```\n  a\n  ```", "<ul>\n<li>\n<pre><code>a\n</code></pre>\n</li>\n</ul>\n"),
        ("[a]: /x\n- b", "<ul>\n<li>b</li>\n</ul>\n"),
        ("[a]: /x\n'b\n- c", "<p>'b</p>\n<ul>\n<li>c</li>\n</ul>\n"),
    ],
)
def test_lists(source: str, html: str) -> None:
    assert render(source).html == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("> a\n> b", "<blockquote>\n<p>a<br>\nb</p>\n</blockquote>\n"),
        (">a\nb", "<blockquote>\n<p>a<br>\nb</p>\n</blockquote>\n"),
        ("> a\n\nb", "<blockquote>\n<p>a</p>\n</blockquote>\n<p>b</p>\n"),
        ("> a\n\n> b", "<blockquote>\n<p>a</p>\n</blockquote>\n<blockquote>\n<p>b</p>\n</blockquote>\n"),
        ("> a\n> > b", "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>\n"),
        ("x\n> a", "<p>x</p>\n<blockquote>\n<p>a</p>\n</blockquote>\n"),
        (">", "<blockquote></blockquote>\n"),
        ("> - a\nb", "<blockquote>\n<ul>\n<li>a<br>\nb</li>\n</ul>\n</blockquote>\n"),
        ("> a\n- b", "<blockquote>\n<p>a</p>\n</blockquote>\n<ul>\n<li>b</li>\n</ul>\n"),
        ("> a\n```\nb", "<blockquote>\n<p>a</p>\n</blockquote>\n<pre><code>b\n</code></pre>\n"),
        ("- a\n> b", "<ul>\n<li>a</li>\n</ul>\n<blockquote>\n<p>b</p>\n</blockquote>\n"),
        (">     a", "<blockquote>\n<pre><code>a\n</code></pre>\n</blockquote>\n"),
        ("[a]:\n> b", "<p>[a]:</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n"),
    ],
)
def test_block_quotes(source: str, html: str) -> None:
    assert render(source).html == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("`a  b`", "<p><code>a  b</code></p>\n"),
        ("`` a`b ``", "<p><code>a`b</code></p>\n"),
        ("`*a* <b> &amp; \\`", "<p><code>*a* &lt;b&gt; &amp;amp; \\</code></p>\n"),
        ("`a\nb`", "<p><code>a b</code></p>\n"),
        ("`a", "<p>`a</p>\n"),
        ("    a\n\n      b", "<pre><code>a\n\n  b\n</code></pre>\n"),
        ("\ta", "<pre><code>a\n</code></pre>\n"),
        ("x\n    a", "<p>x<br>\na</p>\n"),
        ("```\na *b*\n```", "<pre><code>a *b*\n</code></pre>\n"),
        ("~~~\na\n~~~\nb", "<pre><code>a\n</code></pre>\n<p>b</p>\n"),
        ("```\na", "<pre><code>a\n</code></pre>\n"),
        ("```python x\na\n```", '<pre><code class="language-python">a\n</code></pre>\n'),
        ('```a"b\nc', '<pre><code class="language-a&quot;b">c\n</code></pre>\n'),
        ("```a&#32;tally\nb", '<pre><code class="language-a">b\n</code></pre>\n'),
        ("```a&Tab;tally\nb", '<pre><code class="language-a">b\n</code></pre>\n'),
        ("```a&#12;tally\nb", '<pre><code class="language-a">b\n</code></pre>\n'),
        ("```\n\n a\n```", "<pre><code>\n a\n</code></pre>\n"),
        ("x\n```\na", "<p>x</p>\n<pre><code>a\n</code></pre>\n"),
    ],
)
def test_code(source: str, html: str) -> None:
    assert render(source).html == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (r"\*a\* \[b\] \`c\` \\", "*a* [b] `c` \\"),
        (r"\a \あ", r"\a \あ"),
        ("&copy; &#65; &#x42; &amp;", "© A B &amp;"),
        ("&nosuch; &#x; &;", "&amp;nosuch; &amp;#x; &amp;;"),
        ("&#0;", "\ufffd"),
        ("&lt;b&gt;", "&lt;b&gt;"),
        ("a&#x202e;b&#x2066;c&#8297;d", "abcd"),
        ("&#7;&#x85;", "\ufffd\ufffd"),
    ],
)
def test_escapes_and_entities(source: str, html: str) -> None:
    assert render(source).html == f"<p>{html}</p>\n"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# a", "<p># a</p>\n"),
        ("a\n===", "<p>a<br>\n===</p>\n"),
        ("| a |\n|---|\n| b |", "<p>| a |<br>\n|---|<br>\n| b |</p>\n"),
        ("~~a~~", "<p>~~a~~</p>\n"),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>\n"),
        ("<div>\n*a*\n</div>", "<p>&lt;div&gt;<br>\n<em>a</em><br>\n&lt;/div&gt;</p>\n"),
        ("<!-- a -->", "<p>&lt;!-- a --&gt;</p>\n"),
        ("(c) -- ... \"a\" 'b'", "<p>(c) -- ... \"a\" 'b'</p>\n"),
        ("- [x] a", "<ul>\n<li>[x] a</li>\n</ul>\n"),
        ("> [!NOTE]\n> a", "<blockquote>\n<p>[!NOTE]<br>\na</p>\n</blockquote>\n"),
    ],
)
def test_what_is_not_in_the_subset_stays_text(source: str, html: str) -> None:
    assert render(source).html == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("***", "<p>***</p>\n"),
        ("* * *", "<p>* * *</p>\n"),
        (" - -\t-  ", "<p>- -\t-</p>\n"),
        ("_____", "<p>_____</p>\n"),
        ("--- \t\na", "<p>---</p>\n<p>a</p>\n"),
        ("a\n---\nb", "<p>a</p>\n<p>---</p>\n<p>b</p>\n"),
        ("> a\n---", "<blockquote>\n<p>a</p>\n</blockquote>\n<p>---</p>\n"),
        ("> a\n    ---", "<blockquote>\n<p>a<br>\n---</p>\n</blockquote>\n"),
        ("- a\n---", "<ul>\n<li>a</li>\n</ul>\n<p>---</p>\n"),
        ("- a\n  ---", "<ul>\n<li>a\n<p>---</p>\n</li>\n</ul>\n"),
        ("- a\n* * *\n- b", "<ul>\n<li>a</li>\n</ul>\n<p>* * *</p>\n<ul>\n<li>b</li>\n</ul>\n"),
        ("[a]: /x\n'\n---\n'", "<p>'</p>\n<p>---</p>\n<p>'</p>\n"),
        ("* a\n* * *", "<ul>\n<li>a</li>\n</ul>\n<p>* * *</p>\n"),
        ("    ---", "<pre><code>---\n</code></pre>\n"),
        ("--", "<p>--</p>\n"),
        ("--*", "<p>--*</p>\n"),
        ("--- a", "<p>--- a</p>\n"),
        ("* *", "<ul>\n<li>\n<ul>\n<li></li>\n</ul>\n</li>\n</ul>\n"),
    ],
)
def test_a_dividing_line_stays_as_typed(source: str, html: str) -> None:
    assert render(source).html == html


def test_quotes_nest_ten_deep_and_deeper_ones_keep_their_words() -> None:
    ten = render("> " * 10 + "a")
    assert ten.html.count("<blockquote>") == 10
    assert "<p>a</p>" in ten.html
    more = render("> " * 12 + "a")
    assert more.html.count("<blockquote>") == more.html.count("</blockquote>") == 10
    assert "<p>&gt; &gt; a</p>" in more.html


def test_lists_nest_six_deep_and_deeper_ones_keep_their_words() -> None:
    six = render("- " * 6 + "a")
    assert six.html.count("<ul>") == 6
    assert "<li>a</li>" in six.html
    assert render("> " + "- " * 6 + "a").html.count("<ul>") == 6
    more = render("- " * 8 + "a")
    assert more.html.count("<ul>") == more.html.count("</ul>") == 6
    assert "<li>- - a</li>" in more.html
    assert more.words == "- - a"


def test_quotes_and_lists_mixed_lose_no_words() -> None:
    for source in (
        "> - " * 10 + "a",
        "- > " * 10 + "a",
        "> " * 9 + "- " * 9 + "a",
        "1. " * 9 + "> " * 9 + "a",
    ):
        html = render(source).html
        assert html.count("<blockquote>") == html.count("</blockquote>") <= 10
        assert html.count("<li>") == html.count("</li>") <= 6
        assert "a</" in html


def test_nothing_interrupts_at_the_deepest_level() -> None:
    html = render("> " * 10 + "a\n" + "> " * 11 + "b").html
    assert "<p>a<br>\n&gt; b</p>" in html


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("one\ntwo\n\nthree", "one\ntwo\nthree"),
        ("a *b* **c** `d` \\*e &amp; f", "a b c d *e & f"),
        ("- a\n  - b\n\n1. c", "a\nb\nc"),
        ("```x\na\n\n  b\n```\n\n    c", "a\nb\nc"),
        ("a\n> b\n> > c\n\nd", "a\nd"),
        ("> a", ""),
        ("- a\n  > b\n  - c", "a\nc"),
        ("a \t b\u3000c  \nd", "a b c\nd"),
        ("a&nbsp;&#x202e;b", "a b"),
        ("&nbsp;\n\n&#x200b;", ""),
        ("[a](/x 'b') <https://c.example> ![d](/e)", "a https://c.example ![d](/e)"),
        ("<b>a</b>", "<b>a</b>"),
        ("***", "***"),
        ("[a]: /x", ""),
        ("", ""),
    ],
)
def test_the_words_are_the_authors_own_without_markup(source: str, words: str) -> None:
    assert render(source).words == words
    assert plain_words(source) == words


def test_an_article_has_the_same_markdown() -> None:
    source = "# a\n\n*b*\nc\n\n> #article:\n> d\n\n- @e\n\n<script>\n\n`f`"
    assert render_article(source) == render(source).html


@pytest.mark.parametrize(
    ("source", "length", "line"),
    [
        ("one *two*\n\n- three", 200, "one two three"),
        ("> quoted\n\nown", 200, "own"),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one tw…"),
        ("one twothreefour", 9, "one twot…"),
        ("日本語の長い文章です", 5, "日本語の…"),
        ("日 本語の長い文章です", 6, "日 本語の…"),
        ("ab cdefgh", 4, "ab…"),
        ("", 10, ""),
    ],
)
def test_an_excerpt_is_one_line_cut_between_words(source: str, length: int, line: str) -> None:
    assert excerpt(source, length) == line
    assert len(line) <= length


def test_an_excerpt_has_two_hundred_characters_unless_told_otherwise() -> None:
    assert excerpt("a" * 200) == "a" * 200
    assert excerpt("a" * 201) == "a" * 199 + "…"


def test_a_text_can_be_rendered_again_without_change() -> None:
    source = "*a*\n\n[b]: /c"
    assert render(source) == render(source)
    assert render("[b]").html == "<p>[b]</p>\n"


def test_templates_are_told_that_rendered_html_is_safe() -> None:
    assert conditional_escape(vouch("<p>a</p>")) == "<p>a</p>"


def test_the_numbers_that_others_rely_on() -> None:
    assert RENDERER == 1
    assert MAX_LENGTH == 10_000
