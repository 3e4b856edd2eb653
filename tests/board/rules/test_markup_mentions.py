"""@name: who is meant, where it counts, and how many are looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules.markup import mention_candidates, mention_key, render, render_article

CAST = [
    "Alice",
    "Alice Smith",
    "Bob",
    "bob_the_builder",
    "田中",
    "田中 太郎",
    "Ｋａｉ",
    "Jo",
    "O'Neil",
    "あ_い",
    "Zoë",
]
ADDRESSES = {mention_key(name): f"/member/{number}/" for number, name in enumerate(CAST)}


def line(source: str) -> str:
    return render(source, mentions=ADDRESSES).html.removeprefix("<p>").removesuffix("</p>\n")


def link(name: str, typed: str = "") -> str:
    return f'<a class="mention" href="/member/{CAST.index(name)}/">@{typed or name}</a>'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("@Alice", link("Alice")),
        ("@alice, hello", f"{link('Alice', 'alice')}, hello"),
        ("hello @ALICE", f"hello {link('Alice', 'ALICE')}"),
        ("@Alice Smith", link("Alice Smith")),
        ("@Alice   smith!", f"{link('Alice Smith', 'Alice   smith')}!"),
        ("@Alice Jones", f"{link('Alice')} Jones"),
        ("@Alice's", f"{link('Alice')}'s"),
        ("@O'Neil.", link("O'Neil") + "."),
        ("@bob_the_builder", link("bob_the_builder")),
        ("@Bob_the", "@Bob_the"),
        ("@Bob_", f"{link('Bob')}_"),
        ("@bob__the", "@bob__the"),
        ("@Jonathan", "@Jonathan"),
        ("@Jo2", "@Jo2"),
        ("@JoX", "@JoX"),
        ("@Joé", "@Joé"),
        ("@Jo\u0335", "@Jo\u0335"),
        ("@Jo-Ann", f"{link('Jo')}-Ann"),
        ("@Joさん", f"{link('Jo')}さん"),
        ("@田中さん", f"{link('田中')}さん"),
        ("@田中", link("田中")),
        ("@田中 太郎さん", f"{link('田中 太郎')}さん"),
        ("@田中\u3000太郎さん", link("田中 太郎", "田中\u3000太郎") + "さん"),
        ("@田中x", f"{link('田中')}x"),
        ("@kai", link("Ｋａｉ", "kai")),
        ("@Ｋａｉ", link("Ｋａｉ")),
        ("@Zoe\u0308", link("Zoë")),
        ("ありがとう@田中さん", f"ありがとう{link('田中')}さん"),
        ("（@Alice）", f"（{link('Alice')}）"),
        ("(@Alice)", f"({link('Alice')})"),
        ("*@Alice*", f"<em>{link('Alice')}</em>"),
        ("_@Alice_", f"<em>{link('Alice')}</em>"),
        ("**@Alice** and @Bob", f"<strong>{link('Alice')}</strong> and {link('Bob')}"),
        ("@@Alice", f"@{link('Alice')}"),
        ("@Alice@Bob", f"{link('Alice')}@Bob"),
        ("@Alice\nSmith", f"{link('Alice')}<br>\nSmith"),
        ("hello\n@Alice", f"hello<br>\n{link('Alice')}"),
        ("-@Alice", f"-{link('Alice')}"),
    ],
)
def test_a_name_after_the_sign_is_a_mention(source: str, html: str) -> None:
    assert line(source) == html


@pytest.mark.parametrize(
    "source",
    [
        "@Nobody",
        "@",
        "@ Alice",
        "@\u3000Alice",
        "desk@Alice",
        "désk@Alice",
        "9@Alice",
        "desk_@Alice",
        "/@Alice",
        "https://@Alice",
        "＠Alice",
        "-Alice",
        "#Alice",
        "@Al",
    ],
)
def test_other_signs_stay_text(source: str) -> None:
    assert line(source) == source


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("`@Alice`", "<p><code>@Alice</code></p>\n"),
        ("    @Alice", "<pre><code>@Alice\n</code></pre>\n"),
        ("```\n@Alice\n```", "<pre><code>@Alice\n</code></pre>\n"),
        ("[@Alice](/x)", '<p><a href="/x" rel="nofollow ugc noopener">@Alice</a></p>\n'),
        (r"\@Alice", "<p>@Alice</p>\n"),
        ("&#64;Alice", "<p>@Alice</p>\n"),
        (
            "https://example.com/@Alice",
            '<p><a href="https://example.com/@Alice" rel="nofollow ugc noopener">https://example.com/@Alice</a></p>\n',
        ),
    ],
)
def test_nobody_is_mentioned_in_code_links_or_escapes(source: str, html: str) -> None:
    assert render(source, mentions=ADDRESSES).html == html
    assert mention_candidates(source) == set()


def test_a_mention_in_brackets_that_are_no_link_counts() -> None:
    assert line("[@Alice]") == f"[{link('Alice')}]"
    assert line("[a](x) @Bob [@田中](y)") == f"[a](x) {link('Bob')} [{link('田中')}](y)"


@pytest.mark.parametrize("rest", ["[Smith]", "]Smith", "`Smith`", "<Smith>", ">Smith", "\\Smith"])
def test_a_name_ends_before_markup(rest: str) -> None:
    assert line("@Alice" + rest).startswith(link("Alice"))
    assert mention_candidates("@Alice" + rest) == {"alice"}


def test_an_address_is_escaped_and_only_a_safe_one_is_linked() -> None:
    assert render("@a", mentions={"a": '/"><b>'}).html.startswith('<p><a class="mention" href="/&quot;')
    assert "href" not in render("@a", mentions={"a": "javascript:alert(1)"}).html


def test_an_article_mentions_nobody() -> None:
    assert render_article("@Alice") == "<p>@Alice</p>\n"


def test_a_mention_is_part_of_the_words() -> None:
    assert render("Well, @Alice   smith!", mentions=ADDRESSES).words == "Well, @Alice smith!"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Alice", "alice"),
        ("  Alice \t Smith ", "alice smith"),
        ("Alice\u3000Smith", "alice smith"),
        ("ＡＬＩＣＥ", "alice"),
        ("ｶﾞｷ", "ガキ"),
        ("か\u3099", "が"),
        ("Straße", "strasse"),
        ("ﬁsh", "fish"),
        ("㍿", "株式会社"),
    ],
)
def test_case_width_and_space_do_not_matter_for_a_key(name: str, key: str) -> None:
    assert mention_key(name) == key


@given(st.text(max_size=30))
def test_a_key_is_its_own_key(name: str) -> None:
    assert mention_key(mention_key(name)) == mention_key(name)


def test_candidates_are_all_beginnings_that_end_with_a_word() -> None:
    assert mention_candidates("Well, @Alice Smith, you") == {
        "alice",
        "alice smith",
        "alice smith,",
        "alice smith, you",
    }
    assert mention_candidates("@田中さん!") == {"田", "田中", "田中さ", "田中さん", "田中さん!"}
    assert mention_candidates("@bob_the") == {"bob_the"}
    assert mention_candidates("nobody@example.com and @ space") == set()


def test_a_name_has_forty_characters_at_most() -> None:
    name = "a" * 39
    assert mention_candidates(f"@{name}b c") == {f"{name}b"}
    assert mention_candidates(f"@{name}bc") == set()
    assert mention_candidates("@" + "あ" * 41) == {"あ" * length for length in range(1, 41)}


def test_twenty_places_are_looked_at() -> None:
    source = " ".join(f"@n{number}." for number in range(25))
    candidates = mention_candidates(source)
    assert {"n0", "n19"} <= candidates
    assert "n20" not in candidates
    html = render(source, mentions={f"n{number}": "/m/" for number in range(25)}).html
    assert html.count("<a ") == 20
    assert "@n20." in html


def test_places_without_a_name_do_not_use_up_the_twenty() -> None:
    source = "a@b /@c `@d` \\@e [@f](/g) @ " * 25 + "@Alice"
    assert link("Alice") in line(source)


@given(
    st.lists(st.sampled_from(["@", "a", "b c", "田", " ", "_", "*", "[", "]", "`", "/", "\n"]), max_size=200)
)
def test_the_look_up_is_bounded_and_finds_every_mention(parts: list[str]) -> None:
    source = "".join(parts)
    candidates = mention_candidates(source)
    assert len(candidates) <= 800
    html = render(source, mentions=dict.fromkeys(candidates, "/m/")).html
    assert (html.count('class="mention"') > 0) == bool(candidates)


def test_the_same_text_is_tried_afresh_each_time() -> None:
    for _ in range(3):
        assert line("@Alice " * 19) == (link("Alice") + " ") * 18 + link("Alice")
