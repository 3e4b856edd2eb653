"""What stands around the words that somebody looked for: a line out of a text, in pieces that match and others."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from board.rules.queries import Query, places

ROOM = 240  # characters, about
BEFORE = 60  # of them before the first match
# So far back a cut is moved to stand between two words; and not to stand inside of a letter.
WORD, LETTER = 20, 40
JOINER, TONES = "\u200d", ("\U0001f3fb", "\U0001f3ff")
FLAGS = ("\U0001f1e6", "\U0001f1ff")

Place = tuple[int, int]


class Piece(NamedTuple):
    text: str
    is_match: bool = False


def snippet(text: str, query: Query) -> list[Piece]:
    """About ROOM characters of the text, where most of what was looked for stands together; from its beginning, where
    nothing of it does. `…` stands for what is left out.
    """
    line = " ".join(text.split())
    found = places(line, query)
    start, end = _window(line, found)
    pieces = list(_cut(line, found, start, end))
    return [*([Piece("…")] if start else []), *pieces, *([Piece("…")] if end < len(line) else [])]


def marked(text: str, query: Query) -> list[Piece]:
    """All of a short text."""
    return list(_cut(text, places(text, query), 0, len(text)))


def _window(line: str, found: Sequence[Place]) -> Place:
    if len(line) <= ROOM:
        return 0, len(line)
    start = max(0, _best(found) - BEFORE)
    start = max(0, min(start, len(line) - ROOM))
    end = _between(line, start + ROOM)
    start = _between(line, start)
    return start + (line[start] == " "), end


def _best(found: Sequence[Place]) -> int:
    """Where the first match stands of those that have the most others within reach."""
    starts = [start for start, _end in found]
    reach = [bisect_left(starts, start + ROOM - BEFORE) - number for number, start in enumerate(starts)]
    return starts[reach.index(max(reach))] if starts else 0


def _cut(line: str, found: Sequence[Place], start: int, end: int) -> Iterator[Piece]:
    done = start
    for begin, stop in found:
        begin, stop = max(begin, done), min(stop, end)
        if begin < stop:
            if done < begin:
                yield Piece(line[done:begin])
            yield Piece(line[begin:stop], is_match=True)
            done = stop
    if done < end:
        yield Piece(line[done:end])


def _between(line: str, at: int) -> int:
    """A place to cut at: between two words, where there is one near, and never inside of a letter."""
    if not 0 < at < len(line):
        return at
    space = line.rfind(" ", max(0, at - WORD), at + 1)
    if space > 0:
        return space
    return next((near for near in range(at, max(0, at - LETTER), -1) if not _is_inside(line, near)), at)


def _is_inside(line: str, at: int) -> bool:
    """Whether the character there belongs to the one before it: an accent, a part of an emoji, half a flag."""
    character = line[at]
    if unicodedata.category(character)[0] == "M" or TONES[0] <= character <= TONES[1]:
        return True
    if JOINER in (character, line[at - 1]):
        return True
    return FLAGS[0] <= character <= FLAGS[1] and _flags_before(line, at) % 2 == 1


def _flags_before(line: str, at: int) -> int:
    count = 0
    while count < at and FLAGS[0] <= line[at - 1 - count] <= FLAGS[1]:
        count += 1
    return count
