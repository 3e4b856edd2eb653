"""An author's own words out of a comment's HTML: in a fraction of what it takes to read its Markdown once more."""

from html import unescape
from itertools import zip_longest

from board.rules.markup_marks import INLINE, TAG


def own_words(html: str) -> str:
    """What `plain_words` says of its Markdown: all text but for what stands in quotes, a line for each of its lines."""
    parts = TAG.split(html)
    words, depth = [], 0
    for text, tag in zip_longest(parts[::2], parts[1::2], fillvalue=""):
        if not depth:
            words += [unescape(text), "" if INLINE.match(tag) else "\n"]
        if tag.startswith("<blockquote"):
            depth += 1
        elif tag.startswith("</blockquote"):
            depth -= 1
    lines = (" ".join(line.split()) for line in "".join(words).split("\n"))
    return "\n".join(line for line in lines if line)
