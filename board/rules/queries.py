"""What a reader looks for, and where it stands in a text: by the terms of both."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from board.rules import terms
from board.rules.terms import Term

MAX_LENGTH, MOST_PARTS = 100, 10
_PART = re.compile(r'["“”„«»＂]([^"“”„«»＂]*)(?:["“”„«»＂]|$)|([^\s"“”„«»＂]+)')

Phrase = tuple[str, ...]


class Unclear(ValueError):
    """It cannot be looked for; its text is a sentence that says why."""


@dataclass(frozen=True)
class Query:
    """All of it must occur: each of `phrases` (terms one after the other; a word is one term), each of `lone`."""

    words: str
    phrases: tuple[Phrase, ...]
    lone: tuple[str, ...]


def parse(words: str) -> Query:
    """Words in any order, "words in quotation marks" in theirs; Unclear for what cannot be looked for."""
    words = " ".join(unicodedata.normalize("NFC", words).split())
    if len(words) > MAX_LENGTH:
        raise Unclear(_("Please search for at most %(most)d characters.") % {"most": MAX_LENGTH})
    phrases: dict[Phrase, None] = {}
    lone: dict[str, None] = {}
    for phrase in _phrases(words):
        if len(phrase) == 1 and terms.is_lone(phrase[0]):
            lone[phrase[0]] = None
        else:
            phrases[phrase] = None
    if not phrases and not lone:
        raise Unclear(
            _("Please type a word to search for.") if not words else _("Please search for a whole word.")
        )
    if len(phrases) + len(lone) > MOST_PARTS:
        raise Unclear(_("Please search for at most %(most)d words.") % {"most": MOST_PARTS})
    return Query(words, tuple(phrases), tuple(lone))


def places(text: str, query: Query) -> list[tuple[int, int]]:
    """(start, end) of everything in the text that the query looks for, in order, each character once."""
    read = terms.read(text) if query.phrases else []
    found = sorted([*_places_of_phrases(read, query.phrases), *_places_of_lone(text, query.lone)])
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _phrases(words: str) -> Iterator[Phrase]:
    """In quotation marks all is one phrase; elsewhere each run of a script without spaces is one, and `e-mail`.

    A single character of such a script stands beside others in most texts, as part of pairs: it is in no phrase.
    """
    for quoted, plain in _PART.findall(words):
        phrase: list[str] = []
        for is_dense, run in terms.runs(quoted or plain):
            is_single = is_dense and len(run) == 1 and len(run[0].word) == 1
            if phrase and (is_single or (is_dense and not quoted)):
                yield tuple(phrase)
                phrase = []
            if is_single:
                yield from [(run[0].word,)] if terms.is_lone(run[0].word) else ()
                continue
            if phrase and is_dense and terms.meet(phrase[-1], run[0].word):
                phrase.append(terms.GAP)
            phrase += [term.word for term in run]
            if is_dense and not quoted:
                yield tuple(phrase)
                phrase = []
        if phrase:
            yield tuple(phrase)


def _places_of_phrases(found: list[Term], phrases: tuple[Phrase, ...]) -> Iterator[tuple[int, int]]:
    words = [term.word for term in found]
    wanted: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        wanted.setdefault(phrase[0], []).append(phrase)
    for place, word in enumerate(words):
        for phrase in wanted.get(word, ()):
            if tuple(words[place : place + len(phrase)]) == phrase:
                yield found[place].start, found[place + len(phrase) - 1].end


def _places_of_lone(text: str, lone: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    if lone:
        for place, character in enumerate(text):
            if unicodedata.normalize("NFKC", character) in lone:
                yield place, place + 1
