from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import Mail, User
from board.actions import moderation, sanctions
from board.admin import record
from board.models import LogEntry
from tests.board.admin.conftest import Cast, said
from tests.factories import MemberFactory, say

LIST = "/admin/accounts/user/"
Take = Callable[..., Any]


def page_of(member: User) -> str:
    return f"{LIST}{member.pk}/change/"


def stored(member: User) -> User:
    return User.objects.get(pk=member.pk)


# --- Sanctions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("term", "days"), [("1", 1), ("3", 3), ("7", 7), ("30", 30)])
def test_a_member_is_suspended_for_a_time_and_told_why(cast: Cast, take: Take, term: str, days: int) -> None:
    assert "For how long" in take("moderator", "accounts/user", "suspend", cast.author).content.decode()
    given = {"answered": "yes", "term": term, "reason": "No advertising"}
    answer = take("moderator", "accounts/user", "suspend", cast.author, **given)
    assert said(answer) == ["1 member suspended."]
    member = stored(cast.author)
    assert [member.standing, member.standing_reason] == ["suspended", "No advertising"]
    assert abs(member.suspended_until - timezone.now() - timedelta(days=days)) < timedelta(minutes=1)
    entry = LogEntry.objects.get()
    assert [entry.verb, entry.moderator, entry.member, entry.reason] == [
        *("suspend", cast.moderator, cast.author, "No advertising")
    ]
    assert entry.after == f"suspended until {member.suspended_until:%Y-%m-%d %H:%M} UTC"


