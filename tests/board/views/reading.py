"""An answer's HTML as a browser takes it in, but without a browser's patience: what is not balanced is an error."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr circle path rect line polygon".split()
)
BREAKS = frozenset(
    "p div li h1 h2 h3 br article section header footer button label textarea td dt dd".split()
)


@dataclass
class Element:
    tag: str
    attrs: dict[str, str | None] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attrs[name] or ""

    @property
    def text(self) -> str:
        """The words, white space collapsed, as they are read."""
        return " ".join(self._words().split())

    @property
    def typed(self) -> str:
        """What a text field holds: as it is, but for the line break that browsers pass over."""
        return "".join(child for child in self.children if isinstance(child, str)).removeprefix("\n")

    def _words(self) -> str:
        words = "".join(child if isinstance(child, str) else child._words() for child in self.children)
        return f" {words} " if self.tag in BREAKS else words

    def walk(self) -> "Iterator[Element]":
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str) -> "list[Element]":
        return [element for element in self.walk() if element.tag == tag]

    def ids(self) -> list[str]:
        return [element["id"] for element in self.walk() if "id" in element.attrs]

    def has(self, identity: str) -> bool:
        return identity in self.ids()

    def by_id(self, identity: str) -> "Element":
        found = [element for element in self.walk() if element.attrs.get("id") == identity]
        assert len(found) == 1, f"{len(found)} elements have the id {identity}"
        return found[0]

    def comments(self) -> list[int]:
        """The ids of the comments on the page, in their order."""
        return [
            int(element["id"].removeprefix("comment-"))
            for element in self.all("article")
            if element.attrs.get("id", "").startswith("comment-")
        ]

    def links(self) -> dict[str, str]:
        """{words: address}, the first of each."""
        return {link.text: link.attrs.get("href") or "" for link in reversed(self.all("a"))}

    def button(self, name: str) -> "Element":
        found = [
            button for button in self.all("button") if name in (button.text, button.attrs.get("aria-label"))
        ]
        assert len(found) == 1, f"{len(found)} buttons are named {name}"
        return found[0]

    def buttons(self) -> set[str]:
        return {button.attrs.get("aria-label") or button.text for button in self.all("button")}

    def alerts(self) -> str:
        return " ".join(element.text for element in self.walk() if element.attrs.get("role") == "alert")


class Reader(HTMLParser):
    """Builds the tree; AssertionError where a tag is closed that is not open, or never closed, or an id comes twice."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        assert len(names) == len(set(names)), f"<{tag}> says something twice: {names}"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert tag not in VOID, f"</{tag}> closes what holds nothing"
        assert self.open[-1].tag == tag, f"</{tag}> where <{self.open[-1].tag}> is open at {self.getpos()}"
        self.open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_html(html: str) -> Element:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].tag}> is never closed"
    ids = reader.root.ids()
    assert len(ids) == len(set(ids)), f"twice: {sorted({one for one in ids if ids.count(one) > 1})}"
    return reader.root


def read(response: HttpResponse) -> Element:
    return read_html(response.content.decode())
