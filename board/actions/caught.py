"""What an author says, and which of its words the rules catch."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from django.db import router

from board.models import Quote, WordRule
from board.rules.markup import Spoken
from board.rules.markup_spoken import readable
from board.rules.words import Found, Words


class Said(NamedTuple):
    """What an author says in their own name: honest quotes are somebody else's words, altered ones are not."""

    source: str = ""
    texts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


class Caught(NamedTuple):
    """The very words of a text that a rule caught, and the line or the address in which they stand."""

    rule: int
    effect: str
    words: str
    line: str


def said(source: str, spoken: Iterable[Spoken], quotes: Iterable[Quote]) -> Said:
    honest = {quote.index for quote in quotes if not quote.altered}
    own = [part for part in spoken if part.quote is None or part.quote not in honest]
    links = [link for part in own for link in part.links if not link.startswith(("/", "#"))]
    words = ["\n".join(part.lines) for part in own]
    return Said(source, (*words, *map(readable, links)), tuple(links))


def find(version: int, text: Said) -> list[Caught]:
    """All that the rules of this version catch in it."""
    words, effects = rules_in_force(version)
    return [
        Caught(one.rule, effects[one.rule], part[one.start : one.end], line)
        for part in text.texts
        for one, line in with_lines(part, found_in(words, part))
    ]


def with_lines(text: str, places: Iterable[Found]) -> Iterator[tuple[Found, str]]:
    """Each with its line, which is kept once: else one word said ten thousand times in it fills the memory."""
    lines: dict[tuple[int, int], str] = {}
    for place in places:
        start, end = text.rfind("\n", 0, place.start) + 1, text.find("\n", place.end)
        if (start, end) not in lines:
            lines[start, end] = text[start : end if end >= 0 else len(text)]
        yield place, lines[start, end]


# --- The rules, kept in each process as long as none is changed ----------------------------------------------------

Rules = tuple[Words, dict[int, str]]
_kept: tuple[int, Rules] = (0, (Words([]), {}))


def rules_in_force(version: int) -> Rules:
    """What to look for, and the effect of each rule, of this version of them."""
    global _kept
    if _kept[0] != version:
        found = WordRule.objects.using(router.db_for_write(WordRule)).filter(is_active=True)
        rules = list(found.order_by("-effect", "pk").values_list("pk", "words", "effect"))
        words = Words((pk, words) for pk, words, _effect in rules)
        _kept = version, (words, {pk: effect for pk, _words, effect in rules})
    return _kept[1]


@lru_cache(maxsize=100)
def found_in(words: Words, text: str) -> tuple[Found, ...]:
    return tuple(words.find(text))


def look_ahead(spoken: Iterable[Spoken]) -> None:
    """Looks for words before the discussion is locked, so that nobody has to wait for that; by the rules known now."""
    for part in spoken:
        found_in(_kept[1][0], "\n".join(part.lines))
