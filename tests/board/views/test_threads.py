from django.urls import reverse

from accounts.models import User
from board.actions.moderation import remove
from board.models import Article, Comment
from tests.board.views.browsing import browser
from tests.board.views.reading import Element, read
from tests.factories import say


def thread(comment: Comment, query: str = "", member: User | None = None, *, htmx: bool = False) -> Element:
    return read(browser(member, htmx=htmx).get(reverse("thread", args=[comment.pk]) + query))


def chain(comment: Comment, member: User, length: int) -> list[Comment]:
    comments = [comment]
    for _n in range(length):
        comments.append(say(comment.article, member, parent=comments[-1]))
    return comments


def test_a_thread_is_a_comment_what_it_answers_and_all_below_it(comment: Comment, bob: User) -> None:
    comments = chain(comment, bob, 5)
    say(comment.article, bob, "Another thread.")
    page = thread(comments[2])
    assert page.comments() == [one.pk for one in comments[1:]]
    assert page.links()["The bridge"] == comment.article.get_absolute_url()
    assert page.by_id("comments")["aria-label"] == "Comments"


def test_its_first_comment_names_what_it_answers(comment: Comment, bob: User) -> None:
    comments = chain(comment, bob, 3)
    first = thread(comments[2]).by_id(f"comment-{comments[1].pk}")
    assert first.links()["in reply to Alice"] == f"/comments/{comment.pk}/"


def test_continue_this_thread_leads_on_to_the_last_comment(comment: Comment, bob: User) -> None:
    comments = chain(comment, bob, 45)
    address, seen = comment.article.get_absolute_url(), list[int]()
    for _page in range(10):
        page = read(browser().get(address))
        seen += page.comments()
        further = [link for words, link in page.links().items() if words.startswith("Continue this thread")]
        if not further:
            break
        address = further[0]
    assert set(seen) == {one.pk for one in comments}


def test_orders_and_pages_work_in_a_thread(comment: Comment, bob: User) -> None:
    replies = [say(comment.article, bob, parent=comment).pk for _n in range(60)]
    assert thread(comment).comments() == [comment.pk, *replies[:50]]
    assert thread(comment, "?page=2").comments() == [comment.pk, *replies[50:]]
    assert thread(comment, "?comment-order=latest").comments() == [comment.pk, *replies[::-1][:50]]
    assert thread(comment, "?comment-order=x&page=x").comments() == [comment.pk, *replies[:50]]


def test_with_htmx_the_discussion_alone_comes_back(comment: Comment) -> None:
    answer = browser(htmx=True).get(reverse("thread", args=[comment.pk]))
    assert answer["HX-Retarget"] == "#comments"
    assert [child.attrs.get("id") for child in read(answer).children if isinstance(child, Element)] == [
        "comments"
    ]


def test_the_form_for_a_new_thread_is_not_there_but_the_way_to_it_is(comment: Comment, bob: User) -> None:
    respond = thread(comment, member=bob).by_id("respond")
    assert respond.all("textarea") == []
    assert comment.article.get_absolute_url() in respond.links().values()


def test_a_tombstones_thread_names_nobody(comment: Comment, bob: User, moderator: User) -> None:
    say(comment.article, bob, parent=comment)
    remove(comment, moderator, reason="Off topic")
    page = thread(comment)
    assert page.by_id(f"comment-{comment.pk}").text == "Removed by a moderator: Off topic"
    assert "Alice" not in page.text


def test_a_member_sees_their_own_votes_there(comment: Comment, bob: User) -> None:
    browser(bob).post(reverse("vote", args=[comment.pk]), {"value": 1})
    assert thread(comment, member=bob).by_id(f"up-{comment.pk}")["aria-pressed"] == "true"
    assert thread(comment).by_id(f"up-{comment.pk}")["aria-pressed"] == "false"


def test_it_is_read_and_nothing_else(comment: Comment, bob: User) -> None:
    assert browser(bob).post(reverse("thread", args=[comment.pk])).status_code == 405
    assert Article.objects.get().comment_count == 1
