"""Words that moderators look for, and where they stand in a text, however they are disguised.

Whole words in scripts that have spaces, a run of Katakana, the beginning of a Korean word; anywhere in scripts
without spaces. What is looked at grows with the length of the text and nothing else (Aho and Corasick 1975).
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from board.rules.letters import HANGUL, Reading, read, with_signs_as_letters

# With fewer letters than this, one beside the other by themselves are initials.
SPELLED = 3
# Only in words with signs for letters, where a 1 can be either.
EITHER = str.maketrans("i", "l")


class Found(NamedTuple):
    """A rule, and where its words stand in the text."""

    rule: int
    start: int
    end: int


class Words:
    """Rules to look for, by number. A rule without letters finds nothing."""

    def __init__(self, rules: Iterable[tuple[int, str]]) -> None:
        readings = ((number, read(words)) for number, words in rules)
        self._rules = [(number, reading) for number, reading in readings if reading.letters]
        self._steps: list[dict[str, int]] = [{}]
        self._ends: list[list[int]] = [[]]  # of a node: the rules that end there
        self._falls: list[int] = [0]  # of a node: the one for the longest end of it that is a beginning too
        for place, (_number, reading) in enumerate(self._rules):
            self._grow(place, reading.letters.translate(EITHER))
        self._connect()

    def __bool__(self) -> bool:
        return bool(self._rules)

    def find(self, text: str) -> list[Found]:
        """Everything that the rules find, each place once, in the order of the text."""
        if not self._rules:
            return []
        found = {*self._find_plain(read(text))}
        changed = with_signs_as_letters(text)
        if changed != text:
            found |= {*self._find_disguised(text, read(changed))}
        return sorted(found, key=lambda one: (one.start, one.end, one.rule))

    def _find_plain(self, reading: Reading) -> Iterator[Found]:
        for number, rule, start, end in self._hits(reading):
            if reading.letters[start:end] == rule.letters and same_accents(rule, reading, start, end):
                yield Found(number, reading.starts[start], reading.ends[end - 1])

    def _find_disguised(self, text: str, reading: Reading) -> Iterator[Found]:
        """With signs for letters: not for more than there are letters, of which there are two at least."""
        signs = [0]
        for place in reading.starts:
            signs.append(signs[-1] + (text[place] != reading.text[place]))
        for number, _rule, start, end in self._hits(reading):
            count = signs[end] - signs[start]
            if count and end - start - count >= max(count, 2):
                yield Found(number, reading.starts[start], reading.ends[end - 1])

    def _hits(self, reading: Reading) -> Iterator[tuple[int, Reading, int, int]]:
        """(number, rule, first letter, behind the last) wherever a rule's letters stand as words of their own."""
        node = 0
        for place, letter in enumerate(reading.letters.translate(EITHER)):
            while node and letter not in self._steps[node]:
                node = self._falls[node]
            node = self._steps[node].get(letter, 0)
            for which in self._ends[node]:
                number, rule = self._rules[which]
                start, end = place + 1 - len(rule.letters), place + 1
                if is_whole(rule, reading, start, end):
                    yield number, rule, start, end

    def _grow(self, which: int, letters: str) -> None:
        node = 0
        for letter in letters:
            if letter not in self._steps[node]:
                self._steps[node][letter] = len(self._steps)
                self._steps.append({})
                self._ends.append([])
                self._falls.append(0)
            node = self._steps[node][letter]
        self._ends[node].append(which)

    def _connect(self) -> None:
        waiting = deque(self._steps[0].values())
        while waiting:
            node = waiting.popleft()
            self._ends[node] = [*self._ends[node], *self._ends[self._falls[node]]]
            for letter, following in self._steps[node].items():
                fall = self._falls[node]
                while fall and letter not in self._steps[fall]:
                    fall = self._falls[fall]
                self._falls[following] = self._steps[fall].get(letter, 0)
                waiting.append(following)


def is_whole(rule: Reading, reading: Reading, start: int, end: int) -> bool:
    """Whether nothing of the same word stands before or behind, and the gaps are the rule's, or between all letters."""
    if reading.continues(start) or (reading.continues(end) and reading.kinds[end - 1] != HANGUL):
        return False
    inner = reading.gaps[start + 1 : end]
    return inner == rule.gaps[1:] or (end - start >= SPELLED and all(inner) and is_alone(reading, start, end))


def is_alone(reading: Reading, start: int, end: int) -> bool:
    """Whether `s p a m` is all that is spelled: no single letter stands beside it, apart by the same."""
    last = len(reading.letters)
    before = start > 0 and reading.gaps[start - 1] and reading.between(start) == reading.between(start + 1)
    is_single = end + 1 >= last or reading.gaps[end + 1]
    after = end < last and is_single and reading.between(end) == reading.between(end - 1)
    return not (before or after)


def same_accents(rule: Reading, reading: Reading, start: int, end: int) -> bool:
    """`año` is not `ano`; but accents on half of the letters and more are a disguise, where the rule has none."""
    theirs, own = reading.accents[start:end], rule.accents
    differing = [accent for accent, wanted in zip(theirs, own, strict=True) if accent != wanted]
    if not differing:
        return True
    return all(differing) and len(differing) >= max(2, (end - start) / 2)


def is_too_short(words: str) -> bool:
    """Whether a rule would catch too much, or nothing: one letter, unless it is a Chinese character."""
    letters = read(words).letters
    return len(letters) < 2 and not any("\u3400" <= letter <= "\u9fff" for letter in letters)
