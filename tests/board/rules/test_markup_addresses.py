"""Addresses that are typed as they are, how long ones are shown, and how many a text may write."""

import pytest

from board.rules.markup import render, render_article
from board.rules.markup_links import shown_address
from tests.board.rules.test_markup_links import anchor, line


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("https://example.com", anchor("https://example.com")),
        ("http://example.com/a_b_c*d", anchor("http://example.com/a_b_c*d")),
        ("HTTPS://Example.com/", anchor("HTTPS://Example.com/")),
        ("see https://example.com/a.", f"see {anchor('https://example.com/a')}."),
        ("https://example.com/a, b", f"{anchor('https://example.com/a')}, b"),
        ("https://example.com/a?!:;", f"{anchor('https://example.com/a')}?!:;"),
        ("https://example.com/a'~&", f"{anchor('https://example.com/a')}'~&amp;"),
        ("https://example.com/X", anchor("https://example.com/X")),
        ("https://example.com/a/", anchor("https://example.com/a/")),
        ("https://example.com/?a=b&c=%20#d", anchor("https://example.com/?a=b&amp;c=%20#d")),
        ("https://example.com:8000/@a;b=(c),d+e$!f", anchor("https://example.com:8000/@a;b=(c),d+e$!f")),
        ("(https://example.com/a)", f"({anchor('https://example.com/a')})"),
        ("(https://example.com/a_(b))", f"({anchor('https://example.com/a_(b)')})"),
        ("(https://example.com/a_(b)).", f"({anchor('https://example.com/a_(b)')})."),
        ("https://example.com/a_(b)", anchor("https://example.com/a_(b)")),
        ("https://example.com/a))", f"{anchor('https://example.com/a')}))"),
        ("https://example.com/a).)", f"{anchor('https://example.com/a')}).)"),
        ("[https://example.com/a]", f"[{anchor('https://example.com/a')}]"),
        ('"https://example.com/a"', f'"{anchor("https://example.com/a")}"'),
        ("https://example.com/a<b", f"{anchor('https://example.com/a')}&lt;b"),
        ("https://example.com/a|b", f"{anchor('https://example.com/a')}|b"),
        ("“https://example.com/a”", f"“{anchor('https://example.com/a')}”"),
        ("*https://example.com/a*", f"<em>{anchor('https://example.com/a')}</em>"),
        ("_https://example.com/a_", f"<em>{anchor('https://example.com/a')}</em>"),
        ("**https://example.com/a**", f"<strong>{anchor('https://example.com/a')}</strong>"),
        ("https://example.com/日本", f"{anchor('https://example.com/')}日本"),
        ("https://example.com/aです。", f"{anchor('https://example.com/a')}です。"),
        ("詳細はhttps://example.com/a。", f"詳細は{anchor('https://example.com/a')}。"),
        ("（https://example.com/a）と", f"（{anchor('https://example.com/a')}）と"),
        ("https://example.com/a　b", f"{anchor('https://example.com/a')}　b"),
        ("https://example.com/é", anchor("https://example.com/%C3%A9", "https://example.com/é")),
        ("see http://example.com", f"see {anchor('http://example.com')}"),
        ("https://example.com/a)b", anchor("https://example.com/a)b")),
        ("-https://example.com", f"-{anchor('https://example.com')}"),
        (
            "a https://a.example https://b.example",
            f"a {anchor('https://a.example')} {anchor('https://b.example')}",
        ),
        ("http://localhost:8000/", anchor("http://localhost:8000/")),
        ("https://https://a", anchor("https://https://a")),
    ],
)
def test_addresses_in_plain_text_become_links(source: str, html: str) -> None:
    assert line(source) == html


@pytest.mark.parametrize(
    "source",
    [
        "www.example.com",
        "example.com/a",
        "ftp://example.com",
        "xhttps://example.com",
        "éhttps://example.com",
        "https:/example.com",
        "https://",
        "https:// example.com",
        "https://.example",
        "https://_a",
        "https://日本.jp",
        "://example.com",
        "https://bank.example@evil.example/",
        r"https\://example.com",
        r"https:/\/example.com",
        "desk@example.com",
    ],
)
def test_other_text_stays_text(source: str) -> None:
    assert line(source) == source.replace("\\", "")


def test_an_escape_before_an_address_keeps_it_text() -> None:
    assert line(r"\https://example.com") == r"\https://example.com"


def test_a_refused_address_is_passed_over_as_a_whole() -> None:
    assert line("https://a@b/*c*d https://e.example") == f"https://a@b/*c*d {anchor('https://e.example')}"


@pytest.mark.parametrize(
    "source", ["`https://example.com`", "    https://example.com", "```\nhttps://example.com\n```"]
)
def test_an_address_in_code_is_no_link(source: str) -> None:
    assert "<a" not in render(source).html


def test_links_do_not_nest() -> None:
    assert line("[see https://example.com now](/x)") == anchor("/x", "see https://example.com now")
    assert line("[see <https://example.com> now](/x)") == anchor("/x", "see https://example.com now")
    assert line("[see <a@example.com>](/x)") == anchor("/x", "see a@example.com")


