import json

import pytest
from django.urls import reverse

from accounts.models import User
from board.actions.comments import delete_comment
from board.actions.moderation import remove
from board.models import Article, Comment
from tests.board.views.browsing import asked_to_log_in, browser, close, send, where
from tests.board.views.reading import read
from tests.factories import say


def test_a_reply_is_stored_below_what_it_answers(comment: Comment, bob: User) -> None:
    answer = send(browser(bob), comment, "Otters?")
    reply = Comment.objects.get(author=bob)
    assert (answer.status_code, answer["Location"]) == (302, where(reply))
    assert (reply.parent, reply.depth, reply.article) == (comment, 1, comment.article)
    assert Article.objects.get().comment_count == 2
    comment.refresh_from_db()
    assert comment.reply_count == 1


def test_with_htmx_the_reply_alone_is_put_below_its_comment(comment: Comment, bob: User) -> None:
    answer = send(browser(bob, htmx=True), comment, "Otters?")
    reply, page = Comment.objects.get(author=bob), read(answer)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == (f"#replies-{comment.pk}", "beforeend")
    assert page.comments() == [reply.pk]
    assert page.by_id(f"slot-{comment.pk}").children == []
    assert page.by_id("comments-heading").text == "2 Comments"
    assert page.by_id("notice").text == "Your comment has been posted."
    assert (
        json.loads(answer["HX-Trigger-After-Settle"])["posted"]["draft"] == f"/comments/{comment.pk}/reply/"
    )


def test_the_reply_form_opens_in_its_place_with_htmx(comment: Comment, bob: User) -> None:
    answer = browser(bob, htmx=True).get(reverse("reply", args=[comment.pk]))
    page = read(answer)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == (f"#slot-{comment.pk}", "innerHTML")
    assert page.all("form")[0]["action"] == f"/comments/{comment.pk}/reply/"
    assert {"Post comment", "Preview"} <= page.buttons()
    assert "Your reply to Alice" in page.text
    assert not page.has("comments")


def test_without_it_the_reply_form_is_a_page_that_shows_what_is_answered(comment: Comment, bob: User) -> None:
    page = read(browser(bob).get(reverse("reply", args=[comment.pk])))
    assert "Alice spoke of otters." in page.by_id("main").text
    assert page.links()["The bridge"] == comment.article.get_absolute_url()
    assert page.all("textarea")[0].typed == ""


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_logs_in_and_comes_back_to_the_reply(comment: Comment, htmx: bool, method: str) -> None:
    answer = getattr(browser(htmx=htmx), method)(reverse("reply", args=[comment.pk]), {"body": "Me too."})
    assert asked_to_log_in(answer, f"/comments/{comment.pk}/reply/")
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("htmx", [False, True])
def test_a_comment_that_was_removed_meanwhile_is_not_answered(
    comment: Comment, bob: User, carol: User, moderator: User, htmx: bool
) -> None:
    say(comment.article, bob, "First!", parent=comment)
    remove(comment, moderator, reason="Off topic")
    answer = send(browser(carol, htmx=htmx), comment, "I agree.")
    assert answer.status_code == 409
    assert read(answer).alerts() == "This comment is no longer there to be answered."
    assert read(answer).all("textarea")[0].typed == "I agree."
    assert Comment.objects.filter(author=carol).count() == 0


def test_a_comment_that_went_without_a_trace_takes_no_typed_words_with_it(
    comment: Comment, alice: User, bob: User
) -> None:
    delete_comment(comment, alice)
    answer = send(browser(bob), comment, "I agree.")
    assert answer.status_code == 404
    assert "There is no such comment, or it is no longer here." in read(answer).text
    assert read(answer).all("textarea")[0].typed == "I agree."
    assert Comment.objects.filter(author=bob).count() == 0


def test_with_htmx_the_form_stays_as_it_is_where_the_comment_is_gone(
    comment: Comment, alice: User, bob: User
) -> None:
    delete_comment(comment, alice)
    answer = send(browser(bob, htmx=True), comment, "I agree.")
    assert (answer.status_code, answer["HX-Reswap"]) == (404, "none")
    assert read(answer).by_id("notice").text == "There is no such comment, or it is no longer here."


def test_a_discussion_that_was_closed_meanwhile_gives_the_text_back(comment: Comment, bob: User) -> None:
    client = browser(bob)
    assert client.get(reverse("reply", args=[comment.pk])).status_code == 200
    close(comment.article)
    answer = send(client, comment, "A long answer.")
    assert answer.status_code == 409
    assert read(answer).all("textarea")[0].typed == "A long answer."
    assert Comment.objects.count() == 1


def test_what_is_not_there_is_not_answered(article: Article, bob: User) -> None:
    for pk in (1, 10**18, 10**30):
        answer = browser(bob).post(f"/comments/{pk}/reply/", {"body": "Hello?"})
        assert answer.status_code == 404
        assert "There is no such comment, or it is no longer here." in read(answer).text
    assert Comment.objects.count() == 0


def test_a_reply_to_the_deepest_comment_is_shown_on_its_thread(comment: Comment, bob: User) -> None:
    below = comment
    for n in range(12):
        below = say(comment.article, bob, f"Level {n}.", parent=below)
    answer = send(browser(bob), below, "Still here.")
    reply = Comment.objects.latest("pk")
    assert answer["Location"] == f"/comments/{reply.pk}/thread/#comment-{reply.pk}"
    assert reply.pk in read(browser().get(answer["Location"])).comments()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_do_not_reply(comment: Comment, bob: User, method: str) -> None:
    assert getattr(browser(bob), method)(reverse("reply", args=[comment.pk])).status_code == 405
    assert Comment.objects.count() == 1
