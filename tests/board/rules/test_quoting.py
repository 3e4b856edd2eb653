import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules.quoting import holds, judge

SOURCE = "I am unable to go, said the mayor. The “night boat” sails at 11.40 – always. It will not wait."


@pytest.mark.parametrize(
    "words",
    [
        "I am unable to go",
        "said the mayor. The",
        "I  am\nunable",
        'The "night boat" sails',
        "11.40 - always",
        "I am unable … It will not wait",
        "I am unable [...] sails […] wait.",
        "",
    ],
)
def test_words_that_stand_in_the_source_are_held_by_it(words: str) -> None:
    assert holds(SOURCE, words)


@pytest.mark.parametrize(
    "words",
    [
        "I am able to go",
        "able to go",
        "I am un",
        "It will wait",
        "It will not wait … I am unable",
        "i am unable",
        "I am unable … to stay",
    ],
)
def test_words_that_are_changed_torn_or_turned_round_are_not(words: str) -> None:
    assert not holds(SOURCE, words)


def test_japanese_is_quoted_from_the_middle_of_a_sentence_and_across_lines() -> None:
    assert holds("広場の時計台は\n昨日直った。", "時計台は昨日")
    assert not holds("広場の時計台は昨日直った。", "時計台が昨日")


def test_a_source_with_dots_of_its_own_is_quoted_with_them() -> None:
    assert holds("Well... no. Yes.", "Well... no")
    assert holds("It was… odd… no", "was… odd… no")


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_whole_words_cut_out_of_any_source_are_held_by_it(text: str, start: int, end: int) -> None:
    words = text.split()
    assert holds(text, " ".join(words[min(start, end) : max(start, end)]))


@given(st.text(max_size=40), st.text(max_size=40))
def test_judging_never_fails_whatever_the_texts(text: str, words: str) -> None:
    assert judge(words, [(0, text)]).revision == 0


def test_the_newest_revision_that_holds_the_words_is_quoted() -> None:
    texts = [(2, "a new end"), (1, "a new start"), (0, "the first")]
    assert judge("a new", texts) == (2, False)
    assert judge("new start", texts) == (1, False)
    assert judge("the first", texts) == (0, False)


def test_words_of_no_revision_are_altered_and_laid_to_the_newest() -> None:
    assert judge("never said", [(2, "a"), (1, "b")]) == (2, True)
