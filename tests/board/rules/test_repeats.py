import re
import unicodedata

import pytest

from board.rules.repeats import QUOTED, essence

LONG = "Who pays for the boat in winter? That is the question."


@pytest.mark.parametrize(
    "said",
    [
        "who pays, for the BOAT in winter -- that is the question",
        "> Somebody: 12 boats\n\nWho pays for the boat\nin winter?\n_That_ is the question!",
        "Ｗｈｏ pays for the boat in winter? That is the question.",
    ],
)
def test_case_spaces_signs_and_quotes_make_no_other_text(said: str) -> None:
    assert essence(said) == essence(LONG) != ""


def test_another_word_makes_another_text() -> None:
    assert essence(LONG.replace("winter", "summer")) != essence(LONG)


def test_a_short_text_may_be_said_again() -> None:
    assert essence("Thank you very much!") == ""
    assert essence("ありがとうございました") == "" != essence("冬の船は誰が払うのですか、教えてください。")


@pytest.mark.parametrize("beside", ["", "é"])
def test_every_sign_is_left_out_whatever_other_letters_there_are(beside: str) -> None:
    signs = "".join(map(chr, range(1, 128)))
    text = f"{signs}{LONG}{beside}"
    plain = unicodedata.normalize("NFKC", QUOTED.sub("", text)).casefold()
    assert essence(text) == re.sub(r"[\W_]+", "", plain)
