"""Votes over time as bars: what counts up above the line, what counts down and what is void below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models import Vote
from board.rules import vote_patterns as patterns

# In units of the drawing, which grows and shrinks with the page.
WIDTH, LINE, GAP = 640, 60, 2


@dataclass(frozen=True)
class Drawn:
    """A bar: the votes behind it, and its three boxes from the line outwards."""

    when: str
    up: int
    down: int
    void: int
    x: float
    width: float
    unit: float

    @property
    def up_y(self) -> float:
        return round(LINE - self.up_height, 2)

    @property
    def up_height(self) -> float:
        return round(self.up * self.unit, 2)

    @property
    def down_height(self) -> float:
        return round(self.down * self.unit, 2)

    @property
    def void_y(self) -> float:
        return round(LINE + self.down * self.unit, 2)

    @property
    def void_height(self) -> float:
        return round(self.void * self.unit, 2)


@dataclass(frozen=True)
class Chart:
    step: str
    bars: list[Drawn]
    has_void: bool
    width: int = WIDTH
    height: int = 2 * LINE
    line: int = LINE


def chart(votes: Sequence[Vote]) -> Chart:
    facts = [patterns.Cast(vote.cast_at, vote.value, vote.is_void) for vote in votes]
    shown = patterns.timeline(facts, timezone.get_current_timezone())
    unit, room = (LINE - GAP) / patterns.tallest(shown.bars), WIDTH / max(len(shown.bars), 12)
    drawn = [
        Drawn(
            when(bar, shown),
            bar.up,
            bar.down,
            bar.void,
            round(n * room + GAP, 2),
            round(room - 2 * GAP, 2),
            unit,
        )
        for n, bar in enumerate(shown.bars)
    ]
    return Chart(step(shown), drawn, any(bar.void for bar in shown.bars))


def when(bar: patterns.Bar, shown: patterns.Timeline) -> str:
    day = date_format(bar.start, "SHORT_DATE_FORMAT")
    return f"{day} {date_format(bar.start, 'H:i')}" if shown.step == patterns.HOUR else day


def step(shown: patterns.Timeline) -> str:
    if shown.step == patterns.HOUR:
        return _("by the hour")
    if shown.step == patterns.DAY:
        return _("by the day")
    weeks = shown.step.days // 7
    return ngettext("by the week", "by %(n)d weeks", weeks) % {"n": weeks}
