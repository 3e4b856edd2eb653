"""Which addresses become links, where they end, and what is shown of them."""

import pytest

from board.rules.markup import render
from board.rules.markup_links import is_safe_address

REL = 'rel="nofollow ugc noopener"'


def line(source: str) -> str:
    return render(source).html.removeprefix("<p>").removesuffix("</p>\n")


def anchor(address: str, text: str = "", title: str = "") -> str:
    title = f' title="{title}"' if title else ""
    return f'<a href="{address}"{title} {REL}>{text or address}</a>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[a](https://example.com/x)", anchor("https://example.com/x", "a")),
        ("[a](<https://example.com/x y>)", anchor("https://example.com/x%20y", "a")),
        ('[a](/x "hint")', anchor("/x", "a", "hint")),
        ("[a](/x 'hint')", anchor("/x", "a", "hint")),
        ("[a](/x (hint))", anchor("/x", "a", "hint")),
        ("[*a* `b`](/x)", anchor("/x", "<em>a</em> <code>b</code>")),
        ("[a](#comment-12)", anchor("#comment-12", "a")),
        ("[a]()", '<a href="" ' + REL + ">a</a>"),
        ("[a](/x(y)z)", anchor("/x(y)z", "a")),
        ("[a](mailto:desk@example.com)", anchor("mailto:desk@example.com", "a")),
        ("[a](/日本)", anchor("/%E6%97%A5%E6%9C%AC", "a")),
        ("[a](/x&amp;y)", anchor("/x&amp;y", "a")),
        (r"[a](/x\*y)", anchor("/x*y", "a")),
        (r"\[a](/x)", "[a](/x)"),
        ("[a] (/x)", "[a] (/x)"),
        ("[a](/x", "[a](/x"),
        ("[a [b](/in) c](/out)", f"[a {anchor('/in', 'b')} c](/out)"),
        ("[a][b]\n\n[b]: /x 'hint'", anchor("/x", "a", "hint")),
        ("[a][]\n\n[A]: /x", anchor("/x", "a")),
        ("[a]\n\n[a]: </x>", anchor("/x", "a")),
        ("[a][none]", "[a][none]"),
        ("<https://example.com/x?a=1&b=2>", anchor("https://example.com/x?a=1&amp;b=2")),
        ("<mailto:a@example.com>", anchor("mailto:a@example.com")),
        (
            "<a.b+c@news-desk.example.com>",
            anchor("mailto:a.b+c@news-desk.example.com", "a.b+c@news-desk.example.com"),
        ),
        ("x-y <a@example.com>", f"x-y {anchor('mailto:a@example.com', 'a@example.com')}"),
        ("<https://example.com/ x>", f"&lt;{anchor('https://example.com/')} x&gt;"),
        ("<a@>", "&lt;a@&gt;"),
        ("<a@b..c>", "&lt;a@b..c&gt;"),
        ("<https:>", "&lt;https:&gt;"),
    ],
)
def test_links_in_markdown(source: str, html: str) -> None:
    assert line(source) == html


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com",
        "https://example.com/a?b#c",
        "HTTPS://EXAMPLE.COM/",
        "https://example.com:8000/a@b",
        "https://example.com?a@b",
        "https://example.com#a@b",
        "mailto:desk@example.com",
        "MailTo:desk@example.com",
        "/",
        "/category/politics/",
        "/a//b",
        "#comment-1",
        "#",
        "",
    ],
)
def test_safe_addresses(address: str) -> None:
    assert is_safe_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "data:image/gif;base64,x",
        "svg:x",
        "file:///etc/passwd",
        "ftp://example.com/",
        "blob:https://example.com/1",
        "http:example.com",
        "https:/example.com",
        "https://",
        "https:///example.com",
        "https://bank.example@evil.example/",
        "https://bank.example%5C@evil.example/",
        "https://a:b@evil.example/",
        "https://bank.example\\@evil.example/",
        "https://exa mple.com/",
        "https://example.com/a b",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/a b",
        "# b",
        "page",
        "page/http://example.com",
        "?q=1",
        "mailto:",
        "mailto:a b",
        " https://example.com",
        "x#y",
    ],
)
def test_unsafe_addresses(address: str) -> None:
    assert not is_safe_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A;avascript:alert(1)",
        "java&Tab;script:alert(1)",
        "java&NewLine;script:alert(1)",
        "&#1;javascript:alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;alert(1)",
        r"javascript\:alert(1)",
        "java%73cript:alert(1)",
        "%6aavascript:alert(1)",
        "javascript%3Aalert(1)",
        "\x01javascript:alert(1)",
        "java\x00script:alert(1)",
        "java\u200bscript:alert(1)",
        "\u2028javascript:alert(1)",
        "\ufeffjavascript:alert(1)",
        "ｊavascript:alert(1)",
        "view-source:javascript:alert(1)",
        "feed:javascript:alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "data:image/gif;base64,R0lG",
        "data:image/svg+xml,x",
        "svg:x",
        "//evil.example",
        "/\\evil.example/../",
        "&sol;/evil.example",
        "/&sol;evil.example",
        "https:evil.example",
        "https://bank.example@evil.example",
    ],
)
@pytest.mark.parametrize(
    "pattern",
    ["[a]({})", "[a](<{}>)", "[a]( {} 'b')", "<{}>", "[a]: {}\n\n[a]", "[a]: <{}>\n\n[a][a]", "![a]({})"],
)
def test_an_unsafe_address_never_becomes_a_link(pattern: str, address: str) -> None:
    html = render(pattern.format(address)).html
    path = '<a href="/%5Cevil.example/../"'  # a backslash is encoded, so this one stays on the site
    assert "<a" not in html.replace(path, "")
    assert html.startswith("<p>")
