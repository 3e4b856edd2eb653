"""What belongs to one member, woven into HTML that is the same for everybody.

A template marks each place that may be somebody's as a slot: `<!--s:KIND:ID-->neutral text<!--/s-->`. The marks are
taken out once, when the neutral HTML is made, and the places remembered; so a slot may stand anywhere, inside a tag
too. Weaving is one pass over the slots that a member fills. Typed text never holds a mark: the renderer escapes `<`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SLOT = re.compile(rb"<!--s:([a-z]+):(\d+)-->(.*?)<!--/s-->", re.DOTALL)
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Neutral:
    """HTML (UTF-8) that is nobody's in particular, and where its slots are: {(kind, id): (start, end)}, in bytes."""

    html: bytes
    slots: Mapping[Key, tuple[int, int]]

    @classmethod
    def of(cls, marked: str) -> "Neutral":
        # text, kind, id, inside, text, kind, id, inside, ..., text
        parts = SLOT.split(marked.encode())
        slots: dict[Key, tuple[int, int]] = {}
        length = 0
        for text, kind, number, inside in zip(
            parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=False
        ):
            start = length + len(text)
            length = start + len(inside)
            slots[kind.decode(), int(number)] = (start, length)
        del parts[1::4], parts[1::3]  # kinds, then ids
        return cls(b"".join(parts), slots)


def weave(neutral: Neutral, fills: Iterable[tuple[Key, str]] = ()) -> bytes:
    """The HTML with each filled slot's text replaced. Fills for slots that are not on this page are passed over.

    Costs a copy of the page and a step for each fill, whatever the number of slots. Where several fills name one
    slot they all go in, in their order. Both the neutral HTML and the fills are what templates have rendered.
    """
    wanted: dict[Key, str] = {}
    for key, text in fills:
        if key in neutral.slots:
            wanted[key] = wanted.get(key, "") + text
    pieces: list[bytes] = []
    position = 0
    for (start, end), text in sorted((neutral.slots[key], text) for key, text in wanted.items()):
        pieces += [neutral.html[position:start], text.encode()]
        position = end
    return b"".join([*pieces, neutral.html[position:]])