def test_a_suspension_may_end_on_a_day(cast: Cast, take: Take) -> None:
    day = timezone.localdate() + timedelta(days=40)
    given = {"answered": "yes", "term": "date", "date": day.isoformat(), "reason": "No advertising"}
    take("moderator", "accounts/user", "suspend", cast.author, **given)
    until = timezone.localtime(stored(cast.author).suspended_until)
    assert [until.date(), until.hour, until.minute] == [day, 23, 59]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose for how long."),
        ({"term": "1"}, "Say why: the member is told."),
        ({"term": "1", "reason": "   "}, "Say why: the member is told."),
        ({"term": "1", "reason": "x" * 301}, "at most 300 characters"),
        ({"term": "99", "reason": "x"}, "Select a valid choice."),
        ({"term": "date", "reason": "x"}, "Choose the day."),
        ({"term": "date", "date": "tomorrow", "reason": "x"}, "Write the day as 2030-12-31."),
        (
            {"term": "date", "date": "2020-01-01", "reason": "x"},
            "Choose a day from today on, within ten years.",
        ),
        (
            {"term": "date", "date": "9999-12-31", "reason": "x"},
            "Choose a day from today on, within ten years.",
        ),
    ],
)
def test_a_suspension_without_term_or_reason_is_asked_again(
    cast: Cast, take: Take, given: dict[str, str], sentence: str
) -> None:
    answer = take("moderator", "accounts/user", "suspend", cast.author, answered="yes", **given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert [stored(cast.author).standing, LogEntry.objects.count()] == ["good", 0]


def test_a_member_is_banned_and_the_ban_is_lifted(cast: Cast, take: Take) -> None:
    assert take("senior", "accounts/user", "ban", cast.author, answered="yes").status_code == 422
    take("senior", "accounts/user", "ban", cast.author, answered="yes", reason="Threats")
    assert stored(cast.author).standing == "banned"
    again = take("senior", "accounts/user", "ban", cast.author, answered="yes", reason="Threats")
    assert said(again) == ["Amber: This member is banned. Lift the ban first.", "1 was left as it is."]
    assert "Only a senior moderator" in said(take("moderator", "accounts/user", "lift", cast.author))[0]
    assert said(take("senior", "accounts/user", "lift", cast.author)) == ["1 member may take part again."]
    assert [stored(cast.author).standing, stored(cast.author).standing_reason] == ["good", ""]
    assert "nothing to lift" in said(take("senior", "accounts/user", "lift", cast.author))[0]
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["ban", "lift"]


def test_nobody_sanctions_themselves_their_colleagues_or_an_administrator(cast: Cast, take: Take) -> None:
    given = {"answered": "yes", "reason": "Because"}
    answer = take("senior", "accounts/user", "ban", cast.senior, cast.editor, cast.administrator, **given)
    assert sorted(said(answer)) == [
        "3 were left as they are.",
        "Ada: An administrator cannot be suspended or banned.",
        "Edda: Only an administrator can suspend or ban somebody of the staff.",
        "Sela: Nobody moderates themselves: ask another moderator.",
    ]
    assert LogEntry.objects.count() == 0
    take("administrator", "accounts/user", "ban", cast.moderator, **given)
    assert stored(cast.moderator).standing == "banned"


@pytest.mark.parametrize("role", ["visitor", "member", "editor"])
@pytest.mark.parametrize("action", ["suspend", "ban", "lift"])
def test_nobody_else_sanctions_members(
    cast: Cast, take: Take, role: str, action: str, snapshot: Callable[[], Any]
) -> None:
    banned = MemberFactory()
    sanctions.ban(banned, cast.administrator, reason="Threats")
    before = snapshot()
    target = banned if action == "lift" else cast.author
    answer = take(role, "accounts/user", action, target, answered="yes", term="1", reason="x")
    assert answer.status_code == (302 if role == "visitor" else 403)
    assert snapshot() == before


# --- The record -------------------------------------------------------------------------------------------------


def test_moderators_see_the_record_but_no_address_and_no_rights(cast: Cast) -> None:
    removed = say(cast.article, cast.author, "Buy watches.")
    moderation.remove(removed, cast.administrator, reason="No advertising")
    sanctions.ban(cast.author, cast.administrator, reason="Watches, again and again")
    client = cast.client("moderator")
    page = client.get(page_of(cast.author)).content.decode()
    for words in (
        "Amber",
        "banned",
        "Watches, again and again",
        "Buy watches.",
        "removed a comment",
    ):
        assert words in page, words
    assert "Lift the sanction" not in page
    assert "Lift the sanction" in cast.client("senior").get(page_of(cast.author)).content.decode()
    assert cast.author.email not in page and "id_groups" not in page and "password" not in page
    assert 'value="suspend"' not in page
    listing = client.get(LIST)
    assert cast.author.email not in listing.content.decode()
    row = next(row for row in listing.context["cl"].result_list if row == cast.author)
    assert [row.published_count, row.removed_count] == [1, 1]


def test_moderators_find_members_by_name_and_only_administrators_by_address(cast: Cast) -> None:
    def found(role: str, words: str) -> list[User]:
        return list(cast.client(role).get(LIST, {"q": words}).context["cl"].result_list)

    assert found("moderator", "amb") == found("administrator", "amb") == [cast.author]
    assert found("administrator", cast.author.email) == [cast.author]
    assert found("moderator", cast.author.email) == []


def test_the_list_costs_the_same_number_of_queries_whatever_it_shows(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        say(cast.article, MemberFactory())
    client = cast.client("moderator")
    client.get(LIST)
    with django_assert_max_num_queries(12):
        assert client.get(LIST).status_code == 200


@pytest.mark.parametrize("role", ["visitor", "member", "moderator", "editor"])
def test_only_administrators_change_who_somebody_is_and_may_do(
    cast: Cast, role: str, snapshot: Callable[[], Any]
) -> None:
    before = snapshot()
    editors = Group.objects.get(name="Editors").pk
    given = {"name": "Somebody Else", "email": "new@example.com", "groups": editors, "is_superuser": "on"}
    target = getattr(cast, role, cast.member)
    for address in (
        page_of(target),
        f"{LIST}add/",
        f"{LIST}{target.pk}/password/",
        f"{LIST}{target.pk}/delete/",
    ):
        answer = cast.client(role).post(address, {**given, "password": "a long new password", "post": "yes"})
        assert answer.status_code == (302 if role == "visitor" else 403)
        assert role != "visitor" or answer.url.startswith("/accounts/login/")
    assert snapshot() == before


def test_a_record_is_told_in_good_english(cast: Cast) -> None:
    member = cast.member
    assert record.words(member, 1, 0) == "1 comment published, 0 removed; standing: good"
    assert record.words(member, 2, 1) == "2 comments published, 1 removed; standing: good"
    say(cast.comment.article, member)
    assert record.of(member) == record.words(member, member.comments.count(), 0)


# --- Warning and holding ------------------------------------------------------------------------------------------


def test_a_member_is_warned_and_told_of_it(cast: Cast, take: Take) -> None:
    assert take("moderator", "accounts/user", "warn", cast.author, answered="yes").status_code == 422
    answer = take(
        "moderator", "accounts/user", "warn", cast.author, answered="yes", reason="Calm down, please."
    )
    assert said(answer) == ["1 member warned."]
    author = stored(cast.author)
    assert [author.warning, author.standing, author.unread] == ["Calm down, please.", "good", 1]
    entry = LogEntry.objects.get()
    assert [entry.verb, entry.member, entry.moderator] == ["warn", cast.author, cast.moderator]
    mail = Mail.objects.get()
    assert mail.to == cast.author.email and "Calm down, please." in mail.body and "Mara" not in mail.body


def test_all_comments_of_a_member_are_held_from_now_on(cast: Cast, take: Take) -> None:
    answer = take(
        "moderator", "accounts/user", "hold", cast.author, answered="yes", reason="Links everywhere"
    )
    assert said(answer) == ["1 member's comments wait now."]
    assert stored(cast.author).standing == "held"
    held = say(cast.article, stored(cast.author), "Look here.")
    assert [held.status, held.case.cause] == ["held", "member"]
    take("moderator", "accounts/user", "lift", cast.author)
    assert say(cast.article, stored(cast.author), "And here.").status == "published"


def test_a_suspended_member_writes_nothing_that_could_be_held(cast: Cast, take: Take) -> None:
    take("moderator", "accounts/user", "suspend", cast.author, answered="yes", term="1", reason="Insults")
    answer = take("moderator", "accounts/user", "hold", cast.author, answered="yes", reason="Links")
    assert "suspended" in said(answer)[0]
    assert stored(cast.author).standing == "suspended"


@pytest.mark.parametrize("action", ["warn", "hold"])
@pytest.mark.parametrize("role", ["visitor", "member", "editor"])
def test_who_does_not_moderate_neither_warns_nor_holds(
    cast: Cast, take: Take, role: str, action: str
) -> None:
    answer = take(role, "accounts/user", action, cast.author, answered="yes", reason="Because")
    assert answer.status_code == (302 if role == "visitor" else 403)
    assert [stored(cast.author).warning, stored(cast.author).standing, LogEntry.objects.count()] == [
        "",
        "good",
        0,
    ]


def test_a_moderator_who_may_not_ban_is_not_offered_it_and_cannot(cast: Cast, take: Take) -> None:
    page = cast.client("moderator").get(page_of(cast.author)).content.decode()
    assert 'value="suspend"' in page and 'value="ban"' not in page
    assert (
        take("moderator", "accounts/user", "ban", cast.author, answered="yes", reason="x").status_code == 403
    )
    assert stored(cast.author).standing == "good"


def test_of_the_staff_only_administrators_are_offered_to_decide(cast: Cast) -> None:
    for role, member, is_offered in (
        ("senior", cast.moderator, False),
        ("administrator", cast.moderator, True),
        ("senior", cast.administrator, False),
        ("senior", cast.author, True),
    ):
        page = cast.client(role).get(page_of(member)).content.decode()
        assert ('value="suspend"' in page) == is_offered
