"""Comments and article bodies: from the Markdown that was typed to safe HTML and to its plain words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.safestring import SafeString

from board.rules.markup_mentions import Members, mention_key
from board.rules.markup_parser import EDITORIAL, parse, to_html
from board.rules.markup_quotes import Passage, assemble, has_quotes, mark_quotes, read_words, without
from board.rules.markup_reply import plain_words, quote_markdown, without_quotes_of
from board.rules.markup_spoken import Spoken, read_spoken
from board.rules.markup_text import clean_source

__all__ = [
    "MAX_LENGTH",
    "RENDERER",
    "Passage",
    "Rendered",
    "Spoken",
    "assemble",
    "clean_source",
    "excerpt",
    "has_quotes",
    "mention_candidates",
    "mention_key",
    "plain_words",
    "quote_markdown",
    "read",
    "render",
    "render_article",
    "take_out",
    "vouch",
    "without_quotes_of",
]

RENDERER = 1  # raised whenever the HTML of any text changes; stored beside the HTML
MAX_LENGTH = 10_000  # characters of a comment

_NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Rendered:
    """A comment as it is shown: its HTML, its quotes that name a source, and its author's own words.

    `words` are those outside all block quotes, one block or line of it a line; `spoken` is all that it says and
    where it leads to, the author's own first, then each attributed quote.
    """

    html: str
    passages: tuple[Passage, ...]
    words: str
    spoken: tuple[Spoken, ...]


def render(
    source: str, *, mentions: Mapping[str, str] = _NOBODY, known_sources: Collection[int | None] = ()
) -> Rendered:
    """Renders a comment.

    `mentions` leads from a member's mention key to their address. `known_sources` are the ids that a quote
    may name as its source, None for the article; a quote that names another stays an ordinary one.
    """
    tokens = parse(source, members=Members(mentions), known_sources=known_sources)
    words, passages = read_words(tokens)
    return Rendered(mark_quotes(to_html(tokens)), passages, words, read_spoken(tokens))


def read(source: str, known_sources: Collection[int | None]) -> tuple[Spoken, ...]:
    """What `render` makes of it as `spoken`, in less time."""
    return read_spoken(parse(source, known_sources=known_sources))


def take_out(source: str, indexes: Collection[int], known_sources: Collection[int | None]) -> str:
    """The comment's Markdown without the words of these of its quotes; each still names its source.

    What `render` makes of it has a quote without words for each, but for those that stood in another one.
    """
    return without(source, parse(source, known_sources=known_sources), indexes).rstrip("\n")


def render_article(source: str) -> str:
    """The HTML of an editor's text: the same Markdown, but no mentions and no attributed quotes, and the site
    vouches for its links.
    """
    return to_html(parse(source, rel=EDITORIAL))


def mention_candidates(source: str) -> set[str]:
    """The keys of all names that the text may mention, for one look-up: of 20 places, up to 40 names each."""
    members = Members(_NOBODY)
    parse(source, members=members)
    return members.wanted


def excerpt(source: str, length: int = 200) -> str:
    """The author's own words in one line of at most `length` characters, cut between words if possible."""
    words = " ".join(plain_words(source).split())
    if len(words) <= length:
        return words
    cut = words[:length].rpartition(" ")[0]
    return (cut if len(cut) > length // 2 else words[: length - 1]).rstrip() + "…"


def vouch(html: str) -> SafeString:
    """Tells templates that this HTML is safe: that which `render` made and `assemble` completed, no other."""
    return SafeString(html)
