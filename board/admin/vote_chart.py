"""Votes over time as bars: up above the line, down below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models import Vote
from board.rules import vote_patterns as patterns

# In units of the drawing, which grows and shrinks with the page.
WIDTH, HEIGHT, GAP, WIDEST = 640, 120, 2, 56


@dataclass(frozen=True)
class Box:
    """A part of a bar: `kind` is up or down."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Drawn:
    """A bar: the votes behind it, and its boxes."""

    when: str
    up: int
    down: int
    boxes: list[Box]


@dataclass(frozen=True)
class Chart:
    """`line`: how far down the line lies that bars go up and down from. `is_rough`: up and down are in one."""

    words: str
    bars: list[Drawn]
    line: float
    is_rough: bool
    width: int = WIDTH
    height: int = HEIGHT


def chart(votes: Sequence[Vote]) -> Chart:
    """Of the votes of many members."""
    facts = [patterns.Cast(vote.cast_at, vote.value) for vote in votes]
    return drawn(patterns.timeline(facts, timezone.get_current_timezone()))


def rough_chart(votes: Sequence[Vote]) -> Chart | None:
    """Of the votes of one member; none where rounding leaves nothing of them."""
    facts = [patterns.Cast(vote.cast_at, 1) for vote in votes]
    exact = patterns.timeline(facts, timezone.get_current_timezone(), least=patterns.WEEK)
    bars = [patterns.Bar(bar.start, patterns.rough(bar.up), 0) for bar in exact.bars]
    return drawn(patterns.Timeline(exact.step, bars), is_rough=True) if any(bar.up for bar in bars) else None


def drawn(shown: patterns.Timeline, *, is_rough: bool = False) -> Chart:
    above, below = patterns.extent(shown.bars)
    unit = (HEIGHT - 2 * GAP) / (above + below)
    line, room = GAP + above * unit, WIDTH / len(shown.bars)
    bars = [
        Drawn(when(bar, shown), *bar[1:], boxes(bar, n * room, min(room - GAP, WIDEST), line, unit))
        for n, bar in enumerate(shown.bars)
    ]
    sentence = rough_words(shown, above) if is_rough else words(shown, above, below)
    return Chart(sentence, bars, round(line, 2), is_rough)


def boxes(bar: patterns.Bar, x: float, width: float, line: float, unit: float) -> list[Box]:
    tops = {"up": line - bar.up * unit, "down": line}
    counts = {"up": bar.up, "down": bar.down}
    return [
        Box(kind, round(x, 2), round(tops[kind], 2), round(width, 2), round(count * unit, 2))
        for kind, count in counts.items()
        if count
    ]


def when(bar: patterns.Bar, shown: patterns.Timeline) -> str:
    day = date_format(bar.start, "DATE_FORMAT")
    return f"{day} {date_format(bar.start, 'H:i')}" if shown.step == patterns.HOUR else day


def words(shown: patterns.Timeline, above: int, below: int) -> str:
    """What the drawing shows, and how high it is."""
    sentence = _("Votes over time, %(step)s; the highest bars stand for %(above)d and %(below)d votes.")
    return sentence % {"step": step(shown), "above": above, "below": below}


def rough_words(shown: patterns.Timeline, above: int) -> str:
    sentence = _("Votes over time, %(step)s, in fives; the highest bar stands for about %(above)d votes.")
    return sentence % {"step": step(shown), "above": above}


def step(shown: patterns.Timeline) -> str:
    if shown.step == patterns.HOUR:
        return _("by the hour")
    if shown.step == patterns.DAY:
        return _("by the day")
    weeks = shown.step.days // 7
    return ngettext("by the week", "by %(n)d weeks", weeks) % {"n": weeks}
