"""What the page of the search answers besides what was found: where nothing can be, to whom, and at which cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from board import limits, search
from board.actions.articles import save_article
from board.models import Article, Comment
from board.views import searching
from tests.board.views.browsing import browser
from tests.board.views.reading import read
from tests.board.views.test_hostile import MARKUP, wrongs
from tests.board.views.test_searching import answer, found, snippets, story
from tests.factories import MemberFactory, say

# --- What cannot be looked for --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("!?", "Please search for a whole word."),
        ("\u200b", "Please search for a whole word."),
        ("otter " * 20, "at most 100 characters"),
        ("a b c d e f g h i j k", "at most 10 words"),
    ],
)
def test_what_cannot_be_looked_for_is_told_at_the_form_and_kept(
    comment: Comment, words: str, sentence: str
) -> None:
    response = answer(words)
    page = read(response)
    assert response.status_code == 422
    assert sentence in page.alerts()
    field = page.by_id("q")
    assert (field["value"], field["aria-invalid"]) == (words, "true")
    assert "find-error" in field["aria-describedby"].split()
    assert snippets(page) == []


def test_what_would_take_too_long_is_told(
    article: Article, alice: User, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as passing over what was said under stories that were taken back."""
    monkeypatch.setattr(search, "SECONDS", -1)
    monkeypatch.setattr(searching, "PER_PAGE", 1)
    for number in range(3):
        say(article, alice, f"Otter {number}.")
    article.refresh_from_db()
    article.published_at = None
    save_article(article, moderator)
    response = answer("otter")
    assert response.status_code == 422
    assert "Please search for more words" in read(response).alerts()


@pytest.mark.usefixtures("limits_on")
def test_whoever_searches_too_often_is_told_to_wait_each_by_themselves(
    comment: Comment, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SEARCHES", "VISITOR_SEARCHES"):
        (rate,) = getattr(limits, name)
        monkeypatch.setattr(limits, name, (type(rate)(rate.name, 2, 60),))
    for member in (None, bob):
        for _again in range(2):
            assert answer("otter", member).status_code == 200
        assert answer("!?", member).status_code == 422  # which costs nothing
        response = answer("otter", member)
        page = read(response)
        assert (response.status_code, int(response["Retry-After"]) <= 60) == (429, True)
        assert "too often" in page.alerts()
        assert page.by_id("q")["value"] == "otter"
        assert snippets(page) == []
    assert browser().get("/search/").status_code == 200


# --- The answer -----------------------------------------------------------------------------------------------------


def test_answers_are_nobody_elses_and_in_no_index(comment: Comment, bob: User) -> None:
    for member in (None, bob):
        for words in ("otter", "!?", ""):
            response = answer(words, member)
            assert response["Cache-Control"] == "private, no-cache"
            assert '<meta name="robots" content="noindex">' in response.content.decode()
            assert "ETag" not in response


def test_it_is_read_and_nothing_else(comment: Comment) -> None:
    assert browser().post("/search/", {"q": "otter"}).status_code == 405
    assert browser().head("/search/?q=otter").status_code == 200


def test_the_title_begins_with_the_words(comment: Comment) -> None:
    assert found("otter").all("title")[0].text == "otter - Search | Hiroba"
    assert read(browser().get("/search/")).all("title")[0].text == "Search | Hiroba"


def test_every_page_leads_to_it(article: Article, comment: Comment, bob: User) -> None:
    for address in ("/", "/category/local/", article.get_absolute_url(), "/member/alice/", "/nothing/"):
        for member in (None, bob):
            page = read(browser(member).get(address))
            (form,) = [one for one in page.all("form") if one.attrs.get("action") == "/search/"]
            assert [field["name"] for field in form.all("input")] == ["q"]


@pytest.mark.parametrize("text", MARKUP)
def test_what_is_looked_for_and_what_is_found_is_harmless(article: Article, alice: User, text: str) -> None:
    say(article, alice, f"Otters, alert x {text} otters")
    story(f"Otter {text}"[:200], standfirst=text)
    for words in (f"{text} otter"[-100:], "otter alert x", "otter"):
        for address in ("/search/", article.get_absolute_url()):
            page = read(browser().get(address, {"q": words}))
            assert list(wrongs(page)) == []


@pytest.mark.parametrize(
    "words", ["\x00", "otter\x00", "\ud800", "%", "_", "'", '"', "\\", "otter*", "a OR b", "NEAR(a b)"]
)
def test_signs_that_databases_know_are_words_or_nothing(comment: Comment, words: str) -> None:
    quoted = words.encode("utf-8", "surrogatepass")
    response = browser().get("/search/", {"q": quoted})
    assert response.status_code in (200, 422)
    read(response)


def queries(address: str) -> int:
    browser().get(address)
    with CaptureQueriesContext(connection) as captured:
        assert browser().get(address).status_code == 200
    return len(captured)


def test_it_takes_the_same_whatever_is_found(article: Article) -> None:
    """On PostgreSQL some more, since its patience has to be set and taken back."""
    addresses = ["/search/?q=otter", "/search/?q=otter&in=stories", f"{article.get_absolute_url()}?q=otter"]
    taken = []
    for _more in range(2):
        for number in range(searching.PER_PAGE + 1):
            say(story(f"Otter {number}"), MemberFactory(), "An otter.")
            say(article, MemberFactory(), "Another otter.")
        taken.append([queries(address) for address in addresses])
    assert taken[0] == taken[1]
    assert max(taken[0]) <= (7 if connection.vendor == "sqlite" else 13)
