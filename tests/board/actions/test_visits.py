from datetime import timedelta

import pytest
from django.utils import timezone

from board.actions.visits import PAUSE, note_visit
from board.models import Article, Visit
from tests.factories import ArticleFactory, MemberFactory, say

pytestmark = pytest.mark.django_db


def away(time: timedelta) -> None:
    Visit.objects.update(visited_at=timezone.now() - time)


def test_on_the_first_visit_nothing_is_new() -> None:
    member, article = MemberFactory(), ArticleFactory()
    say(article, MemberFactory())
    assert note_visit(member, Article.objects.get()) is None


def test_after_a_pause_what_came_meanwhile_is_new_and_stays_so_during_the_visit() -> None:
    member, article = MemberFactory(), ArticleFactory()
    say(article, MemberFactory())
    note_visit(member, Article.objects.get())
    say(article, MemberFactory())
    away(PAUSE + timedelta(seconds=1))
    assert note_visit(member, Article.objects.get()) == 1
    say(article, MemberFactory())
    assert note_visit(member, Article.objects.get()) == 1
    away(PAUSE + timedelta(seconds=1))
    assert note_visit(member, Article.objects.get()) == 3


def test_reading_on_writes_nothing(django_assert_num_queries) -> None:
    member, article = MemberFactory(), ArticleFactory()
    note_visit(member, article)
    with django_assert_num_queries(1):
        note_visit(member, article)


def test_each_member_has_one_row_for_each_article() -> None:
    member = MemberFactory()
    for article in (ArticleFactory(), ArticleFactory()):
        note_visit(member, article)
        note_visit(member, article)
    assert Visit.objects.count() == 2
