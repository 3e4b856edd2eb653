"""A new thread under an article; what replies do otherwise is in test_replying.py."""

import json
import uuid

import pytest
from django.urls import reverse

from accounts.models import User
from board.models import Article, Comment
from tests.board.views.browsing import asked_to_log_in, browser, close, send, where
from tests.board.views.reading import read
from tests.factories import ArticleFactory


def test_a_comment_is_stored_and_its_author_sent_to_it(article: Article, bob: User) -> None:
    answer = send(browser(bob), article, "A *fine* bridge.")
    comment = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, where(comment))
    assert (comment.author, comment.article, comment.parent, comment.body) == (
        bob,
        article,
        None,
        "A *fine* bridge.",
    )
    assert (comment.status, Article.objects.get().comment_count) == ("published", 1)


def test_with_htmx_the_comment_alone_is_added_to_the_thread(article: Article, bob: User) -> None:
    answer = send(browser(bob, htmx=True), article, "A *fine* bridge.")
    comment, page = Comment.objects.get(), read(answer)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#thread", "beforeend")
    assert page.comments() == [comment.pk]
    assert "A fine bridge." in page.by_id(f"comment-{comment.pk}").text
    assert page.by_id("notice").text == "Your comment has been posted."
    assert page.by_id("comments-heading").text == "1 Comment"
    assert {"Edit", "Delete"} <= page.by_id(f"comment-{comment.pk}").buttons()


def test_with_htmx_the_form_comes_back_empty_and_with_another_number(article: Article, bob: User) -> None:
    form = str(uuid.uuid4())
    answer = send(browser(bob, htmx=True), article, "A fine bridge.", submission=form)
    respond = read(answer).by_id("respond")
    assert respond["data-hx-swap-oob"] == "innerHTML"
    assert respond.all("textarea")[0].typed == ""
    numbers = [field["value"] for field in respond.all("input") if field.attrs.get("name") == "submission"]
    assert len(numbers) == 1
    assert numbers != [form]


def test_with_htmx_the_scripts_are_told_what_was_posted(article: Article, bob: User) -> None:
    answer = send(browser(bob, htmx=True), article, "A fine bridge.")
    events = json.loads(answer["HX-Trigger-After-Settle"])
    assert events == {
        "posted": {"id": Comment.objects.get().pk, "draft": f"/articles/{article.pk}/comments/"}
    }


def test_the_form_stands_under_the_article_and_on_a_page_of_its_own(article: Article, bob: User) -> None:
    address = reverse("post_comment", args=[article.pk])
    for page in (browser(bob).get(article.get_absolute_url()), browser(bob).get(address)):
        form = next(form for form in read(page).all("form") if form.attrs.get("action") == address)
        assert {"Post comment", "Preview"} <= form.buttons()
        assert form.all("textarea")[0]["name"] == "body"


def test_a_double_click_posts_once(article: Article, bob: User) -> None:
    client, form = browser(bob), str(uuid.uuid4())
    answers = [send(client, article, "Once.", submission=form) for _click in range(2)]
    assert [answer["Location"] for answer in answers] == [where(Comment.objects.get())] * 2
    assert Article.objects.get().comment_count == 1


def test_other_words_from_a_form_that_was_sent_before_are_not_lost(article: Article, bob: User) -> None:
    client, form = browser(bob), str(uuid.uuid4())
    for words in ("First.", "Second, after going back.", "Second, after going back."):
        send(client, article, words, submission=form)
    assert [comment.body for comment in Comment.objects.order_by("number")] == [
        "First.",
        "Second, after going back.",
    ]


def test_the_same_form_under_another_story_is_another_comment(article: Article, bob: User) -> None:
    form, other = str(uuid.uuid4()), ArticleFactory()
    send(browser(bob), article, "Same words.", submission=form)
    send(browser(bob), other, "Same words.", submission=form)
    assert {comment.article for comment in Comment.objects.all()} == {article, other}


def test_nobody_takes_another_members_form_number(article: Article, bob: User, carol: User) -> None:
    form = str(uuid.uuid4())
    send(browser(bob), article, "Mine.", submission=form)
    send(browser(carol), article, "Mine.", submission=form)
    assert {comment.author for comment in Comment.objects.all()} == {bob, carol}


@pytest.mark.parametrize("htmx", [False, True])
def test_a_visitor_is_asked_to_log_in(article: Article, htmx: bool) -> None:
    answer = send(browser(htmx=htmx), article, "Hello.")
    assert asked_to_log_in(answer, f"/articles/{article.pk}/comments/")
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("htmx", [False, True])
def test_nobody_comments_where_it_is_closed(article: Article, bob: User, htmx: bool) -> None:
    close(article)
    answer = send(browser(bob, htmx=htmx), article, "Too late?")
    assert answer.status_code == 409
    assert read(answer).alerts() == "This discussion is closed. You can still read it."
    assert read(answer).all("textarea")[0].typed == "Too late?"
    assert Comment.objects.count() == 0


def test_the_closed_discussion_shows_no_form_and_says_so(article: Article, bob: User) -> None:
    close(article)
    respond = read(browser(bob).get(article.get_absolute_url())).by_id("respond")
    assert "This discussion has been closed since" in respond.text
    assert respond.all("form") == []
    assert browser(bob).get(reverse("post_comment", args=[article.pk])).status_code == 409


@pytest.mark.parametrize("state", [{"published_at": None}, {"published_at": "2999-01-01T00:00Z"}])
def test_nobody_comments_on_what_is_not_published(article: Article, bob: User, state: dict) -> None:
    Article.objects.update(**state)
    answer = send(browser(bob), article, "I know something.")
    assert answer.status_code == 404
    assert "There is no such story, or not yet." in read(answer).text
    assert read(answer).all("textarea")[0].typed == "I know something."
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_do_not_comment(article: Article, bob: User, method: str) -> None:
    answer = getattr(browser(bob), method)(reverse("post_comment", args=[article.pk]))
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
    assert "This address does not take that." in read(answer).text
    assert Comment.objects.count() == 0
