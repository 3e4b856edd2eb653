"""Words in a rendered text, marked where they stand, so that a moderator sees what caught it."""

import re
from collections.abc import Callable, Iterable
from html import escape, unescape

Find = Callable[[str], Iterable[tuple[int, int]]]

TAG = re.compile(r"""(<(?:"[^"]*"|'[^']*'|[^'">])*>)""")
# What goes on within a line; all others begin a new one.
INLINE = re.compile(r"</?(?:a|code|em|strong|mark|span|time)\b")


def mark(html: str, find: Find) -> str:
    """The HTML with marks around what `find` finds in its text as it is read, also across emphasis and links."""
    parts = TAG.split(html)
    texts = [unescape(part) for part in parts[::2]]
    gaps = ["" if INLINE.match(tag) else "\n" for tag in parts[1::2]]
    whole = "".join(text + gap for text, gap in zip(texts, [*gaps, ""], strict=True))
    places = sorted(find(whole))
    if not places:
        return html
    start = 0
    for index, text in enumerate(texts):
        parts[2 * index] = _marked(text, start, places) or parts[2 * index]
        start += len(text) + (len(gaps[index]) if index < len(gaps) else 0)
    return "".join(parts)


def _marked(text: str, start: int, places: Iterable[tuple[int, int]]) -> str:
    """One stretch of text, which begins at `start`, as HTML; nothing, where nothing of it is marked."""
    html, done = "", 0
    for begin, end in places:
        begin, end = max(begin - start, done), min(end - start, len(text))
        if begin < end:
            html += f"{escape(text[done:begin], False)}<mark>{escape(text[begin:end], False)}</mark>"
            done = end
    return html and html + escape(text[done:], False)


def words_in(words: str) -> Find:
    """Finds these words as they were written, in any case and however they are spaced."""
    pieces = [re.escape(piece) for piece in words.split()]
    wanted = re.compile(r"\s+".join(pieces), re.IGNORECASE) if pieces else None
    return lambda text: [found.span() for found in wanted.finditer(text)] if wanted else []
