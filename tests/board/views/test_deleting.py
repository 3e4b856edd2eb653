import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import User
from board.actions.comments import delete_comment
from board.models import Article, Comment
from tests.board.views.browsing import age, asked_to_log_in, browser, close, where
from tests.board.views.reading import read
from tests.factories import say


def status(comment: Comment) -> str:
    comment.refresh_from_db()
    return comment.status


def drop(comment: Comment, member: User | None, *, htmx: bool = False) -> HttpResponse:
    return browser(member, htmx=htmx).post(reverse("delete", args=[comment.pk]))


def test_it_is_asked_for_first(comment: Comment, alice: User) -> None:
    page = read(browser(alice).get(reverse("delete", args=[comment.pk]))).by_id("main")
    form = page.all("form")[0]
    assert (form["method"], form["action"]) == ("post", f"/comments/{comment.pk}/delete/")
    assert "This cannot be undone." in form.text
    assert "Alice spoke of otters." in page.text
    assert status(comment) == "published"


def test_with_htmx_it_is_asked_for_in_its_place(comment: Comment, alice: User) -> None:
    answer = browser(alice, htmx=True).get(reverse("delete", args=[comment.pk]))
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == (f"#slot-{comment.pk}", "innerHTML")
    assert read(answer).buttons() == {"Delete"}


def test_without_replies_it_goes_from_the_page(comment: Comment, alice: User) -> None:
    answer = drop(comment, alice)
    address = comment.article.get_absolute_url()
    assert (answer.status_code, answer["Location"]) == (302, f"{address}#comments")
    assert status(comment) == "deleted"
    assert Article.objects.get().comment_count == 0
    page = read(browser().get(address))
    assert page.comments() == []
    assert page.by_id("no-comment").text == "No Comment"


def test_with_htmx_and_without_replies_its_branch_is_taken_out(comment: Comment, alice: User) -> None:
    answer = drop(comment, alice, htmx=True)
    page = read(answer)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == (f"#branch-{comment.pk}", "outerHTML")
    assert {child.attrs.get("id") for child in page.children if not isinstance(child, str)} == {
        "comments-heading",
        "notice",
    }
    assert page.by_id("comments-heading").text == "0 Comments"
    assert page.by_id("notice").text == "Your comment has been deleted."


def test_with_replies_a_tombstone_stays(comment: Comment, alice: User, bob: User) -> None:
    reply = say(comment.article, bob, "Otters?", parent=comment)
    assert drop(comment, alice)["Location"] == where(comment)
    page = read(browser().get(comment.article.get_absolute_url()))
    assert page.comments() == [comment.pk, reply.pk]
    stone = page.by_id(f"comment-{comment.pk}")
    assert (stone.text, stone["aria-label"]) == ("Deleted by its author", "Deleted by its author")
    assert stone.buttons() == set()
    assert (status(comment), Article.objects.get().comment_count) == ("deleted", 1)


def test_with_htmx_and_with_replies_the_tombstone_comes_back(
    comment: Comment, alice: User, bob: User
) -> None:
    say(comment.article, bob, "An answer that stays where it is.", parent=comment)
    answer = drop(comment, alice, htmx=True)
    page = read(answer)
    assert answer["HX-Retarget"] == answer["HX-Reselect"] == f"#comment-{comment.pk}"
    assert page.by_id(f"comment-{comment.pk}").text == "Deleted by its author"
    assert page.by_id("comments-heading").text == "1 Comment"


def test_a_tombstone_on_a_later_page_is_where_its_author_is_sent(
    article: Article, alice: User, bob: User
) -> None:
    for n in range(50):
        say(article, bob, f"Thread {n}.")
    comment = say(article, alice, "The fifty-first.")
    say(article, bob, "An answer.", parent=comment)
    assert drop(comment, alice)["Location"] == f"{article.get_absolute_url()}?page=2#comment-{comment.pk}"


@pytest.mark.parametrize("htmx", [False, True])
def test_nobody_deletes_another_members_comment(
    comment: Comment, bob: User, moderator: User, htmx: bool
) -> None:
    for member in (bob, moderator):
        asked = browser(member, htmx=htmx).get(reverse("delete", args=[comment.pk]))
        for answer in (asked, drop(comment, member, htmx=htmx)):
            assert answer.status_code == 403
            assert "Only its author can delete a comment." in read(answer).text
    assert status(comment) == "published"


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_logs_in_and_is_asked_again(comment: Comment, htmx: bool, method: str) -> None:
    answer = getattr(browser(htmx=htmx), method)(reverse("delete", args=[comment.pk]))
    assert asked_to_log_in(answer, f"/comments/{comment.pk}/delete/")
    assert status(comment) == "published"


@pytest.mark.parametrize("state", [{"standing": "banned"}, {"standing": "suspended"}, {"verified_at": None}])
def test_authors_may_always_take_their_words_back(comment: Comment, alice: User, state: dict) -> None:
    User.objects.filter(pk=alice.pk).update(**state)
    close(comment.article)
    age(comment)
    assert drop(comment, alice).status_code == 302
    assert status(comment) == "deleted"


def test_deleting_twice_is_told(comment: Comment, alice: User, bob: User) -> None:
    say(comment.article, bob, "An answer.", parent=comment)
    drop(comment, alice)
    answer = drop(comment, alice)
    assert (answer.status_code, "This comment is no longer there." in read(answer).text) == (409, True)
    assert Article.objects.get().comment_count == 1


def test_when_the_last_reply_goes_its_tombstones_go_too(comment: Comment, alice: User, bob: User) -> None:
    reply = say(comment.article, bob, "Otters?", parent=comment)
    delete_comment(comment, alice)
    drop(reply, bob)
    assert read(browser().get(comment.article.get_absolute_url())).comments() == []


def test_it_needs_the_token(comment: Comment, alice: User) -> None:
    client = browser(alice, held_to_tokens=True)
    assert client.post(reverse("delete", args=[comment.pk])).status_code == 403
    assert status(comment) == "published"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_do_not_delete(comment: Comment, alice: User, method: str) -> None:
    assert getattr(browser(alice), method)(reverse("delete", args=[comment.pk])).status_code == 405
    assert status(comment) == "published"
