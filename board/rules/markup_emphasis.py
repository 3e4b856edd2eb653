"""Emphasis that also opens and closes beside Chinese, Japanese and Korean text.

CommonMark asks for white space or punctuation on the outer side of `**` when its inner side is punctuation.
Scripts without spaces have neither, so `**「重要」**です` would show its asterisks. Here a CJK neighbour
counts as such a boundary, and CJK punctuation on the inner side counts as a letter. Nothing changes where no
CJK character is near.
"""

import unicodedata
from typing import NamedTuple

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from board.rules.markup_text import is_cjk


class Neighbour(NamedTuple):
    """The character before or after a run of delimiters; the edge of the text counts as a space."""

    space: bool
    punctuation: bool
    cjk: bool

    @property
    def bars(self) -> bool:
        """Punctuation that keeps the run from facing this side, unless the other side is a boundary."""
        return self.punctuation and not self.cjk

    @property
    def bounds(self) -> bool:
        return self.space or self.punctuation or self.cjk


def emphasis(state: StateInline, silent: bool) -> bool:
    """Inline rule: one text token for each `*` or `_`, listed as a delimiter for the pairing that follows."""
    start, marker = state.pos, state.src[state.pos]
    if silent or marker not in "*_":
        return False
    end = start
    while end < state.posMax and state.src[end] == marker:
        end += 1
    before = _neighbour(_before(state.src, start))
    after = _neighbour(state.src[end : min(end + 1, state.posMax)])
    can_open, can_close = _flanks(marker, before, after)
    for _ in range(end - start):
        state.push("text", "", 0).content = marker
        token = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(marker), end - start, token, -1, can_open, can_close))
    state.pos = end
    return True


def _flanks(marker: str, before: Neighbour, after: Neighbour) -> tuple[bool, bool]:
    """(may open, may close) by the rules of CommonMark 6.2 for left- and right-flanking runs."""
    left = not after.space and (not after.bars or before.bounds)
    right = not before.space and (not before.bars or after.bounds)
    if marker == "*":
        return left, right
    edge = before.punctuation or after.punctuation
    return left and (not right or edge), right and (not left or edge)


def _before(text: str, position: int) -> str:
    """The character before the position, looking past the selectors that only choose its shape."""
    while position and _is_variation_selector(text[position - 1]):
        position -= 1
    return text[position - 1 : position]


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _neighbour(character: str) -> Neighbour:
    if not character:
        return Neighbour(space=True, punctuation=False, cjk=False)
    category = unicodedata.category(character)
    space = category == "Zs" or character in "\t\n"
    return Neighbour(space, category[0] in "PS", is_cjk(character))
