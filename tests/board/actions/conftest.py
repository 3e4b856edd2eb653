"""For what is held by itself: members who have been here for long or have just come, and a rule for words. For what
happens at once: a site.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from board.actions import words
from board.models import Article, Case, Comment, WordRule
from tests.environment import site_environment
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say
from tests.forking import Forking

LONG = "The herring of this town is the best on the whole coast, says my uncle, who sells it."


def why(comment: Comment) -> str:
    """Why a comment waits; nothing for one that is published."""
    comment.refresh_from_db()
    case = Case.objects.filter(comment=comment).first()
    assert (comment.status == "held") == bool(case and case.cause)
    return case.cause if case else ""


@pytest.fixture
def article(db: None) -> Article:
    return ArticleFactory()


@pytest.fixture
def alice(db: None) -> User:
    """She has been here for long, and something of hers is published."""
    member = MemberFactory(name="Alice")
    say(ArticleFactory(), member, "Hello.")
    return member


@pytest.fixture
def newcomer(db: None) -> User:
    return MemberFactory(name="Newt", joined_at=timezone.now() - timedelta(days=1))


@pytest.fixture
def senior(db: None) -> User:
    return StaffFactory(name="Sela", group="Senior moderators")


@pytest.fixture
def rule(senior: User) -> Callable[..., WordRule]:
    def rule(text: str, effect: str = "hold", **more: Any) -> WordRule:
        return words.add_word_rule(senior, words=text, effect=effect, **more)

    return rule


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def site(
    request: pytest.FixtureRequest, tmp_path: Path, copied_database: Callable[[], Path]
) -> Iterator[Forking]:
    """Processes that act at the same time, on a site with an empty database of its own."""
    environment = site_environment(VAR_DIR=str(tmp_path))
    if request.param == "sqlite":
        copied_database()
    else:
        environment["DATABASE_URL"] = request.getfixturevalue("postgres_site_url")
    with Forking(environment) as site:
        yield site
