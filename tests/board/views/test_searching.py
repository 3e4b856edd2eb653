"""Searching the site: stories and comments, what is found of them, and what is said where nothing can be."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.utils import timezone

from accounts.models import User
from board.actions.articles import save_article
from board.actions.comments import delete_comment, edit_comment
from board.actions.moderation import remove, restore
from board.models import Article, Comment
from board.views import searching
from tests.board.views.browsing import browser
from tests.board.views.reading import Element, read
from tests.factories import ArticleFactory, MemberFactory, say


def answer(words: str, member: User | None = None, **asked: object) -> HttpResponse:
    return browser(member).get("/search/", {"q": words, **asked})


def found(words: str, **asked: object) -> Element:
    response = answer(words, **asked)
    assert response.status_code == 200
    return read(response)


def snippets(page: Element) -> list[str]:
    return [link.text for link in page.all("a") if link.attrs.get("class") == "snippet"]


def headlines(page: Element) -> list[str]:
    return [heading.text for heading in page.by_id("main").all("h3")]


def marks(page: Element) -> list[str]:
    return [mark.text for mark in page.all("mark")]


def story(headline: str, **fields: object) -> Article:
    """A story as the admin saves it."""
    article = ArticleFactory(headline=headline, **fields)
    save_article(article, MemberFactory())
    return article


# --- What is found --------------------------------------------------------------------------------------------------


def test_a_comment_is_found_with_its_author_its_story_and_the_way_to_it(comment: Comment) -> None:
    page = found("otter")
    (result,) = [one for one in page.all("li") if one.attrs.get("class") == "result"]
    assert result.links() == {
        "Alice": "/member/alice/",
        "The bridge": comment.article.get_absolute_url(),
        "Alice spoke of otters.": f"/comments/{comment.pk}/",
    }
    assert marks(result) == ["otters"]
    assert [time["datetime"][:10] for time in result.all("time")] == [comment.created_at.date().isoformat()]


def test_a_story_is_found_by_its_headline_its_standfirst_and_its_text(db: None) -> None:
    one = story("Otters return", standfirst="To the weir.", body="They were gone.")
    for words, shown in (("otter", "To the weir."), ("weir", "To the weir."), ("gone", "They were gone.")):
        page = found(words)
        assert headlines(page) == [one.headline]
        assert shown in page.by_id("main").text
        assert page.links()["Otters return"] == one.get_absolute_url()
        assert len(marks(page)) == 1


def test_all_words_have_to_be_there_and_a_phrase_in_its_order(article: Article, alice: User) -> None:
    for body in ("The night ferry is late.", "A ferry at night.", "No ferry today."):
        say(article, alice, body)
    assert len(snippets(found("ferry"))) == 3
    assert snippets(found("night ferry")) == ["A ferry at night.", "The night ferry is late."]
    assert snippets(found('"night ferry"')) == ["The night ferry is late."]
    assert marks(found('"night ferry"')) == ["night ferry"]


def test_japanese_is_found_inside_its_runs(article: Article, alice: User) -> None:
    say(article, alice, "夜の渡船は十一時に出ます。")
    for words in ("渡船", "船は十一", "時"):
        assert marks(found(words)) == [words]
    assert snippets(found("渡航")) == []


def test_the_newest_come_first(article: Article, alice: User) -> None:
    for number in range(3):
        say(article, alice, f"Otter number {number}.")
    assert [words[-2] for words in snippets(found("otter"))] == ["2", "1", "0"]


def test_what_is_not_there_is_said_kindly_with_what_can_be_tried(comment: Comment) -> None:
    page = found("badger")
    assert "Nothing was found for “badger”." in page.text
    assert "Try fewer words" in page.text
    assert page.by_id("q")["value"] == "badger"
    assert headlines(page) == snippets(page) == []


def test_without_words_there_is_the_form_and_what_it_does(comment: Comment) -> None:
    for address in ("/search/", "/search/?q=", "/search/?q=+%09"):
        response = browser().get(address)
        page = read(response)
        assert response.status_code == 200
        assert "All words have to be there" in page.by_id("find-help").text
        assert (page.by_id("q")["value"], page.alerts()) == ("", "")
        assert "Nothing was found" not in page.text


# --- What is never found --------------------------------------------------------------------------------------------


def test_a_comment_is_found_for_as_long_as_it_can_be_read(comment: Comment, moderator: User) -> None:
    remove(comment, moderator, reason="Spam")
    assert snippets(found("otter")) == []
    restore(Comment.objects.get(), moderator)
    assert len(snippets(found("otter"))) == 1
    edit_comment(Comment.objects.get(), comment.author, "Of badgers.")
    assert (snippets(found("otter")), snippets(found("badger"))) == ([], ["Of badgers."])
    delete_comment(Comment.objects.get(), comment.author)
    assert snippets(found("badger")) == []


def test_what_waits_is_not_found_by_its_author_either(article: Article, bob: User, moderator: User) -> None:
    User.objects.filter(pk=bob.pk).update(standing="held")
    say(article, User.objects.get(pk=bob.pk), "This otter waits.")
    for member in (None, bob, moderator):
        assert snippets(read(answer("otter", member))) == []


def test_who_quotes_is_not_found_by_the_words_of_others(comment: Comment, bob: User) -> None:
    say(comment.article, bob, f"> #{comment.pk} Alice:\n> Alice spoke of otters.\n\nSo it is.")
    assert snippets(found("otter")) == ["Alice spoke of otters."]
    assert snippets(found("so it is")) == ["So it is."]


@pytest.mark.parametrize("at", [None, timezone.now() + timedelta(days=1)], ids=["draft", "scheduled"])
def test_a_story_that_is_not_out_is_not_found_nor_what_was_said_under_it(
    comment: Comment, moderator: User, at: object
) -> None:
    article = Article.objects.get()
    article.headline, article.published_at = "The otter bridge", at
    save_article(article, moderator)
    for member in (None, moderator, comment.author):
        page = read(answer("otter", member))
        assert (snippets(page), headlines(page)) == ([], [])


# --- Further back ---------------------------------------------------------------------------------------------------


def walk(words: str, way: str, **asked: str) -> list[Element]:
    """The pages from the newest on, by the link that leads further back."""
    pages = [found(words, **asked)]
    while way in pages[-1].links() and len(pages) < 9:
        pages.append(read(browser().get(pages[-1].links()[way])))
    return pages


def test_comments_go_on_further_back_each_once(
    article: Article, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "PER_PAGE", 3)
    for number in range(8):
        say(article, alice, f"Otter number {number}.")
    pages = walk("otter number", "Earlier comments")
    assert [len(snippets(page)) for page in pages] == [3, 3, 2]
    assert len({words for page in pages for words in snippets(page)}) == 8
    assert ["The newest" in page.links() for page in pages] == [False, True, True]
    assert read(browser().get(pages[2].links()["The newest"])).text == pages[0].text


def test_of_stories_some_are_shown_and_the_others_by_themselves(
    article: Article, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "PER_PAGE", 4)
    for number in range(9):
        story(f"Otter {number}")
    say(article, alice, "An otter.")
    first = found("otter")
    assert headlines(first) == [f"Otter {number}" for number in (8, 7, 6, 5, 4)]
    assert len(snippets(first)) == 1
    assert parse_qs(urlsplit(first.links()["More stories"]).query) == {"q": ["otter"], "in": ["stories"]}
    pages = walk("otter", "Earlier stories", **{"in": "stories"})
    assert [headlines(page)[0] for page in pages] == ["Otter 8", "Otter 4", "Otter 0"]
    assert all(snippets(page) == [] for page in pages)
    assert "More stories" not in pages[0].links()
    assert read(browser().get(pages[1].links()["Stories and comments"])).text == first.text


def test_stories_are_not_shown_again_above_earlier_comments(article: Article, alice: User) -> None:
    story("Otters return")
    later = [say(article, alice, f"Otter {number}.") for number in range(3)][-1]
    page = found("otter", before=later.pk)
    assert (headlines(page), len(snippets(page))) == ([], 2)


@pytest.mark.parametrize("before", ["", "0", "-1", "x", "٣", "1e9", "9" * 19, "9" * 40, "1\x00"])
def test_a_place_that_is_none_is_the_newest(comment: Comment, before: str) -> None:
    assert len(snippets(found("otter", before=before))) == 1


def test_further_back_than_everything_is_said(comment: Comment) -> None:
    page = found("otter", before=1)
    assert "There is nothing earlier." in page.text
    assert "The newest" in page.links()
