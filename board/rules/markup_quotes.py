"""Quotes with a source: the line that names it, the words that are quoted, and their place in the HTML."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from board.rules.markup_text import plain_lines

MOST_QUOTES = 50

_ATTRIBUTION = re.compile(r"#(?:([0-9]{1,18})(?:[ \t].*)?:|article(?:(?:[ \t].*)?:)?)[ \t]*")
_OPENING = '<blockquote class="quote">'
_TAG = re.compile(r'<blockquote(?: class="quote")?>|</blockquote>')
_MARKER = re.compile(rf"<!--quote ([0-9]+)-->{_OPENING}|<!--/quote ([0-9]+)-->")


@dataclass(frozen=True)
class Passage:
    """One attributed quote in a text; `source` is a comment's id, or None for the article.

    `words` leaves out the line that names the source and the quotes inside this one; `parent` is the index of
    the nearest attributed quote around it.
    """

    index: int
    source: int | None
    words: str
    parent: int | None


@dataclass
class _Block:
    """The whole text, or a block quote, as its words are gathered. Only an attributed quote has an index."""

    index: int | None = None
    source: int | None = None
    parent: int | None = None
    lines: list[str] = field(default_factory=list)


def attribute_quotes(state: StateCore) -> None:
    """Core rule, before the inline rules: marks quotes that name a known source, and takes that line out.

    The first 50 are marked; further ones stay ordinary quotes, with the line as text.
    """
    known = state.env["known_sources"]
    cited = [(position, source) for position, source in _cited(state.tokens) if source in known]
    emptied: set[int] = set()
    for position, source in cited[:MOST_QUOTES]:
        state.tokens[position].meta = {"source": source}
        state.tokens[position].attrSet("class", "quote")
        inline = state.tokens[position + 2]
        inline.content = inline.content.partition("\n")[2].lstrip()
        if not inline.content:
            emptied.update(range(position + 1, position + 4))
    state.tokens = [token for position, token in enumerate(state.tokens) if position not in emptied]


def _cited(tokens: Sequence[Token]) -> Iterator[tuple[int, int | None]]:
    """(position, source) of each block quote that begins with a line naming its source."""
    for position, token in enumerate(tokens):
        if token.type == "blockquote_open" and tokens[position + 1].type == "paragraph_open":
            line = tokens[position + 2].content.partition("\n")[0]
            if match := _ATTRIBUTION.fullmatch(line):
                yield position, int(match[1]) if match[1] else None


def read_words(tokens: Sequence[Token]) -> tuple[str, tuple[Passage, ...]]:
    """(the author's own words, the attributed quotes), from parsed tokens."""
    text = _Block()
    open_blocks, quotes = [text], list[_Block]()
    for token in tokens:
        if token.type == "blockquote_open":
            open_blocks.append(_enter(token, open_blocks[-1], quotes))
        elif token.type == "blockquote_close":
            open_blocks.pop()
        else:
            open_blocks[-1].lines += plain_lines(_text(token))
    passages = [
        Passage(index, block.source, "\n".join(block.lines), block.parent)
        for index, block in enumerate(quotes)
    ]
    return "\n".join(text.lines), tuple(passages)


def _enter(token: Token, outer: _Block, quotes: list[_Block]) -> _Block:
    parent = outer.parent if outer.index is None else outer.index
    if "source" not in token.meta:
        return _Block(parent=parent)
    block = _Block(len(quotes), token.meta["source"], parent)
    quotes.append(block)
    return block


def _text(token: Token) -> str:
    """What the token shows, without markup; line breaks as newlines."""
    if token.type != "inline":
        return token.content
    children = token.children or []
    return "".join("\n" if child.tag == "br" else child.content for child in children)


def mark_quotes(html: str) -> str:
    """Puts `<!--quote 0-->` and `<!--/quote 0-->` around each attributed quote of rendered HTML, in order.

    Nobody can type these markers or the tags that are looked for here: rendered text has no `<` of its own.
    """
    numbers, open_quotes = count(), list[int | None]()

    def marked(tag: re.Match[str]) -> str:
        if tag[0] == "</blockquote>":
            index = open_quotes.pop()
            return tag[0] if index is None else f"{tag[0]}<!--/quote {index}-->"
        index = next(numbers) if tag[0] == _OPENING else None
        open_quotes.append(index)
        return tag[0] if index is None else f"<!--quote {index}-->{tag[0]}"

    return _TAG.sub(marked, html)


def without(source: str, tokens: Sequence[Token], indexes: Collection[int]) -> str:
    """The Markdown without what these of its quotes say: the line that names the source is all that is left of each.

    What stands in such a quote goes with it, other quotes too.
    """
    lines, kept, position = source.split("\n"), list[str](), 0
    opening = [token for token in tokens if token.type == "blockquote_open" and "source" in token.meta]
    for index, token in enumerate(opening):
        start, end = token.map or (0, 0)
        if index in indexes and start >= position:
            named = next(number for number in range(start, end) if "#" in lines[number])
            kept += [*lines[position : named + 1], _end_of_quote(lines[named])]
            position = end
    return "\n".join([*kept, *lines[position:]])


def _end_of_quote(opening: str) -> str:
    """The empty line that keeps what follows from being read as the quote's: empty inside the quotes around it."""
    around = opening[: opening.index("#")].rpartition(">")[0]
    return re.sub(r"[^>]", " ", around).rstrip()


def has_quotes(html: str) -> bool:
    """Whether rendered HTML holds attributed quotes."""
    return "<!--quote " in html


def assemble(html: str, heads: Mapping[int, str], folded: Mapping[int, str]) -> str:
    """Rendered HTML with what is known of its quotes today, by index; both mappings hold safe HTML.

    `heads` go inside the quote, before its words. `folded` take the place of the quote and of all quotes in
    it. The markers are left out.
    """
    pieces: list[str] = []
    position, hidden = 0, None
    for marker in _MARKER.finditer(html):
        begins, ends = marker.groups()
        if hidden is None:
            pieces.append(html[position : marker.start()])
            if begins and int(begins) in folded:
                hidden = int(begins)
                pieces.append(folded[hidden])
            elif begins:
                pieces.append(_OPENING + heads.get(int(begins), ""))
        elif ends and int(ends) == hidden:
            hidden = None
        position = marker.end()
    pieces.append(html[position:])
    return "".join(pieces)
