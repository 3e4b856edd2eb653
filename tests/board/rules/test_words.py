"""Words that moderators look for are found however they are disguised, and never inside of other words."""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from board.rules.repeats import essence
from board.rules.words import Words, is_too_short


def found(rule: str, text: str) -> list[str]:
    """What the rule finds, as it stands in the text."""
    return [text[one.start : one.end] for one in Words([(1, rule)]).find(text)]


@pytest.mark.parametrize(
    ("rule", "text", "words"),
    [
        ("spam", "No SPAM, no spam; no Spam.", ["SPAM", "spam", "Spam"]),
        ("spam", "(spam) “spam” spam_spam", ["spam", "spam", "spam", "spam"]),
        # Whole words: Scunthorpe is a town, and there is a class of passengers.
        ("spam", "spammer antispam spams", []),
        ("ass", "class passenger assign", []),
        # Several words that stand together.
        (
            "kill yourself",
            "Go KILL  yourself. Kill-yourself? kill and yourself",
            ["KILL  yourself", "Kill-yourself"],
        ),
        ("kill yourself", "kill yourselves, overkill yourself, killyourself", []),
        # What looks alike: other alphabets, full width, letters of formulas, ligatures.
        ("spam", "ѕраm ｓｐａｍ 𝓼𝓹𝓪𝓶 ⓢⓟⓐⓜ", ["ѕраm", "ｓｐａｍ", "𝓼𝓹𝓪𝓶", "ⓢⓟⓐⓜ"]),
        ("fish", "ﬁsh", ["ﬁsh"]),
        ("strasse", "Straße STRASSE", ["Straße", "STRASSE"]),
        ("кот", "Кот и котик", ["Кот"]),
        # What cannot be seen, and marks that make no letter.
        ("spam", "s\u200bp\u00ada\u2060m", ["s\u200bp\u00ada\u2060m"]),
        ("spam", "s̶p̶a̶m̶! and s̸̡̧p̴̢͝a̷m", ["s̶p̶a̶m̶", "s̸̡̧p̴̢͝a̷m"]),
        # Signs for letters, but numbers and measures are what they are.
        ("spam", "sp4m $pam sp@m! 5pam", ["sp4m", "$pam", "sp@m", "5pam"]),
        ("kill", "k1ll k!ll kiIl k|ll", ["k1ll", "k!ll", "kiIl", "k|ll"]),
        ("lol", "101 or 1.01", []),
        ("ai", "the A1 road", []),
        ("loo", "100 metres", []),
        # Letters of one alphabet are not taken for each other.
        ("fall", "fail FAIL", []),
        ("bum", "burn", []),
        # An accent makes another letter; accents all over are a disguise.
        ("ano", "año", []),
        ("año", "año AÑO ano", ["año", "AÑO"]),
        ("spam", "śṕám spâm", ["śṕám"]),
        # Greek capitals have no accents, Hebrew and Arabic may leave their points out.
        ("λόγος", "ΛΟΓΟΣ", ["ΛΟΓΟΣ"]),
        ("كتب", "كَتَبَ", ["كَتَبَ"]),
        # Letters by themselves, all of them and alone.
        ("spam", "s p a m, s.p.a.m! S-P-A-M", ["s p a m", "s.p.a.m", "S-P-A-M"]),
        ("spam", "s 🔥 p 🔥 a 🔥 m", ["s 🔥 p 🔥 a 🔥 m"]),
        ("pam", "S. P. A. M.", []),
        ("penis", "the pen is mightier", []),
        ("ok", "O. K. Corral", []),
        # Domains, in addresses too.
        ("example.com", "https://www.example.com/x", ["example.com"]),
        ("example.com", "joe@EXAMPLE.com", ["EXAMPLE.com"]),
        ("example.com", "notexample.com example.community myexample.com.org", []),
    ],
)
def test_words_are_found_as_they_stand(rule: str, text: str, words: list[str]) -> None:
    assert found(rule, text) == words


@pytest.mark.parametrize(
    ("rule", "text", "words"),
    [
        ("ばか", "おまえはばかだ。", ["ばか"]),
        ("死ね", "もう死ね！", ["死ね"]),
        ("死ね", "必死。ねえ", []),
        ("广告", "请不要发广告在这里", ["广告"]),
        ("สแปม", "นี่คือสแปมนะ", ["สแปม"]),
        # Katakana are words: a fool is no holiday, and no president holds an oath.
        ("バカ", "あのバカが。おバカ", ["バカ", "バカ"]),
        ("バカ", "バカンス", []),
        ("クソ", "ニクソン大統領", []),
        ("スパム", "ｽﾊﾟﾑ ス・パ・ム", ["ｽﾊﾟﾑ", "ス・パ・ム"]),
        ("バカ", "バ力", ["バ力"]),
        # Korean words go on with what they are in the sentence.
        ("스팸", "스팸을 보내지 마세요. 노스팸", ["스팸"]),
        ("line交換", "LINE交換しよう", ["LINE交換"]),
        ("spam", "これはspamです", ["spam"]),
    ],
)
def test_words_are_found_where_nothing_parts_them(rule: str, text: str, words: list[str]) -> None:
    assert found(rule, text) == words


