"""What is new since a member's last visit, and what came while somebody reads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from board.actions.moderation import remove
from board.models import Article, Comment, Visit
from tests.board.views.browsing import browser
from tests.board.views.reading import Element, read
from tests.factories import say


def visit(article: Article, member: User | None, query: str = "") -> Element:
    return read(browser(member).get(article.get_absolute_url() + query))


def marked(page: Element) -> list[int]:
    """The comments that are marked as new."""
    return [pk for pk in page.comments() if "New" in page.by_id(f"comment-{pk}").text.split()]


def offered(article: Article, member: User | None, after: int) -> Element:
    return read(browser(member).get(f"/articles/{article.pk}/new/?after={after}"))


def test_on_a_first_visit_nothing_is_new(comment: Comment, bob: User) -> None:
    page = visit(comment.article, bob)
    assert marked(page) == []
    assert "1 new" not in page.links()
    assert (Visit.objects.get().member, Visit.objects.get().seen) == (bob, 1)


def test_what_others_said_since_then_is_marked_and_counted(comment: Comment, bob: User, carol: User) -> None:
    visit(comment.article, bob)
    fresh = [say(comment.article, carol), say(comment.article, carol, parent=comment)]
    say(comment.article, bob)
    page = visit(comment.article, bob)
    assert sorted(marked(page)) == [one.pk for one in fresh]
    assert page.links()["2 new"] == f"#comment-{fresh[0].pk}"


def test_it_stays_marked_while_the_visit_lasts_and_not_on_the_next(
    comment: Comment, bob: User, carol: User
) -> None:
    visit(comment.article, bob)
    fresh = say(comment.article, carol)
    assert marked(visit(comment.article, bob)) == [fresh.pk]
    assert marked(visit(comment.article, bob, "?comment-order=latest")) == [fresh.pk]
    Visit.objects.update(visited_at=timezone.now() - timedelta(minutes=31))
    assert marked(visit(comment.article, bob)) == []


def test_what_is_new_on_another_page_is_counted_and_led_to(article: Article, bob: User, carol: User) -> None:
    for _n in range(50):
        say(article, carol)
    visit(article, bob)
    fresh = say(article, carol)
    assert visit(article, bob).links()["1 new"] == f"/comments/{fresh.pk}/"
    assert visit(article, bob, "?page=2").links()["1 new"] == f"#comment-{fresh.pk}"


def test_what_was_removed_meanwhile_is_not_new(
    comment: Comment, bob: User, carol: User, moderator: User
) -> None:
    visit(comment.article, bob)
    fresh = say(comment.article, carol)
    say(comment.article, bob, parent=fresh)
    remove(fresh, moderator, reason="Off topic")
    assert marked(visit(comment.article, bob)) == []


def test_visits_are_each_members_own(comment: Comment, alice: User, bob: User, carol: User) -> None:
    visit(comment.article, bob)
    say(comment.article, alice)
    assert marked(visit(comment.article, carol)) == []
    assert marked(visit(comment.article, None)) == []
    assert len(marked(visit(comment.article, bob))) == 1


def test_a_reader_is_offered_what_came_meanwhile(comment: Comment, bob: User, carol: User) -> None:
    article = Article.objects.get()
    asked = visit(article, bob).by_id("comments")["data-new"]
    assert asked == f"/articles/{article.pk}/new/?after=1"
    for _n in range(3):
        say(article, carol)
    answer = browser(bob, htmx=True).get(asked)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#fresh", "innerHTML")
    words = "3 new comments"
    assert read(answer).links()[words] == f"{article.get_absolute_url()}?comment-order=latest#comments"


def test_their_own_are_not_offered_and_one_is_one(comment: Comment, bob: User, carol: User) -> None:
    say(comment.article, bob)
    say(comment.article, carol)
    assert offered(comment.article, bob, 1).text == "1 new comment"
    assert offered(comment.article, None, 1).text == "2 new comments"


def test_where_nothing_came_nothing_is_offered(comment: Comment, bob: User) -> None:
    assert offered(comment.article, bob, 1).all("a") == []
    assert offered(comment.article, bob, 99).all("a") == []


@pytest.mark.parametrize("query", ["", "?after=", "?after=x", "?after=-1", "?after=1.5", "?after=%00"])
def test_what_asks_after_nothing_is_not_found(comment: Comment, query: str) -> None:
    assert browser().get(f"/articles/{comment.article_id}/new/{query}").status_code == 404


def test_it_is_read_and_nothing_else(comment: Comment, bob: User) -> None:
    assert browser(bob).post(f"/articles/{comment.article_id}/new/?after=0").status_code == 405