def test_an_address_binds_tighter_than_the_brackets_around_it() -> None:
    tight = anchor("https://example.com/?a=%5D(/x)", "https://example.com/?a=](/x)")
    assert line("[a <https://example.com/?a=](/x)>") == f"[a {tight}"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("![cat](/cat.png)", "![cat](/cat.png)"),
        ("![cat](https://example.com/c.png)", f"![cat]({anchor('https://example.com/c.png')})"),
        ("![a *cat*](/cat.png)", "![a <em>cat</em>](/cat.png)"),
        ("![cat]\n\n[cat]: /cat.png", "![cat]"),
        ("[![cat](/cat.png)](/x)", anchor("/x", "![cat](/cat.png)")),
        ("[![cat](https://example.com/c.png)](/x)", anchor("/x", "![cat](https://example.com/c.png)")),
        ("so![ true", "so![ true"),
        (r"\![a](/x)", f"!{anchor('/x', 'a')}"),
        ("! [a](/x)", f"! {anchor('/x', 'a')}"),
        ("![a [b](/x)", f"![a {anchor('/x', 'b')}"),
    ],
)
def test_an_image_shows_as_it_was_typed(source: str, html: str) -> None:
    assert line(source) == html


@pytest.mark.parametrize("address", ["https://example.com/", "https://example.com/" + "a" * 40])
def test_a_short_address_is_shown_whole(address: str) -> None:
    assert shown_address(address, address) == address


def test_a_long_address_is_shortened_in_sight_and_whole_in_the_link() -> None:
    address = "https://example.com/" + "a" * 41
    shown = "https://example.com/" + "a" * 39 + "…"
    assert len(shown) == 60
    for source in (address, f"<{address}>"):
        assert line(source) == anchor(address, shown)
        assert render(source).words == address


def test_a_host_is_never_cut() -> None:
    host = "https://" + "bank." * 12 + "evil.example"
    assert shown_address(host, host) == host
    assert shown_address(host + "/a", host + "/a") == host + "/a"
    assert shown_address(host + "/ab", host + "/ab") == host + "/…"
    assert shown_address(host + "?ab", host + "?ab") == host + "?…"
    assert shown_address(host + "#ab", host + "#ab") == host + "#…"


def test_a_host_is_shown_as_the_browser_will_ask_for_it() -> None:
    assert line("https://аpple.example/é") == anchor(
        "https://xn--pple-43d.example/%C3%A9", "https://xn--pple-43d.example/é"
    )
    assert line("<https://日本.example/a>") == anchor("https://xn--wgv71a.example/a")
    assert line("https://xn--pple-43d.example/") == anchor("https://xn--pple-43d.example/")


def test_a_plain_host_is_shown_as_typed() -> None:
    assert line("<https://a`b.example/`c>") == anchor("https://a%60b.example/%60c", "https://a`b.example/`c")


def test_what_is_no_web_address_is_shown_as_typed() -> None:
    for long in (
        "mailto:" + "a" * 80 + "@example.com",
        "mailto:a@example.com?body=https://" + "a" * 80 + "/b?c",
    ):
        assert shown_address(long, long) == long


def test_the_words_of_a_link_are_what_can_be_read() -> None:
    assert render("[the *report*](https://example.com 'title') and https://a.example").words == (
        "the report and https://a.example"
    )


def test_an_article_vouches_for_its_links() -> None:
    html = render_article("[a](/x) https://example.com <https://b.example>\n\n[c]\n\n[c]: /c")
    assert html.count('rel="noopener"') == html.count("<a ") == 4
    assert "ugc" not in html


def test_one_long_address_cannot_be_repeated_without_end() -> None:
    address = "/" + "x" * 999
    html = render(f"[a]: {address}\n\n" + "[a]" * 1000 + "[b](/y)").html
    assert html.count(f'<a href="{address}"') == 20
    assert html.count("a</a>a") == 1
    assert html.endswith(anchor("/y", "b") + "</p>\n")


def test_references_write_twenty_thousand_characters() -> None:
    assert "<a " in render(f"[a]: /{'x' * 19_999}\n\n[a]").html
    assert "<a " not in render(f"[a]: /{'x' * 20_000}\n\n[a]").html
    mentioned = render(f"[a]: /{'x' * 20_000}\n\n[a] @b [a]", mentions={"b": "/b/"})
    assert mentioned.html == '<p>a <a class="mention" href="/b/">@b</a> a</p>\n'


def test_titles_count_as_much_as_addresses() -> None:
    assert render(f"[a]: /{'x' * 499} '{'y' * 500}'\n\n" + "[a]" * 100).html.count("<a ") == 20


def test_links_written_out_are_not_limited() -> None:
    address = "/" + "x" * 999
    assert render(f"[a]({address})" * 30 + "[b]\n\n[b]: /c").html.count("<a ") == 31
