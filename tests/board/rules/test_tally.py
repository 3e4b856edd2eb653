import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules import tally

votes = st.sampled_from(tally.VALUES)


@pytest.mark.parametrize(
    ("old", "new", "up", "down"),
    [
        (0, 1, 1, 0),
        (0, -1, 0, 1),
        (1, 0, -1, 0),
        (-1, 0, 0, -1),
        (1, -1, -1, 1),
        (-1, 1, 1, -1),
        (1, 1, 0, 0),
    ],
)
def test_a_vote_changes_the_counts_by_the_difference_to_the_old_one(
    old: int, new: int, up: int, down: int
) -> None:
    assert tally.change(old, new) == (up, down)


@given(st.lists(votes, max_size=30))
def test_counts_are_always_what_the_last_vote_says(history: list[int]) -> None:
    up = down = old = 0
    for new in history:
        change = tally.change(old, new)
        up, down, old = up + change.up, down + change.down, new
    assert (up, down) == (int(old == 1), int(old == -1))


@pytest.mark.parametrize(("old", "new"), [(0, 2), (-2, 0)])
def test_other_values_are_refused(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="a vote is"):
        tally.change(old, new)


def test_a_tally_shows_both_sides() -> None:
    assert tally.words(10, 3) == "7 ( +10 / -3 )"
    assert tally.words(0, 0) == "0 ( +0 / -0 )"
    assert tally.words(0, 5) == "-5 ( +0 / -5 )"


def test_a_tally_is_read_aloud_in_words() -> None:
    assert tally.spoken(10, 3) == "7 points, 10 up, 3 down"
