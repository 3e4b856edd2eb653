"""What `manage.py populate` writes past the verbs is found like what members write."""

import pytest
from django.utils import timezone

from board import search
from board.actions.reindex import reindex
from board.demo.crowd.populate import Wanted, populate
from board.rules.queries import parse

pytestmark = pytest.mark.django_db


def test_the_crowd_and_its_stories_are_found() -> None:
    populate(Wanted(articles=4, comments=600, votes=200, members=30), timezone.now())
    assert list(reindex()) == []
    newest = search.find_comments(parse("the"), count=30).items
    assert len(newest) == 30
    assert all("the" in comment.body.lower() for comment in newest)
    assert len(search.find_articles(parse("the")).items) > 0
    # The index goes on as it does for what members write.
    edited = newest[0]
    edited.body = "Xylophones."
    search.index(edited)
    assert search.find_comments(parse("xylophone")).items == [edited]
