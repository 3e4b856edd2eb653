"""Which terms a text can be found by, and where they stand in it.

Words of scripts with spaces count by their stem, without case, width and accents: `Ferries` is found by `ferry`. Of
scripts without spaces, and of Katakana and Hangul, each pair of neighbours counts, so that any part of a run of two
characters and more is found as a phrase of pairs.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import count, pairwise
from operator import add
from typing import NamedTuple

from snowballstemmer import stemmer

TERMS = 2  # raised whenever any text has other terms than before; stored beside them
LONGEST = 64  # letters of a word that count
# So many terms of a text are looked at, and so many characters of them: PostgreSQL takes no more.
MOST_TERMS, MOST_CHARACTERS = 16_000, 200_000
# Stands between a text's terms and the single characters in it, so that no phrase goes across.
BREAK = "\ue001"
# Stands between two runs where the pairs of both would read as one: 東京、京都 is not found by 東京都.
GAP = "\ue003"

# Characters that are words by themselves too: Chinese characters and Hangul syllables.
LONE = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003fffd"
# No spaces tell words apart: Thai to Tai Viet, kana, Bopomofo, jamo, Yi, in half width too.
DENSE = (
    "\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u1b00-\u1b7f\u3031-\u303b"
    "\u3040-\u318f\u31a0-\u31bf\u31f0-\u31ff\ua000-\ua4cf\ua960-\ua97f\ua980-\ua9ff\uaa60-\uaadf\ud7b0-\ud7ff"
    "\uff66-\uffdc\U0001aff0-\U0001b2ff"
)
# Where marks on letters stand among Unicode's characters, those of half-width kana last.
MARKS = (
    "\u0300-\u1dff\u20d0-\u20ff\u2c00-\u30ff\ua66f-\uabff\ufb1e\ufe20-\ufe2f\U00010a00-\U00011fff"
    "\U0001e000-\U0001e94a"
)
VOICED = "\uff9e\uff9f"
# Inside a word, and nothing to see: soft hyphen, joiners, variants of a character.
UNSEEN = "\u00ad\u180b-\u180f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
# Letters that are no others with an accent, and are looked for as if they were.
PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
# Their marks are left out at will; elsewhere a mark makes another letter.
ACCENTED = re.compile(r"([a-z\u0250-\u02af\u03b1-\u03c9])[\u0300-\u036f]+")
POINTS = re.compile("[\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670]")
# Kana, Chinese characters and Hangul as nearly all of them are: one by one what they are looked for as.
_SIMPLE = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+")
_UNSEEN, _LONE = re.compile(f"[{UNSEEN}]"), re.compile(f"[{LONE}]")


class Term(NamedTuple):
    """A term, and the characters that it stands for: from `start`, before `end`."""

    word: str
    start: int
    end: int


def read(text: str) -> list[Term]:
    """The terms of a text in their order: the next one in the list is the next one of a phrase."""
    found: list[Term] = []
    for is_dense, run in runs(text):
        if is_dense and found and meet(found[-1].word, run[0].word):
            found.append(run[0]._replace(word=GAP))
        found += run
    return found


def runs(text: str) -> Iterator[tuple[bool, list[Term]]]:
    """(whether its script is without spaces, its terms) for each run of such a script, and for each word."""
    for found in pattern().finditer(text):
        if found[1]:
            yield True, pairs(found[1], found.start())
        elif word := folded(found[2][:LONGEST]):
            yield False, [Term(word, found.start(), found.end())]


def terms_of(text: str) -> str:
    """The words of `read`, and behind them each single character that is a word too: what an index holds."""
    words = [""]
    for dense, word in pattern().findall(text):
        if dense:
            run = [pair.word for pair in pairs(dense, 0)] if needs_care(dense) else plain_pairs(dense)
            words += [GAP, *run] if meet(words[-1], run[0]) else run
        elif word := folded(word[:LONGEST]):
            words.append(word)
    words = words[1 : MOST_TERMS + 1]
    lone = dict.fromkeys(() if text.isascii() else _LONE.findall(unicodedata.normalize("NFKC", text)))
    return cut(" ".join([*words, BREAK, *lone] if lone else words))


def cut(terms: str) -> str:
    return terms if len(terms) <= MOST_CHARACTERS else terms[:MOST_CHARACTERS].rpartition(" ")[0]


def is_lone(word: str) -> bool:
    """Whether it is one of the single characters that an index holds."""
    return _LONE.fullmatch(word) is not None


# --- Scripts without spaces -----------------------------------------------------------------------------------------


def pairs(run: str, start: int) -> list[Term]:
    """Each character with the next one; alone where it is all of the run. Marks go with their character."""
    if len(run) > 1 and not needs_care(run):
        return list(map(Term, map(add, run, run[1:]), count(start), count(start + 2)))
    letters = list(clusters(run, start))
    if len(letters) == 1:
        return letters
    return [Term(one.word + other.word, one.start, other.end) for one, other in pairwise(letters)]


def meet(before: str, after: str) -> bool:
    """Whether terms of two runs would read as pairs of one: by the character in between, which is quickly said."""
    return before != "" and before[-1] in after[:-1]


def plain_pairs(run: str) -> list[str]:
    return list(map(add, run, run[1:])) or [run]


def needs_care(run: str) -> bool:
    """Whether its characters are not one by one what they are looked for as."""
    if _SIMPLE.fullmatch(run):
        return False
    return not unicodedata.is_normalized("NFKC", run) or marks().search(run) is not None


def clusters(run: str, start: int) -> Iterator[Term]:
    for found in cluster().finditer(run):
        if letter := without_form(found[0][:LONGEST]):
            yield Term(letter, start + found.start(), start + found.end())


@lru_cache(maxsize=10_000)
def without_form(letter: str) -> str:
    """What a character with its marks is looked for as."""
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", letter)).replace(" ", "")


# --- Scripts with spaces ------------------------------------------------------------------------------------------


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """The stem of a word, which may be empty: its letters without case, width, accents and what cannot be seen."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    if text.isascii() and text.isdigit():
        return text
    if not text.isascii():
        text = ACCENTED.sub(r"\1", unicodedata.normalize("NFD", POINTS.sub("", _UNSEEN.sub("", text))))
        text = unicodedata.normalize("NFC", text.translate(PLAIN))
    text = "".join(character for character in text if character.isalnum() or marks().match(character))
    # One of its own each time: it keeps what it works on, and several threads ask.
    return stemmer("english").stemWord(text[:LONGEST])


