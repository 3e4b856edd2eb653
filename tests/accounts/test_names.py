import unicodedata
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from accounts import names

ANY_TEXT = st.text(max_size=60)
ONE_ALPHABET = st.one_of(
    st.text(alphabet, max_size=45)
    for alphabet in (
        "abcmnilABCI019éÜßﬁ _-.'",
        "абвгжноруАБВН 09-.",
        "αβγνυΐΣς -'",
        "さくらカﾀ力口ー一々 　・Az",
        "كتابﷺ ",
    )
)
LETTERS = st.text("abcXYZ019-_. éÜñжЖнНЯάΩβΒさクラ力山金김é", min_size=2, max_size=30)


def refusal(name: str) -> str:
    with pytest.raises(ValidationError) as refused:
        names.clean(name)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Alice", "Alice"),
        ("  Alice \t  Tanaka\n", "Alice Tanaka"),
        ("Ｔａｒｏ", "Taro"),
        ("ﾀﾛｳ", "タロウ"),
        ("力", "力"),
        ("さくら Smith", "さくら Smith"),
        ("김 철수", "김 철수"),
        ("Иван Петров", "Иван Петров"),
        ("Ἀθηνᾶ", "Ἀθηνᾶ"),
        ("J.R.R. Tolkien", "J.R.R. Tolkien"),
        ("St.John", "St.John"),
        ("AC/DC", "AC/DC"),
        ("Sakura 🌸", "Sakura 🌸"),
        ("Heart \u2764\ufe0f", "Heart \u2764"),
        ("O'Brien-Núñez", "O'Brien-Núñez"),
        ("क्षितिज", "क्षितिज"),
        ("x" * 40, "x" * 40),
    ],
)
def test_a_name_is_stored_normalised(typed: str, stored: str) -> None:
    assert names.clean(typed) == stored


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "choose a name"),
        (" \t ", "choose a name"),
        ("a", "at least 2 characters"),
        ("x" * 41, "1 character too long"),
        ("x" * 50, "10 characters too long: please use at most 40"),
        ("...", "at least one letter or digit"),
        ("🌸🌸", "at least one letter or digit"),
        ("Al\u200bice", "invisible"),
        ("Alice\u202egnp", "invisible"),
        ("Ali\x00ce", "invisible"),
        ("Ali\u3164ce", "invisible"),
        ("\u0301lice", "accents"),
        ("Z\u0335\u0336\u0337\u0338algo", "accents"),
        ("alice@example.com", "leave out the @"),
        ("visit example.com", "not a web address"),
        ("https://x", "not a web address"),
        ("bit.ly/abc", "not a web address"),
        ("Pаul", "mixes alphabets"),
        ("Ηello", "mixes alphabets"),
        ("Иvan", "mixes alphabets"),
        ("さくラж", "mixes alphabets"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_with_the_reason(name: str, words: str) -> None:
    assert words in refusal(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Moderator",
            "MODERATOR",
            "m0derat0r",
            "rnoderator",
            "Site Admin",
            "Adm1n",
            "The Editors",
            "Hiroba",
        ),
        *(
            "Hiroba team",
            "h1r0ba",
            "Mod",
            "deleted",
            "Deleted Member",
            "anonymous",
            "staff-2",
            "Ąnonymous Support",
        ),
        *("管理人", "Hiroba編集部", "モデレーターです", "公式アカウント", "運営", "STAFF"),
    ],
)
def test_a_name_that_speaks_for_the_site_is_refused(name: str) -> None:
    assert "taken for the site itself" in refusal(name)


def test_the_sites_own_name_is_kept_for_the_site(settings: Any) -> None:
    settings.SITE_NAME = "The Harbour Post"
    assert "taken for the site itself" in refusal("the harbour-post")
    assert names.clean("Hiroba") == "Hiroba"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alice", "aLICE"),
        ("Alice Tanaka", "alice-tanaka"),
        ("Alice Tanaka", "AliceTanaka."),
        ("Sakura", "Sakura 🌸"),
        ("Bill", "BiII"),
        ("Bill", "Bi11"),
        ("Bob", "B0b"),
        ("Mary", "rnary"),
        ("НОРА", "HOPA"),
        ("Нора", "hopa"),
        ("сосо", "coco"),
        ("Straße", "STRASSE"),
        ("ΣΊΣΥΦΟΣ", "Σίσυφος"),
        ("カ丸", "力丸"),
        ("ヘヘ", "へへ"),
        ("Ｔａｒｏ", "taro"),
    ],
)
def test_names_that_a_reader_could_take_for_each_other_have_one_key(one: str, other: str) -> None:
    assert names.key(one) == names.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jose", "José"),
        ("Alice", "Alicia"),
        ("さくら", "サクラ"),
        ("ノノ", "メメ"),
        ("山田", "山口"),
        ("Nan", "Van"),
        ("はち", "ばち"),
    ],
)
def test_names_that_differ_for_a_reader_have_different_keys(one: str, other: str) -> None:
    assert names.key(one) != names.key(other)


@given(ONE_ALPHABET)
@example("ﷺ")
@example("ΐ" * 40)
def test_cleaning_a_clean_name_changes_nothing(text: str) -> None:
    try:
        name = names.clean(text)
    except ValidationError:
        return
    assert names.clean(name) == name
    assert 1 <= len(name) <= names.MAX_LENGTH
    assert unicodedata.is_normalized("NFKC", name)
    assert names.key(name) == names.key(text)
    assert 1 <= len(names.key(name)) <= 120
    assert names.initials(name)


@given(ANY_TEXT)
@example("囗")
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert names.key(names.key(text)) == names.key(text)


@given(LETTERS)
def test_case_and_spacing_do_not_tell_names_apart(text: str) -> None:
    name = f"x{text}"
    assert names.key(name.upper()) == names.key(name.lower()) == names.key(f" {name}.")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Alice Tanaka", "alice-tanaka"),
        ("田中 花子", "田中-花子"),
        ("Élodie", "élodie"),
        ("_-_", "member"),
        ("x" * 60, "x" * 50),
    ],
)
def test_the_address_of_a_name_can_be_read(name: str, slug: str) -> None:
    assert names.free_slug(name, lambda candidate: False) == slug


@given(ANY_TEXT, st.integers(0, 12))
def test_an_address_is_free_short_and_never_empty(name: str, others: int) -> None:
    taken: set[str] = set()
    for _ in range(others + 1):
        slug = names.free_slug(name, taken.__contains__)
        assert slug and slug not in taken and len(slug) <= names.MAX_SLUG
        taken.add(slug)


def test_a_taken_address_gets_a_number() -> None:
    assert names.free_slug("Alice", {"alice", "alice-2"}.__contains__) == "alice-3"


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Alice Tanaka", "AT"),
        ("alice", "A"),
        ("mary-jane o'neil", "MO"),
        ("élodie", "É"),
        ("e\u0301lodie", "É"),
        ("田中 花子", "田"),
        ("さくら Smith", "さ"),
        ("김 철수", "김"),
        ("4 seasons", "4S"),
        ("ß", "ß"),
        ("🌸 Sakura", "S"),
        ("🌸", "🌸"),
    ],
)
def test_initials_stand_for_a_name(name: str, initials: str) -> None:
    assert names.initials(name) == initials
