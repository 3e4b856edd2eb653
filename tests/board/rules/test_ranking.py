import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules.ranking import controversy, popularity

counts = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("up", "down", "bound"),
    [(0, 0, 0.0), (1, 0, 0.2065), (10, 0, 0.7225), (10, 10, 0.2993), (600, 400, 0.5693)],
)
def test_popularity_is_the_lower_bound_of_wilsons_interval(up: int, down: int, bound: float) -> None:
    assert popularity(up, down) == pytest.approx(bound, abs=0.0001)


@given(counts, counts)
def test_popularity_lies_between_none_and_the_share_of_up_votes(up: int, down: int) -> None:
    share = up / (up + down) if up + down else 0
    assert 0 <= popularity(up, down) <= share + 1e-12


@given(counts, counts)
def test_an_up_vote_never_hurts_and_a_down_vote_never_helps(up: int, down: int) -> None:
    assert popularity(up + 1, down) >= popularity(up, down)
    assert popularity(up, down + 1) <= popularity(up, down) + 1e-12


def test_many_up_votes_count_for_more_than_few_of_the_same_share() -> None:
    assert popularity(90, 10) > popularity(9, 1)


def test_where_all_agree_there_is_no_controversy() -> None:
    assert controversy(50, 0) == controversy(0, 50) == controversy(0, 0) == 0


def test_an_even_split_is_as_controversial_as_it_has_votes() -> None:
    assert controversy(20, 20) == 40


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_controversy_does_not_care_who_is_ahead(up: int, down: int) -> None:
    assert controversy(up, down) == controversy(down, up)


def test_an_even_split_is_more_controversial_than_a_lopsided_one_of_as_many_votes() -> None:
    assert controversy(20, 20) > controversy(25, 15) > controversy(39, 1)
