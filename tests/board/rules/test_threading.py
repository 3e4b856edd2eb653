import sys
from dataclasses import dataclass
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from board.rules.threading import Node, arrange, close, share


@dataclass
class Row:
    pk: int
    parent_id: int | None = None
    reply_count: int = 0
    published: bool = True


def thread(rows: list[Row], **options) -> list[Node[Row]]:
    tops = [row for row in rows if row.parent_id is None]
    replies = [row for row in rows if row.parent_id is not None]
    return arrange(
        tops, replies, key=options.get("key", lambda row: row.pk), counts=lambda row: row.published
    )


def shape(nodes: list[Node[Row]]) -> list[tuple[int, int]]:
    return [(node.row.pk, node.depth) for node in nodes]


@st.composite
def forests(draw) -> list[Row]:
    """Rows 1 to n, each a top or an answer to an earlier one."""
    last = draw(st.integers(1, 40))
    parents = [draw(st.none() | st.integers(1, pk - 1)) if pk > 1 else None for pk in range(1, last + 1)]
    return [Row(pk, parent) for pk, parent in enumerate(parents, start=1)]


def test_replies_stand_below_their_parent_before_the_next_thread() -> None:
    rows = [Row(1), Row(2), Row(3, 1), Row(4, 3), Row(5, 1), Row(6, 2)]
    assert shape(thread(rows)) == [(1, 0), (3, 1), (4, 2), (5, 1), (2, 0), (6, 1)]


def test_the_order_holds_at_every_level() -> None:
    rows = [Row(1), Row(2, 1), Row(3, 1), Row(4, 2), Row(5, 2)]
    assert shape(thread(rows, key=lambda row: -row.pk)) == [(1, 0), (3, 1), (2, 1), (5, 2), (4, 2)]


@given(forests(), st.integers())
def test_each_row_appears_once_below_its_parent_whatever_the_order_they_come_in(
    rows: list[Row], seed: int
) -> None:
    replies = [row for row in rows if row.parent_id]
    Random(seed).shuffle(replies)
    nodes = arrange(
        [row for row in rows if not row.parent_id], replies, key=lambda r: r.pk, counts=lambda r: True
    )
    assert sorted(node.row.pk for node in nodes) == [row.pk for row in rows]
    trail: list[int] = []
    for node in nodes:
        del trail[node.depth :]
        assert node.row.parent_id == (trail[-1] if trail else None)
        trail.append(node.row.pk)


@given(forests())
def test_every_list_that_is_opened_is_closed(rows: list[Row]) -> None:
    opened = 0
    for node in thread(rows):
        assert node.depth == opened
        opened += (node.replies > 0) - node.closes
    assert opened == 0


def test_a_thread_of_any_depth_needs_no_deep_stack() -> None:
    depth = sys.getrecursionlimit() * 3
    nodes = thread([Row(1), *(Row(pk, pk - 1) for pk in range(2, depth))])
    assert nodes[-1].depth == depth - 2
    assert nodes[-1].closes == depth - 2


def test_a_reply_to_a_row_that_is_not_there_is_left_out_with_all_below_it() -> None:
    assert shape(thread([Row(1), Row(5, 4), Row(6, 5)])) == [(1, 0)]


def test_rows_that_answer_each_other_in_a_circle_are_left_out() -> None:
    assert shape(thread([Row(1), Row(2, 3), Row(3, 2)])) == [(1, 0)]


def test_each_missing_reply_is_told_of_once_where_it_is_missing() -> None:
    # Below 1 there are 2, 3 (below 2) and two more; below 3 one that is not here.
    nodes = thread([Row(1, reply_count=5), Row(2, 1, reply_count=2), Row(3, 2, reply_count=1)])
    assert [node.missing for node in nodes] == [2, 0, 1]


def test_a_tombstone_is_not_one_of_the_missing() -> None:
    nodes = thread([Row(1, reply_count=1), Row(2, 1, reply_count=1, published=False), Row(3, 2)])
    assert [node.missing for node in nodes] == [0, 0, 0]


def test_lists_can_be_closed_again_after_nodes_were_put_above() -> None:
    nodes = [Node(Row(1), 0), Node(Row(2), 1), Node(Row(3), 2), Node(Row(4), 0)]
    close(nodes)
    assert [node.closes for node in nodes] == [0, 0, 2, 0]


def test_branches_that_fit_are_shown_whole() -> None:
    assert share({"a": 3, "b": 0, "c": 7}, 10) == {"a": 3, "b": 0, "c": 7}


def test_large_branches_are_cut_at_one_level_and_small_ones_are_not() -> None:
    assert share({"a": 2, "b": 100, "c": 50}, 20) == {"a": 2, "b": 9, "c": 9}


@given(st.dictionaries(st.integers(), st.integers(0, 500), max_size=60), st.integers(0, 300))
def test_shares_stay_within_the_budget_and_waste_none_of_it(sizes: dict[int, int], budget: int) -> None:
    shares = share(sizes, budget)
    assert sum(shares.values()) <= budget or not sizes
    assert all(0 <= shares[key] <= size for key, size in sizes.items())
    cut = [key for key in sizes if shares[key] < sizes[key]]
    assert len({shares[key] for key in cut}) <= 1
    assert not cut or budget - sum(shares.values()) < len(cut)
