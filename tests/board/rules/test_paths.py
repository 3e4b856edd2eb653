import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules import paths

numbers = st.lists(st.integers(1, paths.LAST), min_size=1, max_size=paths.LEVELS, unique=True)


def path_of(numbers: list[int]) -> str:
    path = ""
    for number in numbers:
        path = paths.extend(path, number)
    return path


@given(numbers)
def test_a_path_holds_the_numbers_from_the_top_in_seven_digits_each(numbers: list[int]) -> None:
    path = path_of(numbers)
    assert [int(path[at : at + 7]) for at in range(0, len(path), 7)] == numbers


@given(
    numbers.filter(lambda n: len(n) < paths.LEVELS), st.integers(1, paths.LAST), st.integers(1, paths.LAST)
)
def test_everything_below_sorts_between_a_path_and_what_is_after_it(
    numbers: list[int], one: int, two: int
) -> None:
    path = path_of(numbers)
    assert path < paths.extend(path, one) < paths.after(path)
    assert path < paths.extend(paths.extend(path, one), two) < paths.after(path)


def test_a_later_sibling_is_after_all_that_is_below_an_earlier_one() -> None:
    first, second = paths.extend("0000001", 2), paths.extend("0000001", 3)
    assert paths.extend(first, 900) < paths.after(first) <= second


def test_prefixes_are_the_ancestors_from_the_top() -> None:
    assert paths.prefixes("000000100000020000003") == ["0000001", "00000010000002"]
    assert paths.prefixes("0000001") == []


@given(st.lists(st.integers(1, paths.LAST), min_size=paths.LEVELS, max_size=60, unique=True))
def test_below_the_last_level_a_comment_stands_beside_its_parent(numbers: list[int]) -> None:
    path = path_of(numbers)
    assert len(path) == paths.MAX_LENGTH
    assert path.endswith(f"{numbers[-1]:07d}")
    assert path[: -paths.WIDTH] == path_of(numbers[: paths.LEVELS - 1])


@pytest.mark.parametrize("number", [0, -1, paths.LAST + 1])
def test_a_number_that_does_not_fit_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="at most"):
        paths.segment(number)
