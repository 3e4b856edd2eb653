"""What a text says, apart by whose words they are said to be: where it leads, and all that can be read in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.token import Token

from board.rules.markup_text import plain_lines


@dataclass(frozen=True)
class Spoken:
    """`quote` is the index of an attributed quote, None for the author's own words and for quotes of nobody.

    `links` are addresses as they are followed. Mentions are no links.
    """

    quote: int | None
    lines: tuple[str, ...]
    links: tuple[str, ...]


class _Block(NamedTuple):
    lines: list[str]
    links: list[str]


def read_spoken(tokens: Sequence[Token]) -> tuple[Spoken, ...]:
    """From parsed tokens; the quotes are numbered as `read_words` numbers its passages."""
    own = _Block([], [])
    blocks, open_blocks = [own], [own]
    for token in tokens:
        if token.type == "blockquote_open":
            if "source" in token.meta:
                blocks.append(_Block([], []))
            open_blocks.append(blocks[-1] if "source" in token.meta else own)
        elif token.type == "blockquote_close":
            open_blocks.pop()
        else:
            _add(open_blocks[-1], token)
    quotes = [None, *range(len(blocks) - 1)]
    pairs = zip(quotes, blocks, strict=True)
    return tuple(Spoken(quote, tuple(block.lines), tuple(block.links)) for quote, block in pairs)


def readable(address: str) -> str:
    """An address in the letters that readers know it by, without what they may be encoded as."""
    return normalizeLinkText(address)


def _add(block: _Block, token: Token) -> None:
    children = token.children or []
    links = [
        child
        for child in children
        if child.type == "link_open" and not child.hidden and child.attrs.get("class") != "mention"
    ]
    block.links.extend(str(link.attrs["href"]) for link in links)
    words = "".join("\n" if child.tag == "br" else child.content for child in children)
    titles = [str(link.attrs.get("title", "")) for link in links]
    block.lines.extend(plain_lines("\n".join([words if token.type == "inline" else token.content, *titles])))
