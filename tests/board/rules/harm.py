"""Reads the HTML of a comment as a browser does, and finds whatever should not be in it."""

import re
from html.parser import HTMLParser

from board.rules.markup import (
    assemble,
    render,
    render_article,
)

ATTRIBUTES = {
    "p": set(),
    "br": set(),
    "em": set(),
    "strong": set(),
    "a": {"href", "title", "rel", "class"},
    "ul": set(),
    "ol": {"start"},
    "li": set(),
    "code": {"class"},
    "pre": set(),
    "blockquote": {"class"},
}
HREF = re.compile(r"(https?://[^/?#@\s]+([/?#]\S*)?|mailto:\S+|/([^/\\\s]\S*)?|#\S*)?", re.IGNORECASE)
VALUES = {
    ("a", "href"): HREF,
    ("a", "title"): re.compile(r".*", re.DOTALL),
    ("a", "rel"): re.compile(r"nofollow ugc noopener|noopener"),
    ("a", "class"): re.compile(r"mention"),
    ("ol", "start"): re.compile(r"[0-9]{1,9}"),
    ("code", "class"): re.compile(r"language-\S+"),
    ("blockquote", "class"): re.compile(r"quote"),
}
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Reader(HTMLParser):
    """Reads HTML as strictly as the renderer promises to write it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} <= ATTRIBUTES[tag]
        assert len(attrs) == len({name for name, _ in attrs})
        for name, value in attrs:
            assert VALUES[tag, name].fullmatch(value or ""), (tag, name, value)
        assert tag != "a" or "a" not in self.open
        assert tag not in {"p", "pre", "ul", "ol", "blockquote"} or not {"p", "a", "em", "code"} & set(
            self.open
        )
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        assert re.fullmatch(r"/?quote [0-9]+", data), data

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def assert_harmless(html: str) -> None:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    assert not INVISIBLE.search(html)


MEMBERS = {"alice": "/member/alice/", "alice smith": "/member/alice-smith/", "田中": "/member/%E7%94%B0/"}
KNOWN = {1, 2, None}


def assert_everything_is_harmless(source: str) -> None:
    rendered = render(source, mentions=MEMBERS, known_sources=KNOWN)
    assert_harmless(rendered.html)
    assert_harmless(render(source).html)
    assert_harmless(render_article(source))
    assert_harmless(assemble(rendered.html, {0: "<p>a</p>"}, {1: "<p>b</p>"}))
    assert rendered.html.count("<!--quote ") == rendered.html.count("<!--/quote ") == len(rendered.passages)
    assert [passage.index for passage in rendered.passages] == list(range(len(rendered.passages)))
    assert not INVISIBLE.search(rendered.words + "".join(passage.words for passage in rendered.passages))
