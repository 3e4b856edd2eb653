import pytest

from accounts.models import User
from board.models import Article
from tests.factories import ArticleFactory, StaffFactory


@pytest.fixture
def moderator() -> User:
    return StaffFactory(name="Mara", group="Moderators")


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="story")
