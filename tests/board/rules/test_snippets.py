"""What a result shows of a text: the words around those that were looked for, and these marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules.queries import Unclear, parse
from board.rules.snippets import ROOM, marked, snippet

FILLER = "The council met on Tuesday and decided nothing at all. "


def shown(text: str, words: str) -> str:
    """The line, what matches in [brackets]."""
    return "".join(
        f"[{piece.text}]" if piece.is_match else piece.text for piece in snippet(text, parse(words))
    )


def test_a_short_text_stands_whole_in_one_line() -> None:
    assert shown("The ferry\n\nsails at  noon.", "noon") == "The ferry sails at [noon]."


def test_words_are_marked_as_they_are_found_in_all_their_forms() -> None:
    assert shown("Ferries, a FERRY and a ferryman.", "ferry") == "[Ferries], a [FERRY] and a ferryman."
    assert shown("A café, a Café.", "CAFE") == "A [café], a [Café]."


def test_a_phrase_is_marked_as_one_and_only_in_its_order() -> None:
    assert (
        shown("The night ferry. A ferry at night.", '"night ferry"') == "The [night ferry]. A ferry at night."
    )


def test_japanese_is_marked_within_its_run() -> None:
    assert shown("夜の渡船は十一時に出ます。", "渡船") == "夜の[渡船]は十一時に出ます。"
    assert shown("電車と自転車。", "車") == "電[車]と自転[車]。"


def test_a_long_text_is_cut_between_words_around_the_match() -> None:
    line = shown(FILLER * 20 + "Then the ferry sailed. " + FILLER * 20, "ferry")
    assert line.startswith("…") and line.endswith("…")
    assert "Then the [ferry] sailed." in line
    assert not line.removeprefix("…").startswith(" ")
    words = set(line.replace("[", "").replace("]", "").strip("…").split())
    assert words <= set((FILLER + "Then the ferry sailed.").split())
    assert ROOM - 30 < len(line) < ROOM + 25


def test_the_beginning_and_the_end_are_not_left_out_where_there_is_room() -> None:
    assert shown("A ferry. " + FILLER * 20, "ferry").startswith("A [ferry].")
    assert shown(FILLER * 20 + "A ferry.", "ferry").endswith("A [ferry].")


def test_it_shows_where_most_of_the_words_stand_together() -> None:
    line = shown("A tram. " + FILLER * 10 + "Neither ferry nor tram. " + FILLER * 10, "ferry tram")
    assert "Neither [ferry] nor [tram]." in line


def test_a_text_without_the_words_shows_its_beginning() -> None:
    line = shown(FILLER * 20, "ferry")
    assert line.startswith("The council met") and line.endswith("…") and "[" not in line


def test_no_words_no_line() -> None:
    assert shown("", "ferry") == ""


@pytest.mark.parametrize("letter", ["e\u0301", "👍🏽", "👩‍👩‍👧", "🇯🇵", "か\u3099", "❤\ufe0f", "ก\u0e34"])
def test_a_cut_never_goes_through_a_letter(letter: str) -> None:
    for before in range(8):
        line = "".join(piece.text for piece in snippet("x" * before + letter * 200, parse("ferry")))
        kept = line.removesuffix("…").removeprefix("x" * before)
        assert kept.replace(letter, "") == ""


def test_letters_without_end_are_cut_all_the_same() -> None:
    assert 0 < len(shown("e" + "\u0301" * 9000 + " ferry", "ferry")) <= ROOM + 24
    assert len(shown("車" * 9000, "車")) <= ROOM + 24


def test_marking_a_headline_leaves_nothing_out() -> None:
    pieces = marked(FILLER * 20, parse("tuesday"))
    assert "".join(piece.text for piece in pieces) == FILLER * 20
    assert {piece.text for piece in pieces if piece.is_match} == {"Tuesday"}


@given(st.text(max_size=600), st.text(min_size=1, max_size=30))
def test_nothing_is_added_turned_or_lost(text: str, words: str) -> None:
    try:
        query = parse(words)
    except Unclear:
        return
    line = " ".join(text.split())
    said = "".join(piece.text for piece in snippet(text, query))
    assert said.removeprefix("…").removesuffix("…") in line or said in line
    assert len(said) <= ROOM + 22
    assert "".join(piece.text for piece in marked(text, query)) == text
