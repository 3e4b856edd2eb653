"""An answer does not tell by its form either what is hidden: whether there is a comment, and why nobody sees it."""

import re

import pytest
from django.urls import reverse

from accounts.models import User
from board.actions import articles, moderation
from board.actions.comments import delete_comment
from board.models import Article, Comment
from tests.board.views.browsing import browser
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

pytestmark = pytest.mark.django_db

NEVER_WAS = 999_999
READ = ("comment", "thread", "history", "reply", "quote", "edit", "delete", "report", "mute_author", "vote")
POSTED = {
    "reply": {"body": "An answer."},
    "quote": {"selection": "words"},
    "edit": {"body": "Other words."},
    "delete": {},
    "report": {"reason": "spam", "name": "Ulla", "email": "ulla@example.net", "remark": "See."},
    "take_back": {},
    "mute_author": {"value": "1"},
    "vote": {"value": "1"},
}
KINDS = ("held", "removed", "deleted", "withdrawn", "draft's")


@pytest.fixture
def hidden() -> dict[str, int]:
    """The comments' ids by what became of them; none has replies."""
    author, moderator = MemberFactory(name="Amber"), StaffFactory(group="Moderators")
    story, withdrawn = ArticleFactory(comments_mode="premoderated"), ArticleFactory()
    held = say(story, author, "Held words.")
    Article.objects.update(comments_mode="open")
    removed, deleted = say(story, author, "Removed words."), say(story, author, "Deleted words.")
    moderation.remove(removed, moderator, reason="A house rule")
    delete_comment(deleted, author)
    other = say(withdrawn, author, "Words under a story.")
    draft = say(withdrawn, author, "More of them.")
    withdrawn.refresh_from_db()
    withdrawn.published_at = None
    articles.save_article(withdrawn, moderator)
    return dict(zip(KINDS, (held.pk, removed.pk, deleted.pk, other.pk, draft.pk), strict=True))


@pytest.fixture(params=["visitor", "stranger"])
def reader(request: pytest.FixtureRequest, db: None) -> User | None:
    return MemberFactory(name="Stina") if request.param == "stranger" else None


def seen(answer: object, pk: int) -> tuple[int, list[tuple[str, str]], str]:
    """What can be told of an answer, but for the id that was asked for and what is new in each."""
    status, headers, body = answer.status_code, answer.items(), answer.content.decode()  # type: ignore[attr-defined]
    once = re.compile(rf"(?<=comments/){pk}\b|(?<=comments%2F){pk}\b|value=\"[A-Za-z0-9]{{64}}\"|nonce-[^']+")
    headers = [
        (name, once.sub("", value)) for name, value in headers if name not in ("Date", "Content-Length")
    ]
    return status, headers, once.sub("", body)


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_what_is_hidden_is_answered_like_what_never_was(
    hidden: dict[str, int], reader: User | None, htmx: bool
) -> None:
    client = browser(reader, htmx=htmx)
    for name in READ:
        nothing = seen(client.get(reverse(name, args=[NEVER_WAS])), NEVER_WAS)
        for kind, pk in hidden.items():
            assert seen(client.get(reverse(name, args=[pk])), pk) == nothing, f"{name} of a {kind} comment"


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_so_it_is_when_something_is_done_to_it(
    hidden: dict[str, int], reader: User | None, htmx: bool
) -> None:
    client, before = browser(reader, htmx=htmx), list(Comment.objects.order_by("pk").values())
    for name, fields in POSTED.items():
        nothing = seen(client.post(reverse(name, args=[NEVER_WAS]), fields), NEVER_WAS)
        for kind, pk in hidden.items():
            assert seen(client.post(reverse(name, args=[pk]), fields), pk) == nothing, (
                f"{name} of a {kind} comment"
            )
    assert list(Comment.objects.order_by("pk").values()) == before


def test_the_author_is_told_of_what_waits_alone(hidden: dict[str, int]) -> None:
    client = browser(User.objects.get(name="Amber"))
    assert client.get(reverse("comment", args=[hidden["held"]])).status_code == 302
    for kind in KINDS[1:]:
        assert client.get(reverse("comment", args=[hidden[kind]])).status_code == 404
