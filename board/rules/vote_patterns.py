"""What is unusual about votes, told so that nobody can be picked out of it.

Moderators see shares and bars before any name. So that these are no names themselves: nothing is told of fewer than
`FEWEST` votes; a share is rounded to steps of at least two votes; bars are hours at the least; and what the present
hour brings is left out until it is over (`settled`), so that nobody learns from two looks who voted between them.
How one member votes is told more roughly still, since a single vote of theirs could be found by its time: without
today, by the week, up and down in one, in fives.
All of it is a hint to look closer, never a proof: neighbours who read the same story agree, too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import combinations
from typing import NamedTuple

FEWEST = 5
# A new account: younger than that when it voted. One that hardly takes part: fewer published comments than that.
NEW_DAYS = 7
FEW_COMMENTS = 3

# Who votes together: at least so many comments in common, this share of them voted on the same way, and this share of
# all that either of the two voted on.
MIN_COMMON = 5
AGREEMENT = 0.9
OVERLAP = 0.5
# Who votes for or against one author: at least MIN_COMMON times, and with this share of their votes.
FAITHFUL = 0.5

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEK = 7 * DAY
STEPS = (HOUR, DAY, WEEK, 4 * WEEK, 52 * WEEK)
MOST_BARS = 40
# With fewer votes than this, bars are days at the least.
HOURLY = 20

Habit = Mapping[int, int]  # {comment: +1 or -1}: what a member voted lately


def settled(now: datetime) -> datetime:
    """The beginning of the present hour: only votes from before are told of."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def is_new(joined_at: datetime, cast_at: datetime) -> bool:
    return cast_at - joined_at < NEW_DAYS * DAY


def share(part: int, whole: int) -> int:
    """Roughly how many per cent: in steps of 10, 20 or 50, each worth at least two of the votes.

    0 stands for hardly any and 100 for nearly all: none and all would tell too much of each single member.
    """
    step = next(step for step in (10, 20, 50) if whole * step >= 200 or step == 50)
    return (200 * part + whole * step) // (2 * whole * step) * step if whole else 0


def rough(count: int) -> int:
    """In fives, the nearest one."""
    return (count + 2) // 5 * 5


# --- Members who vote together ------------------------------------------------------------------------------------


def vote_together(one: Habit, other: Habit) -> bool:
    """Whether two members vote the same way, on mostly the same comments.

    The overlap is Jaccard's index, common / (one + other - common) (P. Jaccard, "The distribution of the flora in
    the alpine zone", New Phytologist 11, 1912), as in the search for coordinated accounts by what they act on together
    (Pacheco et al., "Uncovering coordinated networks on social media", ICWSM 2021). Agreement alone says little on a
    board where most votes are up. By chance two members who each vote on a share s of all comments overlap by
    s / (2 - s): a half is reached by those who vote on two thirds of everything there is.
    """
    fewer, more = sorted((one, other), key=len)
    if len(fewer) < MIN_COMMON or len(fewer) < OVERLAP * len(more):
        return False
    common = fewer.keys() & more.keys()
    if len(common) < MIN_COMMON or len(common) < OVERLAP * (len(one) + len(other) - len(common)):
        return False
    return len(fewer.items() & more.items()) >= AGREEMENT * len(common)


def groups(habits: Mapping[int, Habit]) -> list[list[int]]:
    """The members who hang together by pairs that vote together; the largest group first, each by id.

    Every pair is looked at, so the caller bounds how many members there are.
    """
    leader = {member: member for member in habits}
    for one, other in combinations(sorted(habits), 2):
        if leader[one] != leader[other] and vote_together(habits[one], habits[other]):
            joined, into = leader[other], leader[one]
            leader.update({member: into for member, led_by in leader.items() if led_by == joined})
    found = defaultdict(list)
    for member, led_by in sorted(leader.items()):
        found[led_by].append(member)
    return sorted((group for group in found.values() if len(group) > 1), key=lambda one: (-len(one), one))


def is_faithful(authors: Mapping[int, int], author: int) -> bool:
    """Whether most votes of a member go to one author's comments. `authors`: {author: votes on their comments}."""
    theirs = authors.get(author, 0)
    return theirs >= MIN_COMMON and theirs >= FAITHFUL * sum(authors.values())


# --- Votes over time ----------------------------------------------------------------------------------------------


class Cast(NamedTuple):
    at: datetime
    value: int


class Bar(NamedTuple):
    """The votes from `start` for one step, as they were cast: void ones too, so that no bar tells which these are."""

    start: datetime
    up: int
    down: int


class Timeline(NamedTuple):
    step: timedelta
    bars: list[Bar]


def timeline(votes: Sequence[Cast], zone: tzinfo, *, least: timedelta = HOUR) -> Timeline:
    """At most MOST_BARS bars of whole hours, days or weeks in this time zone, the oldest first, without a gap.

    None is shorter than `least`.
    """
    if not votes:
        return Timeline(DAY, [])
    first, last = (bound(vote.at for vote in votes).astimezone(zone) for bound in (min, max))
    steps = (step for step in _steps(len(votes)) if step >= least)
    step = next(step for step in steps if _index(last, first, step) < MOST_BARS)
    counted = Counter((_index(vote.at.astimezone(zone), first, step), vote.value) for vote in votes)
    spans = range(_index(last, first, step) + 1)
    return Timeline(step, [Bar(_start(first, step, i), counted[i, 1], counted[i, -1]) for i in spans])


def _steps(count: int) -> Iterator[timedelta]:
    yield from STEPS if count >= HOURLY else STEPS[1:]
    yield from (times * STEPS[-1] for times in (4, 16, 64))


def _index(at: datetime, first: datetime, step: timedelta) -> int:
    """Which bar it is in, when the bars begin with the hour, or the day, of `first`: both in the same zone."""
    if step == HOUR:
        return int((at.astimezone(UTC) - _start(first, step, 0).astimezone(UTC)) // HOUR)
    return (at.date() - first.date()).days // step.days


def _start(first: datetime, step: timedelta, index: int) -> datetime:
    if step == HOUR:
        hour = first.replace(minute=0, second=0, microsecond=0)
        return (hour.astimezone(UTC) + index * HOUR).astimezone(first.tzinfo)
    return first.replace(hour=0, minute=0, second=0, microsecond=0) + index * step


def extent(bars: Sequence[Bar]) -> tuple[int, int]:
    """How many votes the highest bar stands for above the line (up), and below it (down)."""
    return max((bar.up for bar in bars), default=0), max((bar.down for bar in bars), default=0)
