from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules import vote_patterns as patterns
from board.rules.vote_patterns import Bar, Cast, groups, is_faithful, share, timeline, vote_together

NOON = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
TOKYO, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

habits = st.dictionaries(st.integers(1, 30), st.sampled_from([1, -1]), max_size=20)
moments = st.datetimes(datetime(2019, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
casts = st.lists(st.builds(Cast, moments, st.sampled_from([1, -1])), min_size=1, max_size=60)


def ups(*comments: int) -> dict[int, int]:
    return dict.fromkeys(comments, 1)


# --- Shares -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        *((0, 5, 0), (1, 5, 0), (2, 5, 50), (3, 5, 50), (4, 5, 100), (5, 5, 100)),
        *((1, 10, 20), (3, 10, 40), (9, 10, 100)),
        *((1, 20, 10), (7, 20, 40), (200, 200, 100), (9, 200, 0), (10, 200, 10)),
        (0, 0, 0),
    ],
)
def test_a_share_is_told_roughly(part: int, whole: int, told: int) -> None:
    assert share(part, whole) == told


@given(st.integers(1, 300).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_a_share_is_at_most_half_a_step_off_and_a_step_is_worth_two_votes(counts: tuple[int, int]) -> None:
    part, whole = counts
    steps = sorted({share(n, whole) for n in range(whole + 1)})
    width = steps[1] - steps[0] if len(steps) > 1 else 100
    assert abs(share(part, whole) - 100 * part / whole) <= width / 2
    assert 0 <= share(part, whole) <= 100
    assert whole < patterns.FEWEST or width * whole / 100 >= 2


def test_an_account_is_new_for_seven_days() -> None:
    assert patterns.is_new(NOON, NOON + 7 * DAY - HOUR)
    assert not patterns.is_new(NOON, NOON + 7 * DAY)


def test_the_present_hour_is_left_out_until_it_is_over() -> None:
    assert patterns.settled(NOON) == NOON.replace(minute=0)
    assert patterns.settled(NOON.astimezone(ZoneInfo("Asia/Kolkata"))) == NOON.replace(minute=0)


# --- Who votes together -------------------------------------------------------------------------------------------


def test_two_who_vote_the_same_way_on_the_same_comments_vote_together() -> None:
    assert vote_together(ups(1, 2, 3, 4, 5), ups(1, 2, 3, 4, 5))


@pytest.mark.parametrize(
    ("one", "other", "why_not"),
    [
        (ups(1, 2, 3, 4), ups(1, 2, 3, 4), "too few in common"),
        (ups(1, 2, 3, 4, 5), ups(1, 2, 3, 4) | {5: -1}, "80 % agreement"),
        (ups(*range(8)), ups(*range(3, 13)), "five of thirteen in common"),
        (ups(*range(5)), ups(*range(11)), "the other votes on much else"),
        ({}, {}, "nothing"),
    ],
)
def test_two_do_not_where_it_may_well_be_chance(
    one: dict[int, int], other: dict[int, int], why_not: str
) -> None:
    assert not vote_together(one, other), why_not


def test_ninety_per_cent_agreement_and_half_in_common_are_enough() -> None:
    one = ups(*range(15))
    other = ups(*range(9)) | {9: -1} | ups(*range(15, 20))
    assert vote_together(one, other)  # 10 of 20, 9 of 10 the same way


@given(habits, habits)
def test_voting_together_is_mutual_and_needs_enough_of_both(
    one: dict[int, int], other: dict[int, int]
) -> None:
    assert vote_together(one, other) == vote_together(other, one)
    if vote_together(one, other):
        common = one.keys() & other.keys()
        assert len(common) >= 5 and 2 * len(common) >= len(one | other)


@given(habits)
def test_whoever_votes_the_other_way_never_votes_together(one: dict[int, int]) -> None:
    assert not vote_together(one, {comment: -value for comment, value in one.items()})
    assert vote_together(one, one) == (len(one) >= 5)


def test_a_ring_is_found_among_others_and_one_that_hangs_on_by_one_belongs_to_it() -> None:
    ring = {9: ups(*range(10)), 3: ups(*range(10)), 5: ups(*range(4, 10))}
    crowd = {n: ups(*range(7 * n, 7 * n + 10)) for n in range(21, 25)}
    assert groups(ring | crowd) == [[3, 5, 9]]
    chain = {1: ups(*range(6)), 2: ups(*range(9)), 3: ups(*range(3, 12))}
    assert not vote_together(chain[1], chain[3])
    assert groups(chain) == [[1, 2, 3]]


def test_the_larger_group_comes_first() -> None:
    small, large = ups(*range(5)), ups(*range(50, 60))
    assert groups({1: small, 2: small, 3: large, 4: large, 5: large}) == [[3, 4, 5], [1, 2]]


@given(st.dictionaries(st.integers(1, 8), habits, max_size=8))
def test_groups_are_apart_and_hold_every_pair(found: dict[int, dict[int, int]]) -> None:
    sets = [set(group) for group in groups(found)]
    assert sum(map(len, sets)) == len(set().union(*sets))
    for one in found:
        for other in found:
            if one != other and vote_together(found[one], found[other]):
                assert any({one, other} <= group for group in sets)


def test_a_member_is_one_authors_with_five_votes_and_half_of_all() -> None:
    assert is_faithful({7: 5, 8: 5}, 7)
    assert not is_faithful({7: 4}, 7)
    assert not is_faithful({7: 5, 8: 6}, 7)
    assert not is_faithful({}, 7)


# --- Over time ----------------------------------------------------------------------------------------------------


def test_a_few_votes_are_told_by_the_day_and_many_by_the_hour() -> None:
    votes = [Cast(NOON + n * HOUR, 1) for n in range(5)]
    assert timeline(votes, UTC) == (DAY, [Bar(NOON.replace(hour=0, minute=0), 5, 0)])
    many = timeline(votes * 4, UTC)
    assert many.step == HOUR
    assert [bar.start for bar in many.bars] == [NOON.replace(minute=0) + n * HOUR for n in range(5)]
    assert {bar[1:] for bar in many.bars} == {(4, 0)}


def test_days_are_those_of_the_sites_time_zone_and_a_day_without_votes_has_its_bar() -> None:
    votes = [Cast(NOON, 1), Cast(NOON + 4 * HOUR, -1), Cast(NOON + 2 * DAY, 1)]
    shown = timeline(votes, TOKYO)
    assert [bar.start.isoformat() for bar in shown.bars] == [
        f"2026-11-{day}T00:00:00+09:00" for day in (26, 27, 28)
    ]
    assert [bar[1:] for bar in shown.bars] == [(1, 0), (0, 1), (1, 0)]


def test_of_one_member_no_bar_is_shorter_than_a_week_and_counts_are_in_fives() -> None:
    votes = [Cast(NOON + n * HOUR, 1) for n in range(30)]
    assert timeline(votes, UTC, least=patterns.WEEK).step == 7 * DAY
    assert [patterns.rough(n) for n in (0, 2, 3, 7, 8, 13)] == [0, 0, 5, 5, 10, 15]


def test_hours_go_on_when_the_clocks_are_put_back() -> None:
    night = datetime(2026, 11, 1, 4, 10, tzinfo=UTC)  # 00:10 in New York, where 01:00 comes twice
    shown = timeline([Cast(night + n * HOUR, 1) for n in range(4)] * 5, NEW_YORK)
    assert [bar.up for bar in shown.bars] == [5, 5, 5, 5]
    assert [bar.start.strftime("%H %z") for bar in shown.bars] == [
        "00 -0400",
        "01 -0400",
        "01 -0500",
        "02 -0500",
    ]


@given(casts, st.sampled_from([UTC, TOKYO, NEW_YORK]))
def test_every_vote_is_in_a_bar_and_there_are_never_many(votes: list[Cast], zone: ZoneInfo) -> None:
    step, bars = timeline(votes, zone)
    assert 1 <= len(bars) <= patterns.MOST_BARS
    assert sum(bar.up + bar.down for bar in bars) == len(votes)
    assert sum(bar.down for bar in bars) == sum(vote.value == -1 for vote in votes)
    assert step >= HOUR and (step > HOUR or len(votes) >= patterns.HOURLY)
    assert bars[0].start <= min(vote.at for vote in votes)
    assert all(bar.start.minute == 0 for bar in bars)
    above, below = patterns.extent(bars)
    assert 1 <= above + below <= len(votes)


def test_there_is_nothing_to_show_without_votes() -> None:
    assert timeline([], UTC).bars == []
    assert patterns.extent([]) == (0, 0)
