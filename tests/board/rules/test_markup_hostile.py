"""Whatever is typed, what comes out is well-formed, made of few tags, bounded in size, and harmless."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules.markup import (
    clean_source,
    excerpt,
    mention_candidates,
    plain_words,
    quote_markdown,
    render,
)
from tests.board.rules.harm import assert_everything_is_harmless, assert_harmless

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x00>alert(1)</script>",
    "<script>alert(1)//",
    "<</script/script><script>alert(1)//<</script>",
    "</p><script>alert(1)</script><p>",
    "</blockquote></div></article><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    '<img """><script>alert(1)</script>">',
    "<img/src=`x`onerror=alert(1)>",
    "<IMG SRC=&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    '<svg><a xlink:href="javascript:alert(1)"><text>a</text></a></svg>',
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<math href="javascript:alert(1)">a</math>',
    "<iframe src=javascript:alert(1)>",
    '<iframe srcdoc="<script>alert(1)</script>">',
    "<object data=data:text/html;base64,PHNjcmlwdD4=>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<form action=javascript:alert(1)><button>a",
    "<button formaction=javascript:alert(1)>a",
    '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    '<div style="background:url(javascript:alert(1))">',
    '<p style="position:fixed;top:0">a',
    "<a href=javascript:alert(1)>a</a>",
    "<a href='java\nscript:alert(1)'>a</a>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea></textarea><script>alert(1)</script>",
    "<title></title><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<!DOCTYPE html><script>alert(1)</script>",
    "<custom-element onclick=alert(1) is=x>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&amp;lt;script&amp;gt;",
    "＜script＞alert(1)＜/script＞",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "\ud83c<script>alert(1)</script>\udf00",
    "{{constructor.constructor('alert(1)')()}}",
    "{% load x %}{{ secret }}",
    "${alert(1)} #{alert(1)} <%= alert(1) %>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "` onmouseover=`alert(1)",
    '[a](/b" onmouseover="alert(1))',
    '[a](</b" onmouseover="alert(1)>)',
    "[a](/b 'c\" onmouseover=\"alert(1)')",
    '[a](/b "c&quot; onmouseover=&quot;alert(1)")',
    "[a](/b '\"><script>alert(1)</script>')",
    "[<script>alert(1)</script>](/b)",
    "[`<script>`](/b '<script>')",
    "[a](javascript:alert(1))",
    "[a](  java\tscript:alert(1))",
    "[a](\x01javascript:alert(1))",
    "[a](javascript://example.com/%0Aalert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a][b]\n\n[b]: javascript:alert(1)",
    "[a]: /b 'c\"><script>alert(1)</script>'\n\n[a]",
    '[a](https://example.com/?x="><script>alert(1)</script>)',
    "[a](<https://example.com/?x='><script>>)",
    "[a](https://example.com\\@evil.example/)",
    '![a](x" onerror="alert(1))',
    "![<script>](https://example.com/x.png)",
    "<javascript:alert(1)>",
    '<https://example.com/"onmouseover="alert(1)>',
    "<https://example.com/'onmouseover='alert(1)>",
    "<a@example.com?subject=<script>>",
    'https://example.com/"onmouseover="alert(1)',
    "https://example.com/'onmouseover='alert(1)'",
    "https://example.com/<script>alert(1)</script>",
    "https://example.com/&quot;onmouseover=&quot;alert(1)",
    "https://example.com/%22%3E%3Cscript%3E",
    "```<script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```",
    '```a"onmouseover="alert(1)\nb\n```',
    "```&quot;&gt;&lt;script&gt;\nb\n```",
    "`</code><script>alert(1)</script>`",
    "    </code></pre><script>alert(1)</script>",
    "@alice<script>alert(1)</script>",
    '@alice" onmouseover="alert(1)',
    "[@alice](/b) @[alice](/c) `@alice`",
    "> #1 <script>alert(1)</script>:\n> a",
    "> #article </blockquote><script>:\n> </blockquote>",
    "> #1 A:\n> <!--/quote 0--></blockquote><script>alert(1)</script>",
    "> #1 A:\n> [a](/b '<!--/quote 0--></blockquote>')",
    '<!--quote 0--><blockquote class="quote">',
    "> #1 A:\n```\n</blockquote>\n",
    "- > 1. > - <li></ul></ol>\n</li>",
    "1. a\n\n   > b\n2147483648. c",
    "\u202etxt.exe\u202c \u2066a\u2069 &#x202e;b &#8238;c",
    "`\u202e` [a](/b '&#x202e;') <https://example.com/\u202e>",
    "a\u0301" * 500 + "\u0489" * 500,
    "\ufdfd" * 300,
    "&#0; &#xD800; &#x110000; &#xFFFFFFFF; &#99999999;",
    "\x00\x01\x02\x1b[31m\x7f\x9b",
    "***" * 50 + "a" + "___" * 50,
    "*_**__*_**__a",
    "[[[[[[a](/b)](/c)](/d)](/e)](/f)](/g)",
    "[a](/b)" * 50,
    "[a](/b *c](/d)*",
    "*[a*](/b)",
    "**[a](/b**)",
    "`a[`](/b)",
    "<https://example.com/*a>*",
    "[a <https://example.com/](/b)>",
    "[a]: /b\n[a]: /c\n\n[a] [A] [ a ]",
    "[x]: <> '\n' \n[x]",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_a_hostile_comment_does_no_harm(source: str) -> None:
    assert_everything_is_harmless(source)


