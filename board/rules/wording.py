"""What was changed in a text, in a few words, so that a line of the log can say it."""

import re
from collections.abc import Sequence

# A word, or one letter of a script that is written without spaces.
PIECE = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)


def change(before: str, after: str, most: int) -> tuple[str, str]:
    """The words that differ, on both sides; `…` stands for what is the same around them, and for too much."""
    old, new = (PIECE.findall(" ".join(text.split())) for text in (before, after))
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    return _part(old, start, end, most), _part(new, start, end, most)


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many are the same from the beginning on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _part(pieces: Sequence[str], start: int, end: int, most: int) -> str:
    middle = "".join(pieces[start : len(pieces) - end]).strip()
    is_cut = len(middle) > most
    return ("…" if start else "") + middle[:most] + ("…" if end or is_cut else "")
