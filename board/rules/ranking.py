"""Scores that comments are ordered by."""

from math import sqrt

Z = 1.96  # 95 % confidence


def popularity(up: int, down: int) -> float:
    """The lower bound of the share of up votes, by Wilson's score interval: 0 without votes, up to 1.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    votes = up + down
    if not votes:
        return 0.0
    share = up / votes
    centre = share + Z * Z / (2 * votes)
    margin = Z * sqrt((share * (1 - share) + Z * Z / (4 * votes)) / votes)
    return max(0.0, (centre - margin) / (1 + Z * Z / votes))


def controversy(up: int, down: int) -> float:
    """Many votes, evenly split: the number of votes to the power of how even they are (0 to 1); 0 where all agree."""
    if not up or not down:
        return 0.0
    return float((up + down) ** (min(up, down) / max(up, down)))
