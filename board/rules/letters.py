"""A text as the letters that readers see in it, each with its place in the text as it was typed."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from accounts.lookalikes import alphabet, taken_for

# How a script tells its words apart: by spaces; not at all; Katakana, by being Katakana; Hangul, at the beginning.
SPACED, UNSPACED, KATAKANA, HANGUL = range(4)
WITHOUT_SPACES = {
    *("HAN", "HIRAGANA", "BOPOMOFO", "YI", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "JAVANESE"),
    *("BALINESE", "TAI_LE", "NEW_TAI_LUE", "TAI_THAM", "TAI_VIET"),
}
KINDS = {"KATAKANA": KATAKANA, "HANGUL": HANGUL, **dict.fromkeys(WITHOUT_SPACES, UNSPACED)}
# Scripts in which an accent makes another letter. Elsewhere marks are part of the letter, or points left out at will.
ACCENTED = {"LATIN", "CYRILLIC"}
POINTED = {"GREEK", "HEBREW", "ARABIC", "SYRIAC"}
# What comes before the first combining mark in Unicode.
PLAIN = "\u02ff"
VOICED = "\uff9e\uff9f"  # the marks of half-width kana
FILLERS = "\u115f\u1160\u3164\uffa0"  # letters by Unicode's word, that cannot be seen
# So many marks on one letter are looked at: no script has more.
MOST_MARKS = 8

# Signs that stand for a letter, where there are letters around them.
SIGNS = str.maketrans(
    {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "€": "e"}
)
# Only inside a word: otherwise they are what they seem. A capital I after a small letter is seen as l.
INNER_SIGN = re.compile(r"(?<=[^\W_])[!|](?=[^\W_])|(?<=[a-z])I")


class Letter(NamedTuple):
    """`plain` in lower case, without its accents, in the alphabet that it seems to be of."""

    plain: str
    accents: str
    kind: int


@dataclass(slots=True)
class Reading:
    """One entry for each letter; `starts` and `ends`: its place in the text; `gaps`: whether it comes after a gap."""

    text: str
    letters: str = ""
    accents: list[str] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    gaps: list[bool] = field(default_factory=list)

    def continues(self, place: int) -> bool:
        """Whether the letter at this place goes on with the word of the letter before."""
        if place in (0, len(self.letters)) or self.gaps[place]:
            return False
        kind = self.kinds[place]
        return kind != UNSPACED and kind == self.kinds[place - 1]

    def between(self, place: int) -> str:
        """What stands before the letter at this place, back to the one before."""
        return self.text[self.ends[place - 1] : self.starts[place]]


def read(text: str) -> Reading:
    """Takes each character with the marks on it; what cannot be seen is no gap, all else that is no letter is."""
    reading, found = Reading(text), list[str]()
    position, gap = 0, True
    while position < len(text):
        end = position + 1
        while end < len(text) and text[end] > PLAIN and is_mark(text[end]):
            end += 1
        letters = letters_of(text[position : min(end, position + 1 + MOST_MARKS)])
        for letter in letters or ():
            found.append(letter.plain)
            reading.accents.append(letter.accents)
            reading.kinds.append(letter.kind)
            reading.starts.append(position)
            reading.ends.append(end)
            reading.gaps.append(gap)
            gap = False
        gap = gap or letters == ()
        position = end
    reading.letters = "".join(found)
    return reading


def with_signs_as_letters(text: str) -> str:
    """`p0rn`, `a$$`, `k!ll` with letters for the signs; as long as the text, each character in its place."""
    return INNER_SIGN.sub("l", text).translate(SIGNS)


@lru_cache(maxsize=20_000)
def letters_of(cluster: str) -> tuple[Letter, ...] | None:
    """The letters that a character with its marks is: mostly one; none for a gap; None for what cannot be seen."""
    base = cluster[0]
    if is_mark(base) or base in FILLERS or unicodedata.category(base) == "Cf":
        return None
    script = alphabet(base)
    marks = (mark for mark in cluster[1:] if mark in VOICED or alphabet(mark) in (script, "INHERITED"))
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", base + "".join(marks)).casefold())
    # A mark that makes no letter of its own together with its letter was put there to disguise it.
    seen = (character for character in text if not is_stray(character, script))
    return tuple(letter(character) for character in seen if is_part_of_word(character))


def letter(character: str) -> Letter:
    script = alphabet(character)
    plain, accents = character, ""
    if script in ACCENTED or script in POINTED:
        parts = unicodedata.normalize("NFKD", character)
        plain, accents = parts[0], parts[1:] if script in ACCENTED else ""
    kind = KATAKANA if character == "ー" else KINDS.get(script, SPACED)
    return Letter(taken_for(plain), accents, kind)


def is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or character in VOICED


def is_stray(character: str, script: str) -> bool:
    return is_mark(character) and (script in POINTED or alphabet(character) == "INHERITED")


def is_part_of_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"
