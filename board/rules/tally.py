"""What a vote changes, and how a tally reads."""

from typing import NamedTuple

from django.utils.translation import gettext as _

VALUES = (1, -1, 0)


class Change(NamedTuple):
    up: int
    down: int


def change(old: int, new: int) -> Change:
    """How the two counts change when a member's vote goes from `old` to `new`: each +1, -1, or 0 for none."""
    if old not in VALUES or new not in VALUES:
        raise ValueError("a vote is +1, -1 or 0")
    return Change((new == 1) - (old == 1), (new == -1) - (old == -1))


def words(up: int, down: int) -> str:
    """The tally as it is printed: `7 ( +10 / -3 )`."""
    return f"{up - down} ( +{up} / -{down} )"


def spoken(up: int, down: int) -> str:
    """The tally as it is read aloud."""
    return _("%(points)d points, %(up)d up, %(down)d down") % {"points": up - down, "up": up, "down": down}
