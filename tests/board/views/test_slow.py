"""In a discussion that goes on slowly a member is told so before they write, and only for as long as it does."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from board.actions.discussions import set_pace
from board.models import Article, Comment, Guard
from board.views.pace import pace
from tests.board.views.browsing import browser
from tests.board.views.reading import Element, read
from tests.factories import StaffFactory

NOTICE = "This discussion goes on slowly for now: one comment in 5 minutes from each member."


@pytest.fixture
def mara() -> User:
    return StaffFactory(name="Mara", group="Moderators")


def place(article: Article, member: User | None) -> Element:
    """What stands under the discussion: the heading, the form."""
    return read(browser(member).get(article.get_absolute_url())).by_id("comments")


def test_it_stands_once_above_the_form_of_each_member(comment: Comment, bob: User, mara: User) -> None:
    article = comment.article
    assert "slowly" not in place(article, bob).text
    set_pace(article, mara, is_slow=True)
    assert place(article, bob).text.count(NOTICE) == 1
    for nobody in (None, mara):
        assert "slowly" not in place(article, nobody).text
    Guard.objects.update(slow_minutes=1)
    assert "slowly for now: one comment a minute from each member." in place(article, bob).text
    set_pace(article, mara, is_slow=False)
    assert "slowly" not in place(article, bob).text


def test_it_goes_by_itself_from_a_page_that_is_kept_when_the_heat_is_over(
    comment: Comment, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No version rises then: the page stays the one that is kept, and its form says nothing any more."""
    Article.objects.raise_version(heated_until=timezone.now() + timedelta(hours=2))
    version = Article.objects.get(pk=comment.article_id).version
    assert NOTICE in place(comment.article, bob).text
    later = timezone.now() + timedelta(hours=2, seconds=1)
    monkeypatch.setattr("board.models.articles.timezone.now", lambda: later)
    assert "slowly" not in place(comment.article, bob).text
    assert Article.objects.get(pk=comment.article_id).version == version


def test_it_stands_on_the_pages_of_replies_and_quotes_and_in_their_fragments(
    comment: Comment, bob: User, mara: User
) -> None:
    set_pace(comment.article, mara, is_slow=True)
    for path in ("reply", "quote"):
        address = f"/comments/{comment.pk}/{path}/"
        assert browser(bob).get(address).content.decode().count(NOTICE) == 1
        assert browser(bob, htmx=True).get(address).content.decode().count(NOTICE) == 1
        assert "slowly" not in browser(mara).get(address).content.decode()


def test_it_is_not_said_twice_where_the_form_comes_back(comment: Comment, bob: User, mara: User) -> None:
    set_pace(comment.article, mara, is_slow=True)
    address = f"/articles/{comment.article_id}/comments/"
    given = {"body": "", "submission": "3f2b1c7e-0d4a-4a55-9a3e-2f6f0f1b8f11"}
    for htmx, count in ((True, 0), (False, 1)):
        answer = browser(bob, htmx=htmx).post(address, given)
        assert answer.status_code == 422
        assert answer.content.decode().count(NOTICE) == count


def test_who_edits_is_not_slowed(comment: Comment, alice: User, mara: User) -> None:
    set_pace(comment.article, mara, is_slow=True)
    assert "slowly" not in browser(alice).get(f"/comments/{comment.pk}/edit/").content.decode()


def test_a_discussion_that_is_not_slow_costs_nothing_to_ask_about(
    comment: Comment, bob: User, django_assert_num_queries: Any
) -> None:
    article = Article.objects.get(pk=comment.article_id)
    with django_assert_num_queries(0), override("en"):
        assert pace(bob, article) == ""
