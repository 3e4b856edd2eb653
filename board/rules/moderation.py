"""How urgent a case is. Reports raise its priority and do nothing else."""

from collections.abc import Iterable

# How much one report of a kind weighs, from a reporter of whom nothing is known.
SEVERITY = {"illegal": 3.0, "privacy": 2.0, "insult": 1.5, "spam": 1.0, "other": 1.0, "off-topic": 0.5}
# Whoever brings many to report the same comment brings it no further up than this.
MOST = 12.0
# A held comment keeps its author waiting: as urgent as two ordinary reports.
HELD = 2.0


def weight(right: int, wrong: int) -> float:
    """How much a reporter's word counts, from 0 to 2: 1 for somebody new, by how many decided reports were right.

    Twice Laplace's rule of succession, (right + 1) / (right + wrong + 2).
    """
    return 2 * (right + 1) / (right + wrong + 2)


def priority(reports: Iterable[tuple[str, float]], *, is_held: bool) -> float:
    """Of a case with these open reports, each (reason, weight of its reporter)."""
    told = sum(SEVERITY[reason] * weighed for reason, weighed in reports)
    return min(MOST, told) + (HELD if is_held else 0.0)
