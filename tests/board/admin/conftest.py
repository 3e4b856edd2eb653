from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from board.actions import moderation
from board.actions.reports import report_comment
from board.models import Article, Comment, Remit
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

# All that the board stores, and the groups.
STORED = (*apps.get_app_config("board").get_models(), Group)


@dataclass
class Cast:
    """Whoever may come to the admin's door, by role, and a small site for them to look at."""

    moderator: User
    senior: User
    editor: User
    administrator: User
    limited: User
    member: User
    author: User
    article: Article
    comment: Comment

    def client(self, role: str, **options: Any) -> Client:
        client = Client(**options)
        if role != "visitor":
            client.force_login(getattr(self, role))
        return client


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="module")
def _cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Stored once for all tests of a file, and taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield a_cast()
        transaction.set_rollback(True)


@pytest.fixture
def cast(_cast: Cast, db: None) -> Cast:
    """Each test may do with it what it likes: what it stores is taken back, and its objects are its own."""
    return deepcopy(_cast)


def a_cast() -> Cast:
    author = MemberFactory(name="Amber")
    article = ArticleFactory(headline="Ferry to stop at night")
    limited = StaffFactory(name="Lina", group="Moderators")
    Remit.objects.create(moderator=limited, section=article.section)
    return Cast(
        moderator=StaffFactory(name="Mara", group="Moderators"),
        senior=StaffFactory(name="Sela", group="Senior moderators"),
        editor=StaffFactory(name="Edda", group="Editors"),
        administrator=StaffFactory(name="Ada", is_superuser=True),
        limited=limited,
        member=MemberFactory(name="Milo"),
        author=author,
        article=article,
        comment=say(article, author, "The ferry is the only way home."),
    )


@pytest.fixture
def held(cast: Cast) -> Comment:
    """A comment that waits for a moderator, under an article of its own."""
    article = ArticleFactory(headline="Harbour fees", comments_mode="premoderated")
    return say(article, cast.author, "Who pays for this?")


@pytest.fixture
def removed(cast: Cast) -> Comment:
    comment = say(cast.article, cast.author, "You fool.")
    return moderation.remove(comment, cast.administrator, reason="Argue with the words, not with the person")


@pytest.fixture
def reported(cast: Cast) -> Comment:
    """A published comment that a member has reported."""
    report_comment(cast.comment, cast.member, "insult", "He calls me a liar.")
    return cast.comment


@pytest.fixture
def elsewhere(cast: Cast) -> Comment:
    """A reported comment in a section that the moderator does not moderate."""
    Remit.objects.create(moderator=cast.moderator, section=cast.article.section)
    comment = say(ArticleFactory(headline="A story of another section"), cast.author, "Far away words.")
    report_comment(comment, cast.member, "spam")
    return comment


@pytest.fixture
def typed(cast: Cast) -> dict[str, Any]:
    """What an editor types for a short story."""
    return {
        "section": cast.article.section_id,
        "headline": "Lamp of the lighthouse is lit again",
        "body": "It *burns*.\n\n<b>Bold?</b>",
        "comments_mode": "open",
    }


@pytest.fixture
def snapshot(db: None) -> Callable[[], Any]:
    """All that is stored, to be compared with itself later; logging in leaves its trace and is left out."""

    def snapshot() -> Any:
        rows = [list(model.objects.order_by("pk").values()) for model in STORED]
        members = [
            {name: value for name, value in row.items() if name != "last_login"}
            for row in User.objects.order_by("pk").values()
        ]
        rights = list(User.groups.through.objects.order_by("pk").values("user", "group"))
        return rows, members, rights

    return snapshot


@pytest.fixture
def take(cast: Cast) -> Callable[..., Any]:
    """Takes an action of a list as somebody: take("moderator", "board/comment", "approve", comment)."""

    def take(role: str, model: str, action: str, *rows: Any, **given: Any) -> Any:
        given = {"action": action, "_selected_action": [row.pk for row in rows], "index": "0", **given}
        if "answered" in given:
            del given["index"]
        return cast.client(role).post(f"/admin/{model}/", given, follow=False)

    return take


def said(answer: Any) -> list[str]:
    """The messages that the answer leaves for the next page."""
    return [str(message) for message in answer.wsgi_request._messages]
