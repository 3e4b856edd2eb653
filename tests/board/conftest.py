import pytest

from accounts.models import User
from board.models import Article
from tests.factories import ArticleFactory, MemberFactory, StaffFactory


@pytest.fixture
def bob(db: None) -> User:
    return MemberFactory(name="Bob")


@pytest.fixture
def carol(db: None) -> User:
    return MemberFactory(name="Carol")


@pytest.fixture
def moderator() -> User:
    return StaffFactory(name="Mara", group="Moderators")


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="story")
