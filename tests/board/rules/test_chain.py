from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules import chain

AT = datetime(2026, 11, 25, 9, 53, 0, 123456, tzinfo=UTC)


@dataclass
class Entry:
    facts: list[object]
    previous: str = ""
    digest: str = ""


def chained(*reasons: str) -> list[Entry]:
    entries = [Entry(["salt", AT, number, reason]) for number, reason in enumerate(reasons)]
    chain.link(entries, "")
    return entries


def fit(entries: list[Entry]) -> bool:
    previous = ""
    for entry in entries:
        if not chain.fits(entry, previous):
            return False
        previous = entry.digest
    return True


def test_each_entry_holds_the_digest_of_the_one_before() -> None:
    entries = chained("a", "b", "c")
    assert [entry.previous for entry in entries] == ["", entries[0].digest, entries[1].digest]
    assert len({entry.digest for entry in entries}) == 3
    assert fit(entries)


def test_more_entries_are_linked_behind_the_newest() -> None:
    entries = chained("a", "b")
    more = [Entry(["salt", AT, 2, "c"])]
    assert chain.link(more, entries[-1].digest) == more[0].digest
    assert fit([*entries, *more])


@given(st.lists(st.text(max_size=5), min_size=2, max_size=6), st.data())
def test_whatever_is_done_to_the_middle_is_noticed(reasons: list[str], data: st.DataObject) -> None:
    entries = chained(*reasons)
    place = data.draw(st.integers(0, len(entries) - 2))
    change = data.draw(st.sampled_from(["change", "take out", "put in", "swap"]))
    if change == "change":
        entries[place].facts[3] = f"{entries[place].facts[3]}!"
    elif change == "take out":
        del entries[place]
    elif change == "put in":
        entries.insert(place + 1, Entry(["salt", AT, 9, "new"], entries[place].digest, entries[place].digest))
    else:
        entries[place], entries[place + 1] = entries[place + 1], entries[place]
    assert not fit(entries)


def test_a_changed_entry_cannot_be_made_to_fit_without_changing_all_behind_it() -> None:
    entries = chained("a", "b", "c")
    entries[0].facts[3] = "z"
    chain.link(entries[:1], "")
    assert not fit(entries)


def test_the_same_moment_in_another_zone_is_the_same_fact() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=9)))
    assert chain.digest("", ["s", AT]) == chain.digest("", ["s", elsewhere])


@pytest.mark.parametrize("facts", [["ab", "c"], ["a", "bc"], ["abc"], [None, "abc"], ["", "abc"]])
def test_where_one_fact_ends_and_the_next_begins_makes_a_difference(facts: list[object]) -> None:
    others = [["ab", "c"], ["a", "bc"], ["abc"], [None, "abc"], ["", "abc"]]
    assert sum(chain.digest("", facts) == chain.digest("", other) for other in others) == 1


def test_salts_are_long_and_never_the_same() -> None:
    salts = {chain.new_salt() for _time in range(100)}
    assert len(salts) == 100 and {len(salt) for salt in salts} == {32}
