"""Paths of comments: the numbers of a comment's ancestors and its own, each seven digits, joined.

Only digits, so that every database sorts them alike whatever its collation. A path holds at most `LEVELS` numbers;
below that a comment takes its own number in its ancestor's last place, so that an index entry stays small however
deep people reply. The parent key, not the path, is the truth about who answers whom.
"""

WIDTH = 7
LEVELS = 40
MAX_LENGTH = WIDTH * LEVELS


# The last number is left free, so that there is always a path behind.
LAST = 10**WIDTH - 2


def segment(number: int) -> str:
    if not 0 < number <= LAST:
        raise ValueError(f"a discussion holds at most {LAST} comments")
    return f"{number:0{WIDTH}d}"


def extend(parent: str, number: int) -> str:
    """The path of comment `number` below the comment at `parent` ("" for the top level)."""
    return parent[: MAX_LENGTH - WIDTH] + segment(number)


def after(path: str) -> str:
    """The first path behind everything below `path`."""
    return path[:-WIDTH] + f"{int(path[-WIDTH:]) + 1:0{WIDTH}d}"


def prefixes(path: str) -> list[str]:
    """The paths of the ancestors, from the top."""
    return [path[:end] for end in range(WIDTH, len(path), WIDTH)]
