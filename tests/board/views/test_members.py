from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone

from accounts.models import User
from board.actions.votes import cast_vote
from board.models import Article, Comment
from tests.board.views.browsing import browser
from tests.board.views.reading import read
from tests.factories import ArticleFactory, MemberFactory, say


def test_a_member_is_shown_with_what_they_said_the_newest_first(
    comment: Comment, alice: User, bob: User
) -> None:
    say(comment.article, alice, "Then of *weasels*.")
    say(comment.article, bob, "Bob spoke of trams.")
    cast_vote(comment.pk, bob, 1)
    page = read(browser().get("/member/alice/")).by_id("main")
    assert page.all("h1")[0].text == "Alice"
    assert page.text.index("Then of weasels.") < page.text.index("Alice spoke of otters.")
    assert "2 comments" in page.text
    assert "1 ( +1 / -0 )" in page.text
    assert "trams" not in page.text
    assert f"/comments/{comment.pk}/" in [link["href"] for link in page.all("a")]
    assert page.links()["The bridge"] == comment.article.get_absolute_url()


def test_thirty_comments_a_page(article: Article, alice: User) -> None:
    for n in range(35):
        say(article, alice, f"Comment {n}.")
    first, second = (read(browser().get(f"/member/alice/?page={n}")).by_id("main").text for n in (1, 2))
    assert ("Comment 34." in first, "Comment 5." in first, "Comment 4." in first) == (True, True, False)
    assert ("Comment 4." in second, "Comment 0." in second, "Comment 5." in second) == (True, True, False)
    assert read(browser().get("/member/alice/?page=x")).by_id("main").text == first


def test_what_was_said_under_an_unpublished_story_is_not_there(alice: User) -> None:
    for at in (None, timezone.now() + timedelta(days=1)):
        article = ArticleFactory(headline="Secret plan")
        say(article, alice, "I saw the draft.")
        Article.objects.filter(pk=article.pk).update(published_at=at)
    text = read(browser(alice).get("/member/alice/")).by_id("main").text
    assert "No comments yet." in text
    assert "Secret plan" not in text


def test_nothing_is_told_of_address_and_standing(alice: User) -> None:
    User.objects.update(standing="banned", standing_reason="Spam.")
    text = browser().get("/member/alice/").content.decode()
    assert not any(word in text for word in (alice.email, "banned", "Spam."))


def test_a_japanese_name_has_a_usable_address(db: None) -> None:
    member = MemberFactory(name="山田太郎")
    answer = browser().get(member.get_absolute_url())
    assert unquote(member.get_absolute_url()) == "/member/山田太郎/"
    assert read(answer).by_id("main").all("h1")[0].text == "山田太郎"


@pytest.mark.parametrize("slug", ["nobody", "Alice", "a%00b"])
def test_a_member_who_is_not_there(alice: User, slug: str) -> None:
    answer = browser().get(f"/member/{slug}/")
    assert answer.status_code == 404
    assert "There is no" in read(answer).by_id("main").text
    assert "matches the given query" not in answer.content.decode()


def test_a_closed_account_has_no_page(alice: User) -> None:
    User.objects.update(is_active=False)
    assert browser().get("/member/alice/").status_code == 404


def test_it_is_read_and_nothing_else(alice: User) -> None:
    assert browser(alice).post("/member/alice/").status_code == 405
