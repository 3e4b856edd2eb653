import pytest
from django.urls import reverse

from accounts.models import User
from board.actions.comments import delete_comment
from board.models import Article, Comment
from tests.board.views.browsing import browser, where
from tests.board.views.reading import read
from tests.factories import say


def follow(comment: Comment, member: User | None = None) -> str:
    answer = browser(member).get(reverse("comment", args=[comment.pk]))
    assert answer.status_code == 302
    return answer["Location"]


def test_a_permalink_leads_to_the_comment_on_its_page(article: Article, bob: User) -> None:
    comments = [say(article, bob) for _n in range(51)]
    assert follow(comments[0]) == where(comments[0])
    assert follow(comments[49]) == where(comments[49])
    assert follow(comments[50]) == f"{article.get_absolute_url()}?page=2#comment-{comments[50].pk}"
    assert comments[50].pk in read(browser().get(follow(comments[50]))).comments()


def test_a_reply_is_on_the_page_of_its_thread(article: Article, bob: User) -> None:
    first = say(article, bob)
    for _n in range(60):
        say(article, bob)
    reply = say(article, bob, parent=first)
    assert follow(reply) == where(reply)


def test_what_the_page_cuts_off_has_a_page_of_its_own(comment: Comment, bob: User) -> None:
    below = [comment]
    for _n in range(12):
        below.append(say(comment.article, bob, parent=below[-1]))
    shown = read(browser().get(comment.article.get_absolute_url())).comments()
    for one in below:
        address = follow(one)
        own = f"/comments/{one.pk}/thread/#comment-{one.pk}"
        assert address == (where(one) if one.pk in shown else own)
        assert one.pk in read(browser().get(address)).comments()


def test_every_comment_of_a_large_branch_is_where_its_permalink_leads(comment: Comment, bob: User) -> None:
    replies = [say(comment.article, bob, parent=comment) for _n in range(155)]
    for one in (replies[0], replies[149], replies[150], replies[154]):
        assert one.pk in read(browser().get(follow(one))).comments()


def test_a_tombstone_has_its_permalink(comment: Comment, alice: User, bob: User) -> None:
    say(comment.article, bob, parent=comment)
    delete_comment(comment, alice)
    assert follow(comment) == where(comment)


def test_what_is_gone_has_none(comment: Comment, alice: User) -> None:
    delete_comment(comment, alice)
    answer = browser().get(reverse("comment", args=[comment.pk]))
    assert answer.status_code == 404
    assert "There is no such comment, or it is no longer here." in read(answer).text


@pytest.mark.parametrize("address", ["0", "1", "9" * 18, "9" * 40])
def test_what_never_was_has_none(db: None, address: str) -> None:
    answer = browser().get(f"/comments/{address}/")
    assert answer.status_code == 404
    assert "There is no such comment, or it is no longer here." in read(answer).text


@pytest.mark.parametrize("address", ["x", "-1", "1.0", "%00", "１"])
def test_a_permalink_is_a_number(db: None, address: str) -> None:
    assert browser().get(f"/comments/{address}/").status_code == 404


def test_it_is_read_and_nothing_else(comment: Comment, bob: User) -> None:
    assert browser(bob).post(reverse("comment", args=[comment.pk])).status_code == 405
