"""What belongs to one member, woven into HTML that is the same for everybody.

A template marks each place that may be somebody's as a slot: `<!--s:KIND:ID-->neutral text<!--/s-->`. The marks are
taken out once, when the neutral HTML is made, and the places remembered; so a slot may stand anywhere, inside a tag
too. Weaving is one pass over the slots that a member fills. Typed text never holds a mark: the renderer escapes `<`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

SLOT = re.compile(r"<!--s:([a-z]+):(\d+)-->(.*?)<!--/s-->", re.DOTALL)
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Neutral:
    """HTML that is nobody's in particular, and where its slots are: {(kind, comment id): (start, end)}."""

    html: str
    slots: Mapping[Key, tuple[int, int]]

    @classmethod
    def of(cls, marked: str) -> "Neutral":
        pieces: list[str] = []
        slots: dict[Key, tuple[int, int]] = {}
        position = length = 0
        for match in SLOT.finditer(marked):
            before, inside = marked[position : match.start()], match[3]
            length += len(before)
            slots[match[1], int(match[2])] = (length, length + len(inside))
            length += len(inside)
            pieces += [before, inside]
            position = match.end()
        return cls("".join([*pieces, marked[position:]]), slots)


def weave(neutral: Neutral, fills: Iterable[tuple[Key, str]] = ()) -> SafeString:
    """The HTML with each filled slot's text replaced. Fills for slots that are not on this page are passed over.

    Costs a copy of the page and a step for each fill, whatever the number of slots. Where several fills name one
    slot they all go in, in their order. Both the neutral HTML and the fills are what templates have rendered.
    """
    wanted: dict[Key, str] = {}
    for key, text in fills:
        if key in neutral.slots:
            wanted[key] = wanted.get(key, "") + text
    pieces: list[str] = []
    position = 0
    for (start, end), text in sorted((neutral.slots[key], text) for key, text in wanted.items()):
        pieces += [neutral.html[position:start], text]
        position = end
    return SafeString("".join([*pieces, neutral.html[position:]]))
