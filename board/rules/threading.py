"""From flat rows to a thread in display order, and how much of each branch a page holds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

# A row is anything with pk, parent_id and reply_count, such as a comment.
R = TypeVar("R", bound=Any)


@dataclass(slots=True)
class Node(Generic[R]):
    """A row in its place.

    `replies`: how many direct replies follow it. `closes`: how many lists of replies end after it.
    `missing`: how many readable comments below it are not among the rows, and not below a reply that tells of them.
    """

    row: R
    depth: int
    replies: int = 0
    closes: int = 0
    missing: int = 0


def arrange(
    tops: Sequence[R], replies: Iterable[R], *, key: Callable[[R], Any], counts: Callable[[R], bool]
) -> list[Node[R]]:
    """The branches `tops` in their given order, each followed by its replies, ordered by `key` at every level.

    A reply whose parent is not among the rows is left out with everything below it. Each row appears once; rows
    that answer each other in a circle never appear. Depth starts at 0; no recursion, so it has no bound.
    `counts` tells whether a row is one of those that its ancestors' `reply_count` counts.
    """
    children: defaultdict[Any, list[R]] = defaultdict(list)
    for reply in replies:
        children[reply.parent_id].append(reply)
    nodes: list[Node[R]] = []
    waiting = [(top, 0) for top in reversed(tops)]
    while waiting:
        row, depth = waiting.pop()
        below = sorted(children.pop(row.pk, ()), key=key)
        nodes.append(Node(row, depth, len(below), missing=row.reply_count))
        waiting += [(reply, depth + 1) for reply in reversed(below)]
    close(nodes)
    _subtract_present(nodes, counts)
    return nodes


def close(nodes: list[Node[R]]) -> None:
    """Works out from the depths how many lists of replies end after each node."""
    following = 0
    for node in reversed(nodes):
        node.closes = max(0, node.depth - following)
        following = node.depth


def _subtract_present(nodes: list[Node[R]], counts: Callable[[R], bool]) -> None:
    """Takes from each node's `missing` the replies that are here, and what these tell of themselves."""
    trail: list[Node[R]] = []
    for node in nodes:
        del trail[node.depth :]
        if trail:
            trail[-1].missing -= node.row.reply_count + counts(node.row)
        trail.append(node)
    for node in nodes:
        node.missing = max(0, node.missing)


def share(sizes: Mapping[Any, int], budget: int) -> dict[Any, int]:
    """How many replies each branch may show so that together they stay within `budget`.

    All of them where they fit. Otherwise water is poured in: small branches are shown whole and the large ones are
    cut at one common level, the largest that the budget allows.
    """
    level, left, count = 0, budget, len(sizes)
    for size in sorted(sizes.values()):
        if (size - level) * count > left:
            level += left // count
            break
        left -= (size - level) * count
        level, count = size, count - 1
    return {key: min(size, level) for key, size in sizes.items()}