def test_each_rule_says_what_is_its_own() -> None:
    rules = Words([(7, "red herring"), (8, "herring"), (9, "…"), (10, "herring gull")])
    text = "A Red Herring gull."
    said = [(one.rule, text[one.start : one.end]) for one in rules.find(text)]
    assert said == [(7, "Red Herring"), (8, "Herring"), (10, "Herring gull")]
    assert Words([]).find(text) == []


def test_what_would_catch_nothing_or_too_much_is_too_short() -> None:
    assert [is_too_short(words) for words in ("", "...", "c++", "a", "の")] == [True] * 5
    assert [is_too_short(words) for words in ("ab", "死", "b2", "スパム")] == [False] * 4


# --- Whatever the words are -----------------------------------------------------------------------------------

LATIN = "abcdefghijklmnopqrstuvwxyz"
WORD = st.text(LATIN, min_size=3, max_size=9)
LOOK_ALIKE = {"a": "а", "c": "с", "e": "е", "o": "о", "p": "р", "x": "х", "y": "у", "s": "ѕ", "j": "ј"}
DISGUISES: list[Callable[[str], str]] = [
    str,
    str.upper,
    lambda letter: LOOK_ALIKE.get(letter, letter),
    lambda letter: chr(ord(letter) + 0xFEE0),
    lambda letter: letter + "\u0336",
    lambda letter: letter + "\u200d",
]
AROUND = st.sampled_from(["quite", "other", "words", "日本", "12", "Straße", "…"])
BETWEEN = st.sampled_from([" ", ", ", "\n", " — ", "; (", "。", "/"])


@given(
    WORD, st.text(LATIN, max_size=4), st.text(LATIN, max_size=4), st.lists(BETWEEN, min_size=2, max_size=2)
)
def test_no_word_is_found_inside_of_another(rule: str, before: str, after: str, gaps: list[str]) -> None:
    assume(before or after)
    assert found(rule, f"x{gaps[0]}{before}{rule}{after}{gaps[1]}12") == []


@given(
    WORD,
    st.lists(st.sampled_from(DISGUISES), min_size=9, max_size=9),
    st.lists(st.tuples(AROUND, BETWEEN), max_size=5),
    st.lists(st.tuples(BETWEEN, AROUND), max_size=5),
)
def test_every_word_that_was_planted_is_found_where_it_is(
    rule: str, disguises: list[Any], before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    assume(rule not in {"quite", "other", "words"})
    planted = "".join(disguise(letter) for disguise, letter in zip(disguises, rule, strict=False))
    planted = planted.rstrip("\u200d")
    start = "".join(word + gap for word, gap in before)
    text = start + planted + "".join(gap + word for gap, word in after)
    ends = [(one.start, one.end) for one in Words([(1, rule), (2, "elsewhere")]).find(text)]
    assert (len(start), len(start) + len(planted)) in ends


@given(
    st.text("かきくけこ漢字語", min_size=2, max_size=6), st.text("さしすせそ空海"), st.text("さしすせそ空海")
)
def test_without_spaces_it_is_found_anywhere(rule: str, before: str, after: str) -> None:
    assert found(rule, before + rule + after) == [rule]


@given(st.text(), st.lists(st.text(max_size=8), max_size=4))
def test_no_text_and_no_rule_breaks_it(text: str, rules: list[str]) -> None:
    for one in Words(enumerate(rules)).find(text):
        assert 0 <= one.start < one.end <= len(text)


# --- Whatever is sent -----------------------------------------------------------------------------------------

HOSTILE = [
    "a", "spam", "spam ", "s p a m ", "s.", "i", "il", "1", "a1", "a1 ", "@", "!a", "あ", "ああか", "バ", "가",
    "a\u0336", "\u0301", "\u200b", "a\u200b", " ", "\n", "ﷺ", "é", "ß", "aI", "ก็", "𝓼𝓹",
]  # fmt: skip
RULES = [
    "spam",
    "a" * 100,
    "a" * 99 + "b",
    "i" * 100,
    "l" * 50,
    "あ" * 100,
    "ああか",
    "バ" * 50,
    "a " * 50,
    "s p",
    "가가",
]


def steps(text: str) -> int:
    """How many lines of Python looking at this text takes."""
    words, count = Words(enumerate(RULES)), 0

    def trace(frame: Any, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        words.find(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", HOSTILE)
def test_what_is_looked_at_grows_with_the_text_and_nothing_else(piece: str) -> None:
    texts = [(piece * 10_000)[:length] for length in (2_500, 5_000, 10_000)]
    short, long, longest = map(steps, texts)
    assert long <= 2.2 * short + 500
    assert longest <= 2.2 * long + 500
    assert longest < 200 * 10_000  # one of them is a whole sentence in one character


# --- The same text again --------------------------------------------------------------------------------------


def test_texts_count_as_the_same_without_regard_to_case_spaces_and_signs() -> None:
    said = "Buy the best herring in town, only at the pier, every Tuesday!"
    assert essence(said) == essence(
        "> #1 Milo:\n> Where?\n\nBUY the best  herring in\u200b town only at the pier: every Tuesday."
    )
    assert essence(said) != essence(said.replace("herring", "sardine"))
    assert essence("Thank you very much!") == ""
    assert essence("ありがとうございます。") == ""
    assert essence("毎週火曜日に桟橋でいちばん新鮮なニシンを買えます。") != ""
