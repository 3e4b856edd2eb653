"""What a text says, apart by whose words they are said to be: where it leads, and all that can be read in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.token import Token

from board.rules.markup_text import plain_lines


@dataclass
class Spoken:
    """`quote` is the index of an attributed quote, None for the author's own words and for quotes of nobody.

    `links` are addresses as they are followed. Mentions are no links.
    """

    quote: int | None
    lines: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def is_quoted(self) -> bool:
        return self.quote is not None


def read_spoken(tokens: Sequence[Token]) -> tuple[Spoken, ...]:
    """From parsed tokens; the quotes are numbered as `read_words` numbers its passages."""
    own = Spoken(None)
    open_blocks, quotes = [own], list[Spoken]()
    for token in tokens:
        if token.type == "blockquote_open":
            if "source" in token.meta:
                quotes.append(Spoken(len(quotes)))
            open_blocks.append(quotes[-1] if "source" in token.meta else own)
        elif token.type == "blockquote_close":
            open_blocks.pop()
        else:
            _add(open_blocks[-1], token)
    return (own, *quotes)


def readable(address: str) -> str:
    """An address in the letters that readers know it by, without what they may be encoded as."""
    return normalizeLinkText(address)


def _add(block: Spoken, token: Token) -> None:
    children = token.children or []
    links = [
        child
        for child in children
        if child.type == "link_open" and not child.hidden and child.attrs.get("class") != "mention"
    ]
    block.links += [str(link.attrs["href"]) for link in links]
    words = "".join("\n" if child.tag == "br" else child.content for child in children)
    titles = [str(link.attrs.get("title", "")) for link in links]
    block.lines += plain_lines("\n".join([words if token.type == "inline" else token.content, *titles]))