# --- What the tables of Unicode say -------------------------------------------------------------------------------


@cache
def pattern() -> re.Pattern[str]:
    """(run of a script without spaces, or word): the next of a text. It never goes back, however long the text is."""
    dense, mark = LONE + seen(DENSE, "LNM"), seen(MARKS, "M") + UNSEEN
    letter = rf"[^\W_{dense}]"
    return re.compile(rf"([{dense}][{dense}{mark}]*+)|({letter}++(?:[{mark}]++{letter}*+)*+)(?:['’]s\b)?")


@cache
def marks() -> re.Pattern[str]:
    return re.compile(f"[{seen(MARKS, 'M')}{UNSEEN}{VOICED}]")


@cache
def cluster() -> re.Pattern[str]:
    return re.compile(rf".{marks().pattern}*+", re.DOTALL)


def seen(ranges: str, categories: str) -> str:
    """What of these ranges is of these categories, as ranges: as a list, looking it up would take ten times as long."""
    found: list[list[int]] = []
    for code in codes_in(ranges):
        if unicodedata.category(chr(code))[0] not in categories:
            continue
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in found)


def codes_in(ranges: str) -> Iterator[int]:
    for first, last in re.findall(r"(.)(?:-(.))?", ranges):
        yield from range(ord(first), ord(last or first) + 1)
