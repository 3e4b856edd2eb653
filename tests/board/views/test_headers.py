"""What every page says besides its words, and that its HTML is whole."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import User
from board.models import Article, Comment
from tests.board.views.browsing import browser
from tests.board.views.reading import Element, read
from tests.factories import SectionFactory, say


@pytest.fixture
def site(comment: Comment, bob: User) -> Article:
    SectionFactory(slug="parks", parent=comment.article.section)
    say(comment.article, bob, f"> #{comment.pk} Alice:\n> otters\n\nHm.", parent=comment)
    return comment.article


def pages(article: Article, comment: Comment) -> Iterator[str]:
    yield from ("/", "/category/local/", "/category/local/parks/", "/member/alice/", "/member/nobody/")
    yield from ("/moderation-policy/", "/moderation-log/", "/nothing/")
    yield from (f"/search/{query}" for query in ("", "?q=otters", "?q=bridge&in=stories", "?q=!"))
    yield from (article.get_absolute_url() + query for query in ("", "?view=flat", "?page=9", "?q=otters"))
    yield from (f"/comments/{comment.pk}/{path}" for path in ("thread/", "history/"))


def members_pages(comment: Comment) -> Iterator[str]:
    yield from (f"/comments/{comment.pk}/{path}" for path in ("reply/", "quote/", "edit/", "delete/"))
    yield from (f"/articles/{comment.article_id}/{path}" for path in ("comments/", "quote/"))
    yield "/accounts/picture/"


def inline(page: Element) -> list[str]:
    """What a strict Content-Security-Policy would stop."""
    found = [element.tag for element in page.all("style")]
    for element in page.walk():
        found += [
            f"{element.tag} {name}" for name in element.attrs if name == "style" or name.startswith("on")
        ]
        if element.tag == "script" and (not element.attrs.get("src") or element.text):
            found.append("script")
    return found


def test_a_visitors_pages_are_whole_strict_and_set_no_cookie(site: Article, comment: Comment) -> None:
    for address in pages(site, comment):
        answer = browser().get(address)
        page = read(answer)
        assert (address, inline(page)) == (address, [])
        assert (address, dict(answer.cookies)) == (address, {})
        assert len(page.all("h1")) == 1
        assert page.by_id("main").tag == "main"


def test_a_members_pages_are_whole_and_strict(
    site: Article, comment: Comment, alice: User, moderator: User
) -> None:
    for address in (*pages(site, comment), *members_pages(comment)):
        for member in (alice, moderator):
            assert (address, inline(read(browser(member).get(address)))) == (address, [])


def test_every_answer_carries_the_policy(site: Article, comment: Comment, alice: User) -> None:
    for address in (
        *pages(site, comment),
        *members_pages(comment),
        "/robots.txt",
        "/healthz",
        "/media/x.webp",
    ):
        policy = browser(alice).get(address)["Content-Security-Policy"]
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if rule.strip())
        for name, allowed in {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'"}.items():
            assert (address, rules[name]) == (address, allowed)


def test_nothing_is_loaded_but_the_sites_own_files(site: Article, comment: Comment, alice: User) -> None:
    for address in (*pages(site, comment), *members_pages(comment)):
        for element in read(browser(alice).get(address)).walk():
            loaded = element.attrs.get("src") or (element.tag == "link" and element.attrs.get("href")) or ""
            if element.attrs.get("rel") != "canonical":
                assert re.match(r"$|/(?!/)", str(loaded)), loaded


def test_the_scripts_and_styles_that_pages_name_are_there(site: Article) -> None:
    page = read(browser().get(site.get_absolute_url()))
    named = [script["src"] for script in page.all("script")]
    named += [link["href"] for link in page.all("link") if link["rel"] == "stylesheet"]
    assert len(named) >= 2
    for address in named:
        assert staticfiles_storage.exists(address.removeprefix("/static/"))


# Every page differs by who asks, and by what their browser takes.
PAGES = {"HX-Request", "Cookie", "Accept-Encoding"}


def varies(answer: HttpResponse) -> set[str]:
    return {part.strip() for part in answer.headers.get("Vary", "").split(",")} - {""}


def test_pages_vary_by_htmx_and_by_who_asks(site: Article, comment: Comment, alice: User) -> None:
    for address in (*pages(site, comment), *members_pages(comment)):
        for member in (None, alice):
            expected = PAGES - ({"Accept-Encoding"} if address.startswith("/accounts/") else set())
            assert (address, varies(browser(member).get(address))) == (address, expected)
            assert "HX-Request" in varies(browser(member, htmx=True).get(address)), address


def test_fragments_vary_by_who_asks_where_it_matters(site: Article, comment: Comment, bob: User) -> None:
    for address in (
        site.get_absolute_url(),
        f"/comments/{comment.pk}/reply/",
        f"/articles/{site.pk}/new/?after=0",
    ):
        assert (address, varies(browser(bob, htmx=True).get(address))) == (address, PAGES)


def test_an_answer_that_read_no_session_does_not_vary_by_it(site: Article) -> None:
    for address in ("/robots.txt", "/healthz"):
        assert varies(browser().get(address)) == {"Accept-Encoding"}


def test_one_form_on_the_page_holds_the_token_of_every_vote(
    site: Article, comment: Comment, bob: User
) -> None:
    page = read(browser(bob).get(site.get_absolute_url()))
    act = page.by_id("act")
    assert (act["method"], [field["name"] for field in act.all("input")]) == ("post", ["csrfmiddlewaretoken"])
    for name in ("up", "down"):
        button = page.by_id(f"{name}-{comment.pk}")
        assert (button["form"], button["formaction"]) == ("act", reverse("vote", args=[comment.pk]))
        assert button["name"] == "value"
    assert page.by_id(f"comment-{comment.pk}").all("input") == []


def test_every_button_outside_a_form_belongs_to_one_and_every_label_has_its_field(
    site: Article, bob: User
) -> None:
    page = read(browser(bob).get(site.get_absolute_url()))
    ids = set(page.ids())
    for element in page.walk():
        for name in ("form", "for", "aria-labelledby", "aria-controls"):
            assert element.attrs.get(name, "") == "" or element[name] in ids, element.attrs
        described = (element.attrs.get("aria-describedby") or "").split()
        assert set(described) <= ids


def test_what_is_led_to_on_the_page_is_there(site: Article) -> None:
    for query in ("", "?view=flat"):
        page = read(browser().get(site.get_absolute_url() + query))
        targets = {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")}
        assert targets <= set(page.ids())
