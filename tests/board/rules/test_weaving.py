import re
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from board.rules.weaving import Key, Neutral, weave

PAGE = '<b <!--s:up:1-->value="1"<!--/s-->>one</b><!--s:own:1--><!--/s--><b <!--s:up:2-->value="1"<!--/s-->>two</b>'


def woven(marked: str, fills: Iterable[tuple[Key, str]] = ()) -> str:
    return weave(Neutral.of(marked), fills).decode()


def test_a_page_that_is_nobodys_holds_no_marks() -> None:
    assert Neutral.of(PAGE).html == b'<b value="1">one</b><b value="1">two</b>'
    assert woven(PAGE) == '<b value="1">one</b><b value="1">two</b>'


def test_only_the_slot_that_is_filled_changes() -> None:
    assert woven(PAGE, [(("up", 2), 'value="0"')]) == '<b value="1">one</b><b value="0">two</b>'


def test_fills_may_come_in_any_order_and_for_slots_of_other_pages() -> None:
    fills = [(("up", 2), "B"), (("own", 9), "X"), (("own", 1), "<i>mine</i>"), (("up", 1), "A")]
    assert woven(PAGE, fills) == "<b A>one</b><i>mine</i><b B>two</b>"


def test_several_fills_of_one_slot_all_go_in() -> None:
    assert woven(PAGE, [(("own", 1), "<i>a</i>"), (("own", 1), "<i>b</i>")]).count("<i>") == 2


def test_a_slot_may_span_lines() -> None:
    assert woven("a<!--s:x:1-->\nb\n<!--/s-->c", [(("x", 1), "-")]) == "a-c"


texts = st.text(alphabet="abc<>é\n", max_size=8)


@given(st.lists(st.tuples(texts, texts), max_size=12), texts, st.sets(st.integers(0, 11)))
def test_weaving_is_replacing_each_filled_slot(
    parts: list[tuple[str, str]], end: str, filled: set[int]
) -> None:
    marked = "".join(f"{text}<!--s:k:{n}-->{inner}<!--/s-->" for n, (text, inner) in enumerate(parts)) + end
    expected = re.sub(
        r"<!--s:k:(\d+)-->(.*?)<!--/s-->",
        lambda m: "!" if int(m[1]) in filled else m[2],
        marked,
        flags=re.DOTALL,
    )
    assert woven(marked, [(("k", n), "!") for n in filled]) == expected