@pytest.mark.parametrize(
    "wrapping", ["> {}", "- {}", "1. > {}", "**{}**", "[{}](/x)", "> #1 A:\n> {}", "a {} b"]
)
def test_nor_does_it_inside_other_markup(wrapping: str) -> None:
    for source in HOSTILE:
        assert_everything_is_harmless(wrapping.replace("{}", source))


def test_nor_do_all_of_them_together() -> None:
    assert_everything_is_harmless("\n\n".join(HOSTILE))
    assert_everything_is_harmless(" ".join(HOSTILE))


def test_hostile_text_is_still_there_to_read() -> None:
    for source in ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- a -->", '"><b>'):
        assert render(source).words == source
        assert plain_words(source) == source


PIECES = st.sampled_from(
    [
        "*", "**", "_", "`", "```", "\n", "\n\n", "> ", ">", "- ", "1. ", "    ", "\t", "[", "]", "(", ")",
        "](", "![", "<", ">", "</", "<!--", "-->", '"', "'", "=", "/", "\\", "&", "&#", ";", ":", "://",
        "#", "@", "!", " ", "javascript:", "https://a.example/", "http:", "data:", "mailto:", "//",
        "a@b.example", "script", "blockquote", ' class="quote"', "<!--quote 0-->", "</blockquote>",
        "#1 A:\n", "#article\n", "[a]: ", "[a]", "&quot;", "&lt;", "&#x202e;", "&Tab;", "&colon;",
        "&NewLine;", "\x00", "\u202e", "\u2028", "\ufe0f", "alice", "Smith", "田中", "「", "」", "a", "é",
        "\u0301", "***", "* * *",
    ]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=2), max_size=40).map("".join))
def test_no_text_does_harm(source: str) -> None:
    assert_everything_is_harmless(source)
    assert render(clean_source(source)) == render(source)
    assert plain_words(source) == render(source).words
    assert len(excerpt(source, 20)) <= 20


@given(st.text())
def test_no_characters_do_harm(source: str) -> None:
    assert_everything_is_harmless(source)


@given(st.lists(PIECES, max_size=15).map("".join), st.lists(PIECES, max_size=15).map("".join))
def test_no_quote_for_a_reply_does_harm(text: str, name: str) -> None:
    assert_everything_is_harmless(quote_markdown(1, name, text) + text)
    assert_everything_is_harmless(quote_markdown(None, name, text, name) + text)


REPEATED = [
    ">", "> ", ">\n", "> a\n\n", "> > a\n> b\n\n", "> #1 A:\n", "> #1 A:\n\n", "- ", "-\n", "- a\n",
    "- a\n\n", "* ", "1. ", "1)\n", "> - ", "- > ", "    a\n", "\t", "```\n", "~~~a\n", "- ```\n", "*",
    "**a", "*a ", "a* ", "_*", "*_a", "**「", "」**", "`", "`a``", "\\", "\\\n", "  \n", "&", "&amp;", "&#",
    "[", "]", "[a", "[a](", "[a](<", "[a](/b ", "[x](/y)", "[]()", "![", "![a](", "[a]: ", "[a]: /b\n",
    "[a]: /b '\n", "[a]\n", "<", "<a", "<a:", "<a@", "<a@b.", "https://a.example/b ", "https://a@",
    "https://a)", "http://(", "://", "://a", "@", "@a", "@a ", "_@", "@_", "@ａ", "#", "***\n", "---", "\n",
    "a\n", "あ", "\u0301", "\u202e", "\x00", "&nbsp;\n", "\ufe0f*",
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_ten_thousand_repeated_characters_stay_small_and_harmless(piece: str) -> None:
    source = (piece * 10_000)[:10_000]
    rendered = render(source, mentions={"a": "/member/a/"}, known_sources={1})
    assert len(rendered.html) < 10 * 10_000 + 10_000
    assert len(rendered.words) <= 10_000
    assert_harmless(rendered.html)


def nesting(html: str) -> int:
    depth = deepest = 0
    for tag in re.findall(r"<(/?)(?!br|!)", html):
        depth += -1 if tag else 1
        deepest = max(deepest, depth)
    assert depth == 0
    return deepest


@pytest.mark.parametrize(
    "piece", [">", "> ", "- ", "1. ", "> - ", "> 1. - ", "*a ", "**a _b ", "> *a ", "[", "[*a "]
)
def test_nesting_is_shallow(piece: str) -> None:
    source = piece * (10_000 // len(piece))
    closing = "".join(reversed(source)) if "a" in piece else ""
    assert nesting(render(source + "x" + closing).html) <= 35


def test_a_hundred_thousand_characters_are_rendered() -> None:
    text = "All *work* and https://example.com/ no [play](/x).\n\n> > - a\n\n" * 1700
    assert len(text) > 100_000
    rendered = render(text, known_sources={1})
    assert rendered.html.count("<em>work</em>") == 1700
    assert_harmless(rendered.html)
    assert_harmless(render("<script>" * 12_500).html)
    assert len(mention_candidates("@a b c" * 20_000)) <= 800
    assert excerpt("a " * 50_000).endswith("a…")
