"""What was changed in a text, in a few words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules import wording


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("No insults here.", "No mockery here.", ("…insults…", "…mockery…")),
        ("No insults.", "No insults. No spam.", ("…", "…No spam.")),
        ("One two three", "Two three", ("One two…", "Two…")),
        ("Be kind", "Behave", ("Be kind", "Behave")),
        ("", "Please.", ("", "Please.")),
        ("侮辱は削除します。", "広告は削除します。", ("侮辱…", "広告…")),
        ("a\n\n  b", "a b", ("…", "…")),
    ],
)
def test_the_words_that_differ_are_told(before: str, after: str, change: tuple[str, str]) -> None:
    assert wording.change(before, after, 40) == change


def test_a_long_change_is_cut_off() -> None:
    assert wording.change("a", "b" * 50, 10) == ("a", "b" * 10 + "…")


@given(st.text(), st.text(), st.integers(1, 50))
def test_both_sides_stay_within_their_bounds(before: str, after: str, most: int) -> None:
    assert all(len(part) <= most + 2 for part in wording.change(before, after, most))
