"""One line of the report: what was measured, against what, and whether that is good enough."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Line:
    """`value` and `floor` are medians of the rounds. `least` and `most` judge the ratio where there is a floor, else
    the value itself; without either the line only informs. `key` stays the same from run to run.
    """

    key: str
    what: str
    unit: str
    value: float
    floor: float | None = None
    least: float | None = None
    most: float | None = None
    ratio: float | None = None
    note: str = ""
    rounds: list[float] = field(default_factory=list)
    floor_rounds: list[float] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.ratio is None and self.floor:
            self.ratio = self.value / self.floor

    @property
    def judged(self) -> float:
        return self.value if self.ratio is None else self.ratio

    @property
    def is_met(self) -> bool | None:
        """None where nothing is asked for."""
        if self.least is None and self.most is None:
            return None
        low = self.least is None or self.judged >= self.least
        return low and (self.most is None or self.judged <= self.most)

    @property
    def target(self) -> str:
        if self.least is not None:
            return f">= {self.least:g}"
        return "" if self.most is None else f"<= {self.most:g}"

    @property
    def verdict(self) -> str:
        return {None: "", True: "met", False: "NOT MET"}[self.is_met]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"target": self.target, "verdict": self.verdict}


def against_floor(
    key: str, what: str, unit: str, rounds: Sequence[float], floors: Sequence[float], **options: Any
) -> Line:
    """A line from interleaved rounds."""
    return Line(
        key, what, unit, statistics.median(rounds), statistics.median(floors),
        rounds=list(rounds), floor_rounds=list(floors), **options,
    )  # fmt: skip


def exit_code(lines: Sequence[Line]) -> int:
    """1 where a target is not met."""
    return int(any(line.is_met is False for line in lines))
