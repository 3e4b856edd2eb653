"""A tombstone says nothing of who wrote what was there, and no page that is asked for it does."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from board.actions import cases, moderation, reports
from board.actions.comments import change_status, delete_comment, lock
from board.models import Case, Comment
from tests.board.leaks.test_answers import POSTED, READ
from tests.board.views.browsing import browser
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

# Besides what is sent as it should be: nothing, and what is to be looked at first.
SENT = {
    "reply": (
        {"body": ""},
        {"body": "An answer.", "preview": "1"},
        {"body": "An answer.", "acknowledge": "1"},
    ),
    "report": ({}, {"reason": "nonsense"}),
    "mute_author": ({"value": "0"},),
}


@pytest.fixture
def reporter(db: None) -> User:
    return MemberFactory(name="Rosa")


@pytest.fixture(params=["removed", "deleted", "held"])
def tombstone(request: pytest.FixtureRequest, reporter: User) -> Comment:
    """Somebody has answered, and somebody has reported it before it went."""
    author, moderator = MemberFactory(name="Zaphira"), StaffFactory(group="Moderators")
    comment = say(ArticleFactory(), author, "Words.")
    say(comment.article, MemberFactory(), "An answer.", parent=comment)
    reports.report_comment(comment, reporter, "spam")
    comment.refresh_from_db()
    if request.param == "removed":
        moderation.remove(comment, moderator, reason="A house rule")
    elif request.param == "deleted":
        delete_comment(comment, author)
    else:
        comment.article = lock(comment.article_id)
        change_status(comment, Comment.Status.HELD)
        cases.hold(comment, Case.Cause.WORDS)
    return comment


def answers(client: Client, comment: Comment) -> dict[str, str]:
    """{what was asked: the answer's body}."""
    found = {}
    for name in (*READ, *POSTED):
        address = reverse(name, args=[comment.pk])
        found[f"GET {name}"] = client.get(address).content.decode()
        for fields in (POSTED.get(name, {}), *SENT.get(name, ())):
            found[f"POST {name} {fields}"] = client.post(address, fields).content.decode()
    return found


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_nobody_is_told_who_wrote_what_is_gone(tombstone: Comment, reporter: User, htmx: bool) -> None:
    for member in (None, MemberFactory(name="Stina"), reporter):
        told = {
            asked
            for asked, body in answers(browser(member, htmx=htmx), tombstone).items()
            if "Zaphira" in body
        }
        assert told == set(), member
