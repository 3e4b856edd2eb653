"""The cast: Alice says something under an article, Bob answers and votes, Carol has nothing to do with it."""

import pytest

from accounts.models import User
from board.models import Article, Comment
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say


@pytest.fixture
def article(db: None) -> Article:
    return ArticleFactory(
        headline="The bridge", slug="the-bridge", section__name="Local", section__slug="local"
    )


@pytest.fixture
def alice(db: None) -> User:
    return MemberFactory(name="Alice")


@pytest.fixture
def moderator(db: None) -> User:
    return StaffFactory(name="Mona", group="Moderators")


@pytest.fixture
def comment(article: Article, alice: User) -> Comment:
    return say(article, alice, "Alice spoke of otters.")
