import pytest

from board.rules.queries import MAX_LENGTH, MOST_PARTS, Query, Unclear, parse, places


def found(text: str, words: str) -> list[str]:
    return [text[start:end] for start, end in places(text, parse(words))]


def test_words_are_looked_for_each_by_itself() -> None:
    assert parse("Ferries  boat ferry") == Query("Ferries boat ferry", (("ferri",), ("boat",)), ())


def test_words_in_quotation_marks_are_one_phrase() -> None:
    assert parse('"the Boats" winter').phrases == (("the", "boat"), ("winter",))
    assert parse("“the boats").phrases == (("the", "boat"),)
    assert parse("＂東京 boat＂").phrases == (("東京", "boat"),)


def test_what_is_typed_without_spaces_is_one_phrase() -> None:
    assert parse("e-mail 1,000").phrases == (("e", "mail"), ("1", "000"))


def test_a_run_of_a_script_without_spaces_is_a_phrase_by_itself() -> None:
    assert parse("東京都、タワーiPhone").phrases == (("東京", "京都"), ("タワ", "ワー"), ("iphon",))


def test_a_single_chinese_character_or_hangul_syllable_is_looked_for_anywhere() -> None:
    assert parse("車 책").lone == ("車", "책")
    assert parse("A社") == Query("A社", (("a",),), ("社",))


def test_a_single_kana_beside_other_words_is_left_out() -> None:
    assert parse("京都 の 車") == Query("京都 の 車", (("京都",),), ("車",))


@pytest.mark.parametrize("words", ["", "  ", '""', "((", "の", "😀", "a" * (MAX_LENGTH + 1)])
def test_what_cannot_be_looked_for_is_said_in_a_sentence(words: str) -> None:
    with pytest.raises(Unclear, match=r"^Please .*\.$"):
        parse(words)


@pytest.mark.parametrize("text", ["東京、京都へ", "東京 京都", "昨日は東京。京都も", "ｶﾞｲﾄﾞ。ﾄﾞﾄﾞ"])
def test_a_run_is_not_found_where_two_stand_side_by_side(text: str) -> None:
    assert found(text, "東京都") == found(text, "ガイドド") == []


def test_two_runs_are_found_side_by_side() -> None:
    assert found("先週、東京、京都へ", "東京、京都") == ["東京", "京都"]
    assert found("先週、東京、京都へ", '"東京、京都"') == ["東京、京都"]
    assert found("先週、東京、神戸、京都へ", '"東京、京都"') == []


def test_so_many_words_at_most() -> None:
    words = "one two three four five six seven eight nine ten"
    assert len(parse(words).phrases) == MOST_PARTS
    with pytest.raises(Unclear):
        parse(f"{words} eleven")


def test_what_is_found_is_marked_in_the_text() -> None:
    text = "The boats and Ferries, 東京都の車 e-mail A社の"
    assert found(text, "ferry boat") == ["boats", "Ferries"]
    assert found(text, '"the boat"') == ["The boats"]
    assert found(text, "京都 車") == ["京都", "車"]
    assert found(text, "東京都") == ["東京都"]
    assert found(text, "e-mail") == ["e-mail"]
    assert found(text, '"boat ferry"') == []
