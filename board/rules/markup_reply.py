"""Plain words out of Markdown, a quote of them put into Markdown for the reply form, and taken out of it again."""

import re

from board.rules.markup_parser import parse
from board.rules.markup_quotes import read_words
from board.rules.markup_text import clean_source, plain_lines

# Emphasis, code, links, tags and entities anywhere; an underscore only at the edge of a word.
_SIGNIFICANT = re.compile(r"[\\`*\[\]<>&]|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"^(?:[-+~]|[0-9]{1,9}(?=[.)]))", re.MULTILINE)


def plain_words(source: str) -> str:
    """The author's own words without markup: what stands outside block quotes, a line for each line of it."""
    return read_words(parse(source))[0]


def quote_markdown(source_id: int | None, name: str, text: str, selection: str = "") -> str:
    """The quote that a reply begins with: a line that names the source, then its text, then an empty line.

    The source is a comment's id and its author's name, or None for the article and its headline. All of
    `text`, which is Markdown, is quoted, its own quotes too; or only the `selection`, which is plain text.
    """
    source = "article" if source_id is None else str(source_id)
    shown_name = _escaped(" ".join(plain_lines(name)))
    # Spaces stand for tabs: the two characters before each line would move the tab stops.
    body = _selected(selection) or clean_source(text).expandtabs(4)
    lines = [f"#{source} {shown_name}:" if shown_name else f"#{source}:"]
    if body:
        # What begins with another character may be a list or code, which cannot begin inside a paragraph.
        lines += body.split("\n") if body[0].isalpha() else ["", *body.split("\n")]
    return "".join(f"> {line}\n" if line else ">\n" for line in lines) + "\n"


def without_quotes_of(source_id: int, text: str) -> str:
    """The Markdown without its quotes of this comment, with all that stands in them, as readers see them."""
    lines = clean_source(text).split("\n")
    quotes = [
        token.map
        for token in parse(text, known_sources={source_id})
        if token.type == "blockquote_open" and "source" in token.meta and token.map
    ]
    if not quotes:
        return text
    quoted = {number for start, end in quotes for number in range(start, end)}
    rest = "\n".join(line for number, line in enumerate(lines) if number not in quoted).strip("\n")
    return without_quotes_of(source_id, rest)  # no more than so many are known to be quotes at once


def _selected(selection: str) -> str:
    """The selection as Markdown that shows the same words, with escapes only where it would not."""
    text = "\n".join(" ".join(line.split()) for line in clean_source(selection).split("\n")).strip("\n")
    words = "\n".join(plain_lines(text))
    if not words:
        return ""
    if plain_words(text) == words:
        return text
    return _LINE_START.sub(_escaped_start, _escaped(text))


def _escaped(text: str) -> str:
    return _SIGNIFICANT.sub(r"\\\g<0>", text)


def _escaped_start(start: re.Match[str]) -> str:
    return start[0] + "\\" if start[0].isdigit() else "\\" + start[0]
