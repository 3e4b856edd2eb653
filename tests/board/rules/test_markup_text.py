"""What is kept of a typed text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules.markup import clean_source
from board.rules.markup_text import is_cjk, is_word, plain_lines, without_unwanted


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("one\u2028two\u2029three", "one\ntwo\nthree"),
        ("nul\x00 bell\x07 escape\x1b tabulation\x0b feed\x0c", "nul bell escape tabulation feed"),
        ("delete\x7f next\x85 last\x9f", "delete next last"),
        ("a\x08b\x0eb\x1fb\x80b", "abbbb"),
        ("a\tb\nc", "a\tb\nc"),
        ("\u202agood\u202d \u202ename\u202c", "good name"),
        ("\u2066left\u2067 \u2068right\u2069", "left right"),
        ("\u2029\u202f\u2065\u206a", "\n\u202f\u2065\u206a"),
        ("half \ud83d and \udc00 other", "half  and  other"),
        ("cafe\u0301", "café"),
        ("か\u3099", "が"),
        ("    code stays code\n\n  ", "    code stays code"),
        ("end \t\n\u3000\u00a0", "end"),
        (
            "family \U0001f468\u200d\U0001f469\u200d\U0001f467",
            "family \U0001f468\u200d\U0001f469\u200d\U0001f467",
        ),
        ("", ""),
    ],
)
def test_a_stored_text_is_normal_and_free_of_controls(typed: str, stored: str) -> None:
    assert clean_source(typed) == stored


@given(st.text())
def test_a_clean_text_is_clean_already(typed: str) -> None:
    stored = clean_source(typed)
    assert clean_source(stored) == stored


def test_what_is_unwanted_goes_and_nothing_else() -> None:
    kept = "\t\n \x7e\xa0\u2029\u202f\u2065\u206a\ud7ff\ue000"
    assert without_unwanted("\x00\x08\x0b\x1f\x7f\x9f\u202a\u202e\u2066\u2069\ud800\udfff" + kept) == kept


@pytest.mark.parametrize("character", "日本語かなカナｶﾅ한글、。「」（）！￥々ー〒㍿𠮷")
def test_letters_and_signs_of_scripts_without_spaces_are_cjk(character: str) -> None:
    assert is_cjk(character)
    assert not is_word(character)


@pytest.mark.parametrize("character", ["a", "X", "9", "é", "я", "ש", "\u0301", "\u093f"])
def test_letters_digits_and_combining_marks_make_words(character: str) -> None:
    assert is_word(character)
    assert not is_cjk(character)


@pytest.mark.parametrize("character", ["", " ", "_", "-", ".", "\u3000", "\U0001f600", "“"])
def test_spaces_and_signs_make_no_words(character: str) -> None:
    assert not is_word(character)
    assert not is_cjk(character)


def test_plain_lines_have_single_spaces_and_something_to_see() -> None:
    text = "  one \t two\u3000three\n\n \u200b\u200d\ufe0f \n\u2800\u3164\u115f\u1160\uffa0\n.\n7\u202e\nX\n€\u00a0"
    assert plain_lines(text) == ["one two three", ".", "7", "X", "€"]
