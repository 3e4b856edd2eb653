"""Appeals in the admin: another moderator than the first grants or refuses them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from board.actions import moderation, sanctions
from board.actions.appeals import appeal
from board.models import Appeal, Comment, LogEntry
from tests.board.admin.conftest import Cast, said
from tests.factories import MemberFactory, say

LIST = "/admin/board/appeal/"


@pytest.fixture
def asked(cast: Cast) -> Appeal:
    """The author of a comment that Mara removed asks for another look."""
    moderation.remove(cast.comment, cast.moderator, reason="Keep to the subject")
    return appeal(LogEntry.objects.get(), cast.author, "The ferry is the subject.")


def test_the_first_page_and_the_list_tell_of_it(cast: Cast, asked: Appeal) -> None:
    page = cast.client("senior").get("/admin/").content.decode()
    assert f'<a href="{LIST}?state=open"><strong>1</strong> appeal waits for another moderator' in page
    listing = cast.client("senior").get(f"{LIST}?state=open").content.decode()
    assert "The ferry is the subject." in listing and "removed a comment" in listing
    decided = cast.client("senior").get(f"{LIST}?state=granted").content.decode()
    assert "The ferry is the subject." not in decided


def test_its_page_shows_the_text_that_it_is_about(cast: Cast, asked: Appeal) -> None:
    Comment.objects.filter(pk=cast.comment.pk).update(body="The <i>ferry</i>\nis the subject of it.")
    page = cast.client("senior").get(f"{LIST}{asked.pk}/change/").content.decode()
    assert "The &lt;i&gt;ferry&lt;/i&gt;<br>is the subject of it." in page
    assert page.count(f"Appeal by {cast.author.name}") >= 2, "In the breadcrumbs too."


def test_the_first_moderator_is_not_offered_it_and_cannot(cast: Cast, asked: Appeal, take: Any) -> None:
    page = cast.client("moderator").get(f"{LIST}{asked.pk}/change/").content.decode()
    assert "another moderator looks at it again" in page and 'value="grant"' not in page
    refused = said(take("moderator", "board/appeal", "grant", asked, answered="yes", answer=""))
    assert "your own decision" in refused[0]
    assert Appeal.objects.get().granted is None


def test_granting_it_restores_the_comment_and_tells_the_author(cast: Cast, asked: Appeal, take: Any) -> None:
    assert take("senior", "board/appeal", "grant", asked).status_code == 200
    answer = take("senior", "board/appeal", "grant", asked, answered="yes", answer="You are right.")
    assert said(answer) == ["1 appeal granted."]
    assert Comment.objects.get(pk=cast.comment.pk).status == "published"
    entry = LogEntry.objects.latest("pk")
    assert [entry.verb, entry.moderator, entry.before, entry.after] == [
        *("appeal-granted", cast.senior, "removed", "published")
    ]
    assert User.objects.get(pk=cast.author.pk).unread == 2


def test_a_refusal_needs_a_reason_and_is_final(cast: Cast, asked: Appeal, take: Any) -> None:
    again = take("senior", "board/appeal", "refuse", asked, answered="yes", answer=" ")
    assert again.status_code == 422
    assert "Say why the decision stands" in again.content.decode()
    said(take("senior", "board/appeal", "refuse", asked, answered="yes", answer="It was about the tunnel."))
    assert Appeal.objects.get().granted is False
    assert Comment.objects.get(pk=cast.comment.pk).status == "removed"
    told = said(take("administrator", "board/appeal", "grant", asked, answered="yes", answer=""))
    assert "has decided this appeal meanwhile" in told[0]


def test_an_appeal_against_a_ban_is_for_senior_moderators(cast: Cast, take: Any) -> None:
    sanctions.ban(cast.author, cast.senior, reason="Threats")
    asked = appeal(LogEntry.objects.get(), cast.author, "That was no threat.")
    told = said(take("moderator", "board/appeal", "grant", asked, answered="yes", answer=""))
    assert "Only a senior moderator" in told[0]
    take("administrator", "board/appeal", "grant", asked, answered="yes", answer="")
    assert User.objects.get(pk=cast.author.pk).standing == "good"


@pytest.mark.parametrize("role", ["visitor", "member", "editor"])
def test_nobody_else_sees_or_answers_appeals(cast: Cast, asked: Appeal, take: Any, role: str) -> None:
    status = 302 if role == "visitor" else 403
    for address in (LIST, f"{LIST}{asked.pk}/change/"):
        assert cast.client(role).get(address).status_code == status
    assert take(role, "board/appeal", "grant", asked, answered="yes", answer="").status_code == status
    assert Appeal.objects.get().granted is None


def test_the_list_takes_the_same_queries_whatever_their_number(cast: Cast, asked: Appeal) -> None:
    def taken() -> int:
        client = cast.client("senior")
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    before = taken()
    for member in MemberFactory.create_batch(6):
        moderation.remove(say(cast.article, member), cast.moderator, reason="Off topic")
        appeal(LogEntry.objects.latest("pk"), member, "Was it?")
    assert taken() == before


@pytest.mark.parametrize("act", ["redact", "warn", "hold", "suspend", "ban"])
def test_every_decision_against_a_member_is_looked_at_by_another_moderator(
    cast: Cast, take: Any, act: str
) -> None:
    first, other = (cast.senior, "administrator")
    if act == "redact":
        moderation.redact(cast.comment, first, body="The ferry.", reason="Insults")
    else:
        until = {"until": timezone.now() + timedelta(days=3)} if act == "suspend" else {}
        getattr(sanctions, act)(cast.author, first, reason="Insults", **until)
    decided = User.objects.get(pk=cast.author.pk)
    asked = appeal(LogEntry.objects.get(), decided, "I insulted nobody.")
    refused = said(take("senior", "board/appeal", "grant", asked, answered="yes", answer=""))
    assert "your own decision" in refused[0]
    assert [Appeal.objects.get().granted, LogEntry.objects.count()] == [None, 1]
    assert said(take(other, "board/appeal", "grant", asked, answered="yes", answer="")) == [
        "1 appeal granted."
    ]
    cast.author.refresh_from_db()
    cast.comment.refresh_from_db()
    assert [cast.author.standing, cast.author.warning, cast.comment.is_redacted] == ["good", "", False]
    entries = list(LogEntry.objects.order_by("pk").values_list("verb", "moderator"))
    assert entries == [(act, first.pk), ("appeal-granted", cast.administrator.pk)]
