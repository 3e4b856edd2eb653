"""Searching inside one discussion, on the page of its article: what is found stands in the place of the threads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from board import limits
from board.discussions import kept
from board.models import Article, Comment, Visit
from board.views import searching
from tests.board.views.browsing import browser, send
from tests.board.views.reading import Element, read, read_html
from tests.board.views.test_searching import marks, snippets
from tests.factories import ArticleFactory, say


@pytest.fixture
def address(comment: Comment, bob: User) -> str:
    """Of a discussion in which one speaks of otters and one does not."""
    say(comment.article, bob, "Bob speaks of badgers.")
    return comment.article.get_absolute_url()


def heading(page: Element) -> str:
    return page.by_id("found").text


def form(page: Element) -> Element:
    (found,) = [one for one in page.by_id("comments").all("form") if one.attrs.get("role") == "search"]
    return found


def fields(page: Element) -> dict[str, str]:
    return {field["name"]: field.attrs.get("value") or "" for field in form(page).all("input")}


# --- What is found --------------------------------------------------------------------------------------------------


def test_what_is_found_stands_in_the_place_of_the_threads(address: str, comment: Comment) -> None:
    page = read(browser().get(address, {"q": "otter"}))
    assert heading(page) == "Comments with “otter”, the newest first"
    assert snippets(page) == ["Alice spoke of otters."]
    assert marks(page) == ["otters"]
    assert page.comments() == []
    assert page.all("h1")[0].text == "The bridge"
    assert page.by_id("comments-heading").text == "2 Comments"
    assert page.links()["Alice spoke of otters."] == f"/comments/{comment.pk}/"
    assert page.has("respond")


def test_nothing_of_other_discussions_is_found(address: str, bob: User) -> None:
    say(ArticleFactory(), bob, "Other otters.")
    assert snippets(read(browser().get(address, {"q": "otter"}))) == ["Alice spoke of otters."]
    page = read(browser().get(address, {"q": "heron"}))
    assert heading(page) == "No comments with “heron”"
    assert "Try fewer words" in page.text
    assert page.links()["Search the site"] == "/search/?q=heron"


def test_the_way_back_to_all_comments_keeps_how_they_are_read(address: str) -> None:
    for chosen in ("", "?comment-order=latest", "?view=flat", "?comment-order=popular&view=flat"):
        page = read(browser().get(address + chosen))
        asked = fields(page)
        assert asked.pop("q") == ""
        there = read(browser().get(form(page)["action"].partition("#")[0], {**asked, "q": "otter"}))
        assert snippets(there) == ["Alice spoke of otters."]
        assert fields(there) == {**asked, "q": "otter"}
        assert there.links()["Show all comments"] == f"{address}{chosen}#comments"
        back = browser().get(there.links()["Show all comments"].partition("#")[0])
        assert read(back).comments() == page.comments()


def test_the_orders_lead_away_from_what_was_found(address: str) -> None:
    page = read(browser().get(address, {"q": "otter"}))
    assert page.links()["Latest"] == "?comment-order=latest#comments"
    assert not [link for link in page.by_id("comments").all("a") if "aria-current" in link.attrs]


def test_it_goes_on_further_back(
    address: str, comment: Comment, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "PER_PAGE", 2)
    for number in range(4):
        say(comment.article, bob, f"Otter number {number}.")
    page, shown = read(browser().get(address, {"q": "otter", "comment-order": "latest"})), []
    while "Earlier comments" in page.links():
        shown += snippets(page)
        page = read(browser().get(page.links()["Earlier comments"].partition("#")[0]))
    shown += snippets(page)
    assert shown == [*(f"Otter number {number}." for number in (3, 2, 1, 0)), "Alice spoke of otters."]
    assert fields(page)["comment-order"] == "latest"
    page = read(browser().get(address, {"q": "otter", "before": comment.pk}))
    assert heading(page) == "No earlier comments with “otter”"
    assert page.links()["The newest"] == f"{address}?q=otter#comments"


def test_an_empty_search_shows_the_discussion_as_always(address: str) -> None:
    usual = browser().get(address).content
    for query in ("?q=", "?q=+", "?q"):
        assert browser().get(address + query).content == usual


def test_a_discussion_without_comments_has_nothing_to_search_in(article: Article) -> None:
    address = article.get_absolute_url()
    assert [
        one for one in read(browser().get(address)).by_id("comments").all("input") if one["name"] == "q"
    ] == []
    assert heading(read(browser().get(address, {"q": "otter"}))) == "No comments with “otter”"


@pytest.mark.parametrize("at", [None, timezone.now() + timedelta(days=1)], ids=["draft", "scheduled"])
def test_a_story_that_is_not_out_is_not_there(address: str, moderator: User, at: object) -> None:
    Article.objects.update(published_at=at)
    Article.objects.all().raise_version()
    assert browser().get(address, {"q": "otter"}).status_code == 404
    assert browser(moderator).get(address, {"q": "otter"}).status_code == 404


def test_the_thread_of_a_comment_leads_to_the_search_of_all(address: str, comment: Comment) -> None:
    page = read(browser().get(f"/comments/{comment.pk}/thread/?comment-order=latest"))
    assert form(page)["action"] == f"{address}#comments"
    assert form(page)["data-hx-boost"] == "false"


def test_a_search_at_an_old_address_comes_along(address: str) -> None:
    response = browser().get(address.replace("/local/", "/other/"), {"q": "otter"})
    assert (response.status_code, response["Location"]) == (301, f"{address}?q=otter")


# --- To whom --------------------------------------------------------------------------------------------------------


def test_a_member_finds_the_same_and_can_write_there(address: str, article: Article, bob: User) -> None:
    client = browser(bob, held_to_tokens=True)
    page = read(client.get(address, {"q": "otter"}))
    assert snippets(page) == ["Alice spoke of otters."]
    assert "Register / Login" not in page.text
    assert "Login to comment" not in page.text
    token = page.by_id("respond").all("input")[0]["value"]
    response = send(client, article, "Written from here.", csrfmiddlewaretoken=token)
    assert (response.status_code, Comment.objects.filter(body="Written from here.").count()) == (302, 1)


def test_to_search_is_not_to_have_read_the_discussion(address: str, alice: User) -> None:
    browser(alice).get(address, {"q": "badger"})
    assert not Visit.objects.exists()


def test_a_visitor_comes_back_to_the_search_after_they_logged_in(address: str) -> None:
    page = read(browser().get(address, {"q": "otter", "comment-order": "latest"}))
    assert page.links()["Register / Login"].endswith(
        "?next=" + address + "%3Fq%3Dotter%26comment-order%3Dlatest"
    )


def test_with_htmx_it_is_the_discussion_alone_and_its_heading_has_the_focus(address: str, bob: User) -> None:
    for member in (None, bob):
        response = browser(member, htmx=True).get(address, {"q": "otter"})
        page = read(response)
        assert page.children[0].attrs["id"] == "comments"  # type: ignore[union-attr]
        assert snippets(page) == ["Alice spoke of otters."]
        assert "autofocus" in page.by_id("found").attrs
        assert (response["HX-Retarget"], response.headers.get("HX-Push-Url")) == ("#comments", None)
    assert "autofocus" not in read(browser().get(address, {"q": "otter"})).by_id("found").attrs


# --- What is kept ---------------------------------------------------------------------------------------------------


def test_what_was_found_is_kept_for_nobody(address: str, bob: User) -> None:
    kept.forget()
    client = browser()
    for member in (client, browser(bob)):
        for words in ("otter", "badger"):
            response = member.get(address, {"q": words})
            assert response["Cache-Control"] == "private, no-cache"
            assert "ETag" not in response
    assert kept.memory.pages == {}
    usual = client.get(address)
    assert len(read(usual).comments()) == 2
    assert snippets(read(client.get(address, {"q": "otter"}))) == ["Alice spoke of otters."]
    assert snippets(read(client.get(f"{address}?%71=badger"))) in ([], ["Bob speaks of badgers."])
    assert client.get(address).content == usual.content


def test_another_order_of_the_parameters_finds_the_same(address: str) -> None:
    client = browser()
    client.get(address)
    for query in (
        "?q=otter&page=2",
        "?page=2&q=otter",
        "?fbclid=x&q=otter",
        "?%71=otter",
        "?q=badger&q=otter",
    ):
        assert snippets(read(client.get(address + query))) == ["Alice spoke of otters."], query


def test_it_is_in_no_index(address: str) -> None:
    searched, usual = (browser().get(address, asked).content.decode() for asked in ({"q": "otter"}, {}))
    assert '<meta name="robots" content="noindex">' in searched and "canonical" not in searched
    assert "noindex" not in usual and "canonical" in usual
    assert read_html(searched).all("title")[0].text == "otter - The bridge | Hiroba"


# --- What cannot be looked for --------------------------------------------------------------------------------------


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_what_cannot_be_looked_for_is_told_at_the_form_and_kept(address: str, htmx: bool) -> None:
    response = browser(htmx=htmx).get(address, {"q": "!?"})
    page = read(response)
    assert (response.status_code, page.alerts()) == (422, "Please search for a whole word.")
    field = page.by_id("find")
    assert (field["value"], field["aria-invalid"], field["aria-describedby"]) == ("!?", "true", "find-error")
    assert page.links()["Show all comments"] == f"{address}#comments"


@pytest.mark.usefixtures("limits_on")
def test_searching_here_counts_as_searching_the_site_does(
    address: str, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rate,) = limits.SEARCHES
    monkeypatch.setattr(limits, "SEARCHES", (type(rate)(rate.name, 2, 60),))
    client = browser(bob)
    assert [client.get(where, {"q": "otter"}).status_code for where in (address, "/search/")] == [200, 200]
    response = client.get(address, {"q": "otter"})
    assert (response.status_code, "Retry-After" in response) == (429, True)
    assert "too often" in read(response).alerts()
    assert client.get(address).status_code == 200
