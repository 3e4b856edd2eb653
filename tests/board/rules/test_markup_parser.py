"""The parser is ready for many threads, and the sanitiser for a mistake of the renderer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from markdown_it.token import Token

from board.rules.markup import render
from board.rules.markup_parser import _build_parser, parse, to_html


def test_many_threads_render_the_same() -> None:
    source = "> #1 A:\n> *a* @alice\n\n- https://example.com/ [b](/c)\n\n`d`"
    with ThreadPoolExecutor(8) as pool:
        results = pool.map(
            lambda _: render(source, mentions={"alice": "/member/alice/"}, known_sources={1}), range(64)
        )
    assert len(set(results)) == 1


def test_the_rules_are_compiled_before_the_first_thread_comes() -> None:
    parser = _build_parser()
    rulers = (parser.block.ruler, parser.inline.ruler, parser.inline.ruler2, parser.core.ruler)
    assert all(ruler.__cache__ for ruler in rulers)


def test_only_links_carry_attributes() -> None:
    tokens = parse("*a* [b](/c) `d` https://e.example\n\n[f]: /g\n\n[f]", rel="noopener")
    inline = [token for block in tokens for token in block.children or []]
    links = [token for token in inline if token.type == "link_open"]
    assert [token.attrs["href"] for token in links] == ["/c", "https://e.example", "/g"]
    assert all(token.attrs["rel"] == "noopener" for token in links)
    assert not any(token.attrs for token in inline if token not in links)


def test_a_link_is_hidden_at_both_ends_or_at_none() -> None:
    tokens = parse(f"[a]: /{'x' * 20_000}\n\n[a] [b](/c) [a]")
    inline = [token for block in tokens for token in block.children or []]
    assert [token.hidden for token in inline if token.tag == "a"] == [True, True, False, False, True, True]


@pytest.mark.parametrize(
    ("leaked", "html"),
    [
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        ("<img src=x onerror=alert(1)><div>a</div>", "a"),
        ("<h1>a</h1><table><tr><td>b</td></tr></table><hr>", "ab"),
        ("<p onclick=x id=y style=z class=quote lang=en title=t>a", "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="//evil.example">a</a>', "<a>a</a>"),
        ('<a href="page">a</a>', "<a>a</a>"),
        ('<a href="https://a@b.example">a</a>', "<a>a</a>"),
        ('<a href="ftp://b.example">a</a>', "<a>a</a>"),
        ('<a href="/b" target="_blank" rel="opener" class="button">a</a>', '<a href="/b">a</a>'),
        ('<a href="/b" rel="noopener" title="c">a</a>', '<a href="/b" rel="noopener" title="c">a</a>'),
        (
            '<a href="mailto:a@b.example" class="mention">a</a>',
            '<a href="mailto:a@b.example" class="mention">a</a>',
        ),
        ('<blockquote class="pull">a</blockquote>', "<blockquote>a</blockquote>"),
        ('<code class="tally">a</code>', "<code>a</code>"),
        ('<code class="language-a tally">a</code>', "<code>a</code>"),
        ('<code class="language-">a</code>', "<code>a</code>"),
        ('<code class="language-a">a</code>', '<code class="language-a">a</code>'),
        ('<ol start="3" type="a"><li value="2">a</li></ol>', '<ol start="3"><li>a</li></ol>'),
        ("<!--quote 0-->a", "a"),
        ("<b>a<em>b", "a<em>b</em>"),
        ("a\x07\u202eb", "ab"),
    ],
)
def test_the_sanitiser_stands_behind_the_renderer(leaked: str, html: str) -> None:
    assert to_html([Token("html_block", "", 0, content=leaked)]) == html
