"""Whether quoted words are their source's, and which of its revisions they are from."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|…|\.{3})\s*")
SPACE = re.compile(r"\s+")
TYPOGRAPHY = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-"}
)
# Scripts that are written without spaces: a line break between two such characters is none of the author's.
UNSPACED = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
JOINT = re.compile(rf"(?<=[{UNSPACED}]) (?=[{UNSPACED}])")


class Judgement(NamedTuple):
    revision: int
    altered: bool


def judge(words: str, texts: Iterable[tuple[int, str]]) -> Judgement:
    """Which revision of the source holds these words: `texts` are (revision, plain words), the newest first.

    Words that are in none of them are altered, and are laid to the newest.
    """
    newest: int | None = None
    for revision, text in texts:
        newest = revision if newest is None else newest
        if holds(text, words):
            return Judgement(revision, altered=False)
    return Judgement(newest or 0, altered=True)


def holds(text: str, words: str) -> bool:
    """Whether `words` stand in `text` as they are, but for white space and the shape of quotation marks.

    An ellipsis in the words stands for whatever was left out: the parts around it must follow each other. A part
    that begins or ends inside a word of the source does not count: "able" is not a quote from "unable".
    """
    text, position = normal(text), 0
    for part in ELLIPSIS.split(normal(words)):
        if not part:
            continue
        match = _whole_words(part).search(text, position)
        if match is None:
            return holds_literally(text, normal(words))
        position = match.end()
    return True


def holds_literally(text: str, words: str) -> bool:
    """For a source that has an ellipsis of its own."""
    return _whole_words(words).search(text) is not None


def normal(text: str) -> str:
    text = unicodedata.normalize("NFC", text).translate(TYPOGRAPHY)
    return JOINT.sub("", SPACE.sub(" ", text)).strip()


def _whole_words(part: str) -> re.Pattern[str]:
    return re.compile(_edge(part[0], "(?<![^\\W_{0}])") + re.escape(part) + _edge(part[-1], "(?![^\\W_{0}])"))


def _edge(character: str, guard: str) -> str:
    """A word's edge is asked for where the part's own edge is a letter or digit of a script with spaces."""
    if character.isalnum() and not re.match(f"[{UNSPACED}]", character):
        return guard.format(UNSPACED)
    return ""
