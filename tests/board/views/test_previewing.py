import uuid

import pytest

from accounts.models import User
from board.actions.moderation import remove
from board.models import Article, Comment, Revision
from tests.board.views.browsing import browser, close, preview, send
from tests.board.views.reading import Element, read
from tests.factories import say


def group(page: Element) -> Element:
    named = (element for element in page.walk() if element.attrs.get("aria-label") == "Preview")
    return next(element for element in named if element.tag != "button")


def words(element: Element) -> Element:
    return next(inner for inner in element.walk() if inner.attrs.get("class") == "text")


@pytest.mark.parametrize("htmx", [False, True])
def test_a_preview_shows_the_text_as_it_will_stand_and_stores_nothing(
    comment: Comment, bob: User, htmx: bool
) -> None:
    answer = preview(browser(bob, htmx=htmx), comment, "So *true*, @Alice.")
    shown = group(read(answer))
    assert answer.status_code == 200
    assert (shown.all("em")[0].text, shown.links()["@Alice"]) == ("true", "/member/alice/")
    assert read(answer).all("textarea")[0].typed == "So *true*, @Alice."
    assert Comment.objects.count() == 1


def test_it_is_the_same_html_that_is_posted(article: Article, bob: User) -> None:
    text = "# No heading\n\n- a\n- b\n\n<b>no html</b> https://example.com/ `code`"
    say(article, bob)  # whoever has had nothing published yet waits with a link
    shown = group(read(preview(browser(bob), article, text)))
    send(browser(bob), article, text)
    posted = Comment.objects.latest("pk")
    comment = read(browser().get(article.get_absolute_url())).by_id(f"comment-{posted.pk}")
    assert words(shown) == words(comment)


def test_with_htmx_it_comes_back_in_its_place(comment: Comment, bob: User) -> None:
    answer = preview(browser(bob, htmx=True), comment.article, "Hm.")
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#respond", "innerHTML")
    answer = preview(browser(bob, htmx=True), comment, "Hm.")
    assert answer["HX-Retarget"] == f"#slot-{comment.pk}"


def test_the_form_keeps_its_number(article: Article, bob: User) -> None:
    number = str(uuid.uuid4())
    page = read(send(browser(bob), article, "Hm.", preview="1", submission=number))
    assert number in [field.attrs.get("value") for field in page.all("input")]


def test_an_edit_is_previewed_without_being_made(comment: Comment, alice: User) -> None:
    answer = preview(browser(alice), comment, "Alice spoke of **beavers**.", "edit")
    assert group(read(answer)).all("strong")[0].text == "beavers"
    comment.refresh_from_db()
    assert (comment.body, Revision.objects.count()) == ("Alice spoke of otters.", 0)


def test_nobody_previews_an_edit_of_another_members_comment(comment: Comment, bob: User) -> None:
    assert preview(browser(bob), comment, "Mine!", "edit").status_code == 403


@pytest.mark.parametrize("text", ["", "> only a quote", "x" * 10_001, "\0"])
def test_what_cannot_be_posted_is_not_previewed(article: Article, bob: User, text: str) -> None:
    answer = preview(browser(bob), article, text)
    assert answer.status_code == 422
    assert read(answer).alerts() != ""
    assert read(answer).all("textarea")[0].typed == text


def test_a_quote_is_previewed_with_its_source(comment: Comment, bob: User) -> None:
    shown = group(read(preview(browser(bob), comment, f"> #{comment.pk} Alice:\n> weasels\n\nReally?")))
    assert f"/comments/{comment.pk}/" in shown.links().values()
    assert "altered" in shown.text


def test_words_of_a_removed_comment_are_folded_away_here_too(
    comment: Comment, bob: User, moderator: User
) -> None:
    remove(comment, moderator, reason="Off topic")
    answer = preview(browser(bob), comment.article, f"> #{comment.pk} Alice:\n> spoke of otters\n\nReally?")
    assert "quoted comment was removed" in group(read(answer)).text
    assert "otters" not in group(read(answer)).text


def test_thirty_previews_a_minute_and_no_more(article: Article, bob: User, limits_on: None) -> None:
    client = browser(bob)
    for _n in range(30):
        assert preview(client, article, "Hm.").status_code == 200
    answer = preview(client, article, "Hm.")
    assert (answer.status_code, read(answer).all("textarea")[0].typed) == (429, "Hm.")
    assert 0 < int(answer["Retry-After"]) <= 60


def test_a_closed_discussion_still_shows_a_preview_but_posts_nothing(article: Article, bob: User) -> None:
    close(article)
    assert preview(browser(bob), article, "Hm.").status_code == 200
    assert send(browser(bob), article, "Hm.").status_code == 409
    assert Comment.objects.count() == 0
