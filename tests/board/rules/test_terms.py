import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules.terms import BREAK, GAP, MOST_CHARACTERS, read, terms_of


def words_of(text: str) -> list[str]:
    return [term.word for term in read(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ferry", "FERRIES"),
        ("ferry", "ferry's"),
        ("ferry", "ferry’s"),
        ("cafe", "Cafés"),
        ("cafe", unicodedata.normalize("NFD", "café")),
        ("Strasse", "Straße"),
        ("Lodz", "Łódź"),
        ("ferry", "ｆｅｒｒｙ"),
        ("ferry", "fer\u00adry"),
        ("αθηνα", "Αθήνα"),
        ("שלום", "שָׁלוֹם"),
        ("ガイド", "ｶﾞｲﾄﾞ"),
        ("葛城", "葛\U000e0100城"),
        ("が", unicodedata.normalize("NFD", "が")),
    ],
)
def test_words_that_readers_take_for_the_same_have_the_same_terms(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("か", "が"), ("й", "и"), ("は", "ぱ"), ("ที", "ที่"), ("かき", "カキ")]
)
def test_marks_that_make_another_letter_make_another_term(one: str, other: str) -> None:
    assert words_of(one) != words_of(other)


def test_scripts_without_spaces_are_read_in_pairs_of_neighbours() -> None:
    assert words_of("東京都の車") == ["東京", "京都", "都の", "の車"]
    assert words_of("iPhoneを買う。車") == ["iphon", "を買", "買う", "車"]
    assert words_of("한국어") == ["한국", "국어"]
    assert words_of("コーヒー") == ["コー", "ーヒ", "ヒー"]


def test_between_two_runs_that_would_read_as_one_stands_a_term_of_its_own() -> None:
    assert words_of("東京、京都へ") == ["東京", GAP, "京都", "都へ"]
    assert words_of("東京、大阪") == ["東京", "大阪"]
    assert terms_of("東京、京都") == f"東京 {GAP} 京都 {BREAK} 東 京 都"


def test_an_index_holds_each_character_that_is_a_word_too_behind_all_else() -> None:
    assert terms_of("東京の車 ferries") == f"東京 京の の車 ferri {BREAK} 東 京 車"
    assert terms_of("Two ferries") == "two ferri"
    assert terms_of("ひらがな") == "ひら らが がな"


def test_a_term_knows_its_place_in_the_text() -> None:
    text = "Ferry's ｶﾞｲﾄﾞ, e-mail"
    assert [text[term.start : term.end] for term in read(text)] == ["Ferry's", "ｶﾞｲ", "ｲﾄﾞ", "e", "mail"]


@given(st.text(max_size=300))
def test_an_index_holds_what_is_read_and_only_what_can_be_asked_for(text: str) -> None:
    terms = terms_of(text).partition(BREAK)[0].split()
    assert terms == words_of(text)
    assert not set("".join(terms)) & {*string.punctuation, *string.whitespace, *string.ascii_uppercase, BREAK}
    assert all(0 <= term.start < term.end <= len(text) for term in read(text))


@given(st.text("ab漢字カナ한글 ,.'é\u0301", max_size=60), st.data())
def test_any_part_of_a_run_of_two_characters_and_more_is_a_phrase_of_it(
    text: str, data: st.DataObject
) -> None:
    run = "漢字カナ東京한글都庁が"
    start = data.draw(st.integers(0, len(run) - 2))
    part = words_of(run[start : data.draw(st.integers(start + 2, len(run)))])
    whole = words_of(f"{text}. {run}. {text}")
    assert any(whole[place : place + len(part)] == part for place in range(len(whole)))


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "a\u0301" * 50_000, "か" + "\u3099" * 50_000, "漢" * 300_000]
)
def test_no_text_is_too_long(text: str) -> None:
    assert len(terms_of(text)) <= MOST_CHARACTERS
    assert all(len(term) <= 200 for term in terms_of(text).split())
