"""Which alphabet a character belongs to, and which other character it can be mistaken for.

The data is Unicode's (Scripts.txt and confusables.txt, UTS 39), as the package confusable_homoglyphs brings it.
"""

import json
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from confusable_homoglyphs.categories import alias

# Belongs to every alphabet: digits, punctuation, emoji; marks that take the alphabet of their letter.
SHARED = {"COMMON", "INHERITED"}
# What may stand together in one name (UTS 39, "highly restrictive").
TOGETHER = (
    {"LATIN", "HAN", "HIRAGANA", "KATAKANA"},
    {"LATIN", "HAN", "HANGUL"},
    {"LATIN", "HAN", "BOPOMOFO"},
)
CJK = {"HAN", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
JAPANESE = {"HAN", "HIRAGANA", "KATAKANA"}

# Lower case is compared, so a capital I (which looks like l) can only be told by folding i as well.
LATIN = {"0": "o", "1": "l", "i": "l", "m": "rn"}


def is_mixed(text: str) -> bool:
    """Whether alphabets are mixed whose letters look alike, such as Latin and Cyrillic."""
    found = {alias(character) for character in text} - SHARED
    return len(found) > 1 and not any(found <= group for group in TOGETHER)


def is_cjk(character: str) -> bool:
    return alias(character) in CJK


def fold(text: str) -> str:
    """The text with every character that could be taken for another replaced by one of them, always the same.

    Expects text that is normalised (NFKC) and case-folded. Folding twice is folding once.
    """
    prototypes = _prototypes()
    plain = (prototypes.get(character, character) for character in text)
    return "".join(LATIN.get(character, character) for character in plain)


def taken_for(character: str) -> str:
    """The letter that it can be mistaken for, where it is another alphabet's. Within Latin nothing is folded."""
    return _prototypes().get(character, character)


@lru_cache(maxsize=20_000)
def alphabet(character: str) -> str:
    """`LATIN`, `HAN`, `THAI` and so on; `COMMON` or `INHERITED` for what belongs to every alphabet."""
    return str(alias(character))


@cache
def _prototypes() -> dict[str, str]:
    """{case-folded character: what it is taken for}, from the pairs of Unicode's list. Some 300 entries."""
    source = files("confusable_homoglyphs").joinpath("confusables.json")
    pairs = {
        character: [pair["c"] for pair in found]
        for character, found in json.loads(source.read_bytes()).items()
        if _is_letter(character)
    }
    return {**dict(_latin_pairs(pairs)), **dict(_japanese_pairs(pairs))}


def _latin_pairs(pairs: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Letters and digits of other alphabets that look like ASCII ones, in lower case or else as capitals."""
    for character in {known.casefold() for known in pairs}:
        if not _is_letter(character) or character.isascii() or is_cjk(character):
            continue
        for form in (character, character.upper()):
            found = pairs.get(form, [])
            if len(found) == 1 and found[0].isascii() and found[0].isalnum() and len(found[0]) == 1:
                yield character, found[0].casefold()
                break


def _japanese_pairs(pairs: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Kana and characters that look alike, such as カ and 力: each becomes the first of its group in Unicode."""
    for character in filter(_is_japanese, pairs):
        first = character
        while twins := [twin for twin in pairs.get(first, []) if _is_japanese(twin) and twin < first]:
            first = min(twins)
        if first != character:
            yield character, first


def _is_letter(text: str) -> bool:
    """One letter or digit, and not a mere variant of another that NFKC replaces."""
    if len(text) != 1 or unicodedata.category(text)[0] not in "LN":
        return False
    return unicodedata.is_normalized("NFKC", text)


def _is_japanese(text: str) -> bool:
    return text == "ー" or (_is_letter(text) and alias(text) in JAPANESE)
