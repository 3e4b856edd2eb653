"""How much there is of what: comments for each story, the shape of a thread, votes for each comment. Pure numbers."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from board.rules import paths

SPREADS = ("even", "skewed")
# Shares of all comments, about.
TOPS = 0.4
RECENT_ANSWERED = 0.7
# How far back a reply to something recent reaches, in comments, on average.
REACH = 20
# Nobody answers below this level: a path holds no more than its own number of levels.
DEEPEST = 30
# Of so many comments one waits for a moderator. A fixed number, so that it is known how many votes there is room for.
ONE_HELD_OF = 200
MOST_COMMENTS = paths.LAST


@dataclass(frozen=True, slots=True)
class Thread:
    """A discussion without its words: for each comment, by its place in the order of posting from 0."""

    parents: list[int | None]
    depths: list[int]
    held: frozenset[int]

    def __len__(self) -> int:
        return len(self.parents)


def weights(count: int, spread: str) -> list[float]:
    """How much is said about each of `count` stories: the same, or a few much and most little, the first most.

    Of many stories the first one holds a fifth of all that is said.
    """
    if spread == "even" or not count:
        return [1.0] * count
    others = [(place + 2) ** -0.7 for place in range(1, count)]
    return [max(1.0, sum(others) / 4), *others]


def share(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in whole numbers that are in proportion to the weights, and that add up to it exactly."""
    sums = list(accumulate(weights))
    ends = [round(total * so_far / sums[-1]) for so_far in sums]
    return [end - start for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def held_of(size: int) -> int:
    return size // ONE_HELD_OF


def room_for_votes(sizes: Sequence[int], members: int) -> int:
    """Every member may vote on every comment but their own, and on none that waits for a moderator."""
    return sum(size - held_of(size) for size in sizes) * max(0, members - 1)


def grow(chance: random.Random, size: int) -> Thread:
    """A thread of `size` comments. What waits for a moderator is never answered."""
    held = frozenset(chance.sample(range(size), held_of(size)))
    parents: list[int | None] = []
    depths: list[int] = []
    for place in range(size):
        parent = _answered(chance, place)
        if parent is not None and (parent in held or depths[parent] >= DEEPEST):
            parent = None
        parents.append(parent)
        depths.append(0 if parent is None else depths[parent] + 1)
    return Thread(parents, depths, held)


def _answered(chance: random.Random, place: int) -> int | None:
    """Which earlier comment is answered: a recent one more likely than another; None begins a thread."""
    if not place or chance.random() < TOPS:
        return None
    if chance.random() < RECENT_ANSWERED:
        return place - 1 - min(int(chance.expovariate(1 / REACH)), place - 1)
    return chance.randrange(place)


def replies_below(parents: Sequence[int | None], counted: Sequence[bool]) -> list[int]:
    """How many counted comments stand anywhere below each."""
    below = [0] * len(parents)
    for place in range(len(parents) - 1, -1, -1):
        parent = parents[place]
        if parent is not None:
            below[parent] += below[place] + counted[place]
    return below


def deal_votes(chance: random.Random, total: int, rooms: Sequence[int]) -> list[int]:
    """`total` votes dealt to comments that have room for so many each: a few get many and most get few."""
    liked = [chance.expovariate(1) ** 2 if room else 0.0 for room in rooms]
    scale = total / (sum(liked) or 1)
    dealt = [min(room, int(like * scale)) for room, like in zip(rooms, liked, strict=True)]
    left = total - sum(dealt)
    while left:
        open_places = [place for place, room in enumerate(rooms) if dealt[place] < room]
        step = max(1, left // len(open_places))
        for place in open_places[:left]:
            more = min(step, rooms[place] - dealt[place])
            dealt[place] += more
            left -= more
    return dealt
