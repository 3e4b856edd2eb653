"""The vote view: what everybody who moderates sees, what seniors see, and what they do about it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from board.actions import voiding
from board.actions.recount import recount
from board.actions.votes import cast_vote
from board.models import Article, Comment, LogEntry, Notification, Remit, Vote
from tests.board.admin.conftest import Cast, said
from tests.factories import ArticleFactory, MemberFactory, SectionFactory, StaffFactory, say

RING = ("Pip", "Rex", "Tam", "Ula", "Wim")
CROWD = ("Bea", "Cal", "Dot", "Eli", "Fay", "Gus", "Hal")
WHY = "Accounts of one person"


@pytest.fixture
def town(cast: Cast) -> Cast:
    """Five new accounts always vote Amber's comments up; seven members who are older vote as they please.

    All of it a day ago. Amber's first comment has twelve votes: ten up, two down.
    """
    for name in CROWD:
        MemberFactory(name=name, joined_at=timezone.now() - timedelta(days=400))
    ring = [MemberFactory(name=name, joined_at=timezone.now() - timedelta(days=2)) for name in RING]
    own = [cast.comment, *(say(cast.article, cast.author, f"Amber says {n}.") for n in range(5))]
    other = [say(cast.article, cast.member, f"Milo says {n}.") for n in range(6)]
    for voter in ring:
        for comment in own:
            cast_vote(comment.pk, voter, 1)
    for n, voter in enumerate(User.objects.filter(name__in=CROWD).order_by("name")):
        cast_vote(cast.comment.pk, voter, -1 if n < 2 else 1)
        for comment in other[n % 3 : n % 3 + 3]:
            cast_vote(comment.pk, voter, 1)
    yesterday = timezone.now() - timedelta(days=1)
    Vote.objects.update(cast_at=yesterday)
    return cast


def of(comment: Comment, page: str = "") -> str:
    return f"/admin/board/vote/comment/{comment.pk}/{page}"


def of_member(member: User, page: str = "") -> str:
    return f"/admin/board/vote/member/{member.pk}/{page}"


def text(answer: Any) -> str:
    return answer.content.decode()


def named(answer: Any) -> set[str]:
    return {name for name in (*RING, *CROWD) if re.search(rf"\b{name}\b", text(answer))}


def members(*names: str) -> list[int]:
    return list(User.objects.filter(name__in=names).values_list("pk", flat=True))


def figures(answer: Any, report: int = 0) -> dict[str, str]:
    return {figure.words: figure.value for figure in answer.context["reports"][report].figures}


@pytest.fixture
def look(town: Cast) -> Callable[..., Any]:
    """Asks for the names, as somebody."""

    def look(role: str, address: str, reason: str = "Ten votes in a minute") -> Any:
        return town.client(role).post(f"{address}names/", {"reason": reason})

    return look


@pytest.fixture
def act(town: Cast) -> Callable[..., Any]:
    """Takes an act of the view: act("senior", address, "void", *member ids, reason=…)."""

    def act(role: str, address: str, action: str, *ticked: int, **given: str) -> Any:
        given = {"answered": "yes", "reason": WHY, **given}
        return town.client(role).post(
            f"{address}turn/", {"action": action, "_selected_action": ticked, **given}
        )

    return act


# --- Without names ------------------------------------------------------------------------------------------------


def test_a_moderator_sees_shares_and_bars_and_no_name(town: Cast) -> None:
    answer = town.client("moderator").get(of(town.comment))
    assert answer.status_code == 200
    assert figures(answer) == {
        "from accounts that were less than 7 days old": "about 40 %",
        "from members with fewer than 3 comments": "nearly all",
        "from members who always vote together": "about 40 %",
        "from members most of whose votes go to this author": "about 40 %",
    }
    chart = answer.context["reports"][0].chart
    assert [(bar.up, bar.down, bar.void) for bar in chart.bars] == [(10, 2, 0)]
    assert 'class="chart"' in text(answer) and "<table" in text(answer)
    assert named(answer) == set()
    assert "Show who voted" not in text(answer)
    assert not LogEntry.objects.exists()


def test_the_view_of_a_member_tells_of_votes_on_their_comments_and_of_their_own(town: Cast) -> None:
    answer = town.client("moderator").get(of_member(town.author))
    assert figures(answer)["from members who always vote together"] == "about 80 %"
    assert figures(answer, 1) == {}
    assert "Too few votes" in answer.context["reports"][1].note
    assert named(answer) == set()
    puppet = User.objects.get(name="Pip")
    answer = town.client("moderator").get(of_member(puppet))
    assert figures(answer, 1) == {
        "up": "nearly all",
        "on comments of one and the same author": "nearly all",
        "members who always vote the same way": "fewer than five",
    }
    assert named(answer) == {"Pip"} and "Amber" not in text(answer)
    chart = answer.context["reports"][1].chart
    assert [(bar.up, bar.down, bar.void) for bar in chart.bars] == [(5, 0, 0)]
    assert "by the week, in fives" in chart.words


def test_a_vote_more_or_less_does_not_show_in_how_a_member_votes(town: Cast) -> None:
    """So nobody can find out, by looking again and again, when a member voted and then on what."""
    puppet = User.objects.get(name="Pip")

    def seen() -> Any:
        return town.client("moderator").get(of_member(puppet)).context["reports"][1]

    before = seen()
    other = say(town.article, town.author)
    cast_vote(other.pk, puppet, -1)
    assert seen() == before
    Vote.objects.update(cast_at=timezone.now() - timedelta(days=1))
    assert seen().chart == before.chart


def test_nothing_is_said_of_a_few_votes(town: Cast) -> None:
    comment = say(town.article, town.author)
    for voter in User.objects.filter(name__in=CROWD)[:4]:
        cast_vote(comment.pk, voter, -1)
    Vote.objects.update(cast_at=timezone.now() - timedelta(days=1))
    page = town.client("moderator").get(of(comment))
    assert "Too few votes to say anything" in text(page) and 'class="chart"' not in text(page)
    cast_vote(comment.pk, User.objects.get(name="Pip"), 1)
    assert "Too few votes to say anything" in text(town.client("moderator").get(of(comment)))
    Vote.objects.update(cast_at=timezone.now() - timedelta(hours=1))
    assert 'class="chart"' in text(town.client("moderator").get(of(comment)))


def test_the_present_hour_and_one_vote_more_change_nothing_that_a_moderator_sees(town: Cast) -> None:
    def seen() -> list[Any]:
        return town.client("moderator").get(of(town.comment)).context["reports"]

    before = seen()
    cast_vote(town.comment.pk, MemberFactory(), -1)
    assert seen() == before
    Vote.objects.update(cast_at=timezone.now() - timedelta(days=1))
    assert seen()[0].figures == before[0].figures


def test_no_parameter_of_the_address_brings_names_or_another_order(town: Cast) -> None:
    for query in ("?names=1", "?reason=x", "?is_named=1", "?o=1", "?page=2", "?voters=1"):
        answer = town.client("moderator").get(of(town.comment) + query)
        assert [answer.status_code, named(answer)] == [200, set()]


def test_times_of_votes_are_told_by_the_day_at_the_finest(town: Cast) -> None:
    Vote.objects.filter(member__in=members("Pip")).update(
        cast_at=timezone.now().replace(hour=3, minute=17) - timedelta(days=2)
    )
    answer = town.client("moderator").get(of(town.comment))
    assert ":17" not in text(answer) and "03:" not in text(answer)
    assert "Votes over time, by the day" in answer.context["reports"][0].chart.words


# --- Doors --------------------------------------------------------------------------------------------------------

STATUS = {"moderator": 200, "senior": 200, "administrator": 200, "editor": 403, "member": 403}


@pytest.mark.parametrize("role", STATUS)
def test_who_may_open_the_view(town: Cast, role: str) -> None:
    for address in (of(town.comment), of_member(town.author)):
        assert town.client(role).get(address).status_code == STATUS[role]


@pytest.mark.parametrize("page", ["names/", "turn/"])
def test_only_seniors_get_names_or_void_and_others_change_nothing(
    town: Cast, snapshot: Callable[[], Any], page: str
) -> None:
    before = snapshot()
    ticked = members(*RING)
    for role in ("moderator", "editor", "member"):
        for address in (of(town.comment, page), of_member(town.author, page)):
            given = {"action": "void-all", "_selected_action": ticked, "reason": WHY, "answered": "yes"}
            answers = [town.client(role).post(address, given), town.client(role).get(address)]
            for answer in answers:
                assert answer.status_code == 403
                assert named(answer) == set()
    visitor = Client().post(of(town.comment, page), {"reason": WHY})
    assert [visitor.status_code, visitor.url] == [302, f"/accounts/login/?next={of(town.comment, page)}"]
    assert snapshot() == before


@pytest.mark.parametrize("page", ["names/", "turn/"])
def test_a_get_shows_no_names_and_leaves_no_trace(town: Cast, page: str) -> None:
    for address in (of(town.comment), of_member(town.author)):
        answer = town.client("senior").get(f"{address}{page}?reason={WHY}&action=void")
        assert [answer.status_code, answer.url] == [302, address]
    assert not LogEntry.objects.exists()


def test_there_is_no_list_of_votes_and_no_page_for_what_is_not_there(town: Cast) -> None:
    for address in ("/admin/board/vote/", "/admin/board/vote/1/change/", "/admin/board/vote/add/"):
        assert town.client("administrator").get(address).status_code == 404
    for address in ("comment/999999/", "member/999999/", f"comment/{10**30}/", f"member/{10**30}/names/"):
        assert town.client("senior").get(f"/admin/board/vote/{address}").status_code == 404


def test_nobody_looks_at_votes_on_their_own_comments(town: Cast) -> None:
    own = say(town.article, town.senior)
    page = text(town.client("senior").get(f"/admin/board/comment/{own.pk}/change/"))
    assert of(own) not in page
    for address in (of(own), of(own, "names/"), of_member(town.senior)):
        assert town.client("senior").post(address, {"reason": WHY}).status_code == 403
    assert not LogEntry.objects.exists()


def test_who_is_limited_to_sections_sees_only_votes_in_these(town: Cast) -> None:
    elsewhere = say(ArticleFactory(), town.author)
    for name in RING:
        cast_vote(elsewhere.pk, User.objects.get(name=name), 1)
    Vote.objects.update(cast_at=timezone.now() - timedelta(days=1))
    Remit.objects.create(moderator=town.moderator, section=elsewhere.article.section)
    client = town.client("moderator")
    assert client.get(of(elsewhere)).status_code == 200
    refused = client.get(of(town.comment))
    assert refused.status_code == 403 and "You moderate other sections" in text(refused)
    reports = client.get(of_member(town.author)).context["reports"]
    assert sum(bar.up for bar in reports[0].chart.bars) == 5
    Remit.objects.update(section=SectionFactory())
    assert "Too few" in client.get(of_member(town.author)).context["reports"][0].note


# --- Names --------------------------------------------------------------------------------------------------------


def test_a_senior_sees_the_names_after_saying_why_and_the_log_tells_of_it(town: Cast, look: Any) -> None:
    answer = look("senior", of(town.comment))
    assert answer.status_code == 200
    assert named(answer) == {*RING, *CROWD}
    entry = LogEntry.objects.get()
    assert [entry.verb, entry.moderator, entry.comment] == ["see-voters", town.senior, town.comment]
    assert [entry.reason, entry.internal] == ["", "Ten votes in a minute"]
    look("senior", of(town.comment))
    assert LogEntry.objects.count() == 2
    page = Client().get("/moderation-log/")
    assert "Looked at who voted" in text(page)
    assert "Ten votes" not in text(page) and "Sela" not in text(page) and "Amber" not in text(page)


def test_the_ring_stands_first_and_the_rest_by_name(town: Cast, look: Any) -> None:
    voters = look("senior", of(town.comment)).context["voters"]
    assert [voter.member.name for voter in voters] == [*RING, *CROWD]
    assert [voter.group for voter in voters] == [1] * 5 + [None] * 7
    assert voters[0].marks == ["new account", "fewer than 3 comments", "votes mostly on this author"]
    assert [(voter.up, voter.down) for voter in voters[4:7]] == [(1, 0), (0, 1), (0, 1)]


def test_the_names_of_a_member_are_who_votes_on_them_whom_they_vote_on_and_with_whom(
    town: Cast, look: Any
) -> None:
    context = look("senior", of_member(User.objects.get(name="Pip"))).context
    assert [(author.member.name, author.up) for author in context["authors"]] == [("Amber", 6)]
    assert [member.name for member in context["together"]] == list(RING[1:])
    assert context["voters"] == []
    entry = LogEntry.objects.get()
    assert [entry.member.name, entry.comment] == ["Pip", None]
    context = look("senior", of_member(town.author)).context
    assert [(voter.member.name, voter.up) for voter in context["voters"]][:5] == [(name, 6) for name in RING]


def test_without_a_reason_there_are_no_names_and_nothing_is_logged(town: Cast, look: Any) -> None:
    for reason in ("", "  ", "x" * 301):
        answer = look("senior", of(town.comment), reason)
        assert [answer.status_code, named(answer)] == [422, set()]
    assert "x" * 301 in text(answer)
    assert not LogEntry.objects.exists()


# --- Voiding ------------------------------------------------------------------------------------------------------


def counts(comment: Comment) -> list[int]:
    comment.refresh_from_db()
    return [comment.up, comment.down]


def test_the_ring_is_voided_on_the_comment_after_asking_why_and_restored(
    town: Cast, look: Any, act: Any
) -> None:
    look("senior", of(town.comment))
    ring, version = members(*RING), Article.objects.get().version
    asked = town.client("senior").post(
        of(town.comment, "turn/"), {"action": "void", "_selected_action": ring}
    )
    assert asked.status_code == 200 and named(asked) == set(RING)
    assert counts(town.comment) == [10, 2]
    done = act("senior", of(town.comment), "void", *ring)
    assert [done.status_code, done.url] == [302, of(town.comment)]
    assert said(done) == ["5 votes are void now."]
    assert counts(town.comment) == [5, 2]
    assert Article.objects.get().version > version
    assert not list(recount())
    acts = LogEntry.objects.filter(verb="void-votes")
    assert {(entry.member_id, entry.reason) for entry in acts} == {(pk, WHY) for pk in ring}
    assert set(Notification.objects.values_list("member", flat=True)) == set(ring)
    chart = town.client("moderator").get(of(town.comment)).context["reports"][0].chart
    assert [(bar.up, bar.down, bar.void) for bar in chart.bars] == [(5, 2, 5)]
    assert said(act("senior", of(town.comment), "restore", *ring, reason="They are a family")) == [
        "5 votes count again."
    ]
    assert counts(town.comment) == [10, 2]
    assert not list(recount())


def test_all_votes_of_a_member_are_voided_with_their_number_named_first(town: Cast, act: Any) -> None:
    puppet = User.objects.get(name="Pip")
    page = town.client("senior").get(of_member(puppet))
    assert 'value="void-all">Void all 6 votes …</button>' in text(page)
    asked = town.client("senior").post(of_member(puppet, "turn/"), {"action": "void-all"})
    assert asked.status_code == 200 and 'value="Void 6 votes"' in text(asked)
    assert said(act("senior", of_member(puppet), "void-all")) == ["6 votes are void now."]
    assert LogEntry.objects.get().before == "6 counted"
    page = town.client("senior").get(of_member(puppet))
    assert 'value="restore-all">Restore 6 void votes …</button>' in text(page)
    assert "Void all" not in text(page)
    assert said(act("senior", of_member(puppet), "restore-all")) == ["6 votes count again."]
    assert not list(recount())


def test_a_long_run_says_how_many_are_left(town: Cast, act: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voiding, "MOST", 4)
    puppet = of_member(User.objects.get(name="Pip"))
    assert said(act("senior", puppet, "void-all")) == [
        "4 votes are void now.",
        "2 votes are left: do it again.",
    ]
    assert said(act("senior", puppet, "void-all")) == ["2 votes are void now."]


def test_the_ring_can_be_voided_everywhere_from_the_comment(town: Cast, act: Any) -> None:
    assert said(act("senior", of(town.comment), "void-all", *members(*RING))) == ["30 votes are void now."]
    assert LogEntry.objects.filter(verb="void-votes").count() == 5
    assert not list(recount())


def test_a_reason_is_asked_for_and_what_was_ticked_is_kept(
    town: Cast, look: Any, act: Any, snapshot: Callable[[], Any]
) -> None:
    look("senior", of(town.comment))
    before = snapshot()
    for reason, sentence in (("", "Say why: the members are told."), ("x" * 301, "at most 300 characters")):
        answer = act("senior", of(town.comment), "void", *members("Pip", "Rex"), reason=reason)
        assert answer.status_code == 422
        assert sentence in text(answer) and named(answer) == {"Pip", "Rex"} and reason in text(answer)
    assert snapshot() == before


def test_whoever_has_not_looked_cannot_find_out_by_voiding_who_voted(
    town: Cast, look: Any, act: Any, snapshot: Callable[[], Any]
) -> None:
    stranger = MemberFactory(name="Nix")
    before = snapshot()
    for ticked in (members("Pip"), [stranger.pk]):
        assert said(act("senior", of(town.comment), "void", *ticked)) == [
            "Look at who voted first: what you do here would tell it."
        ]
    assert snapshot() == before
    look("administrator", of(town.comment))  # somebody else's look is not one's own
    assert "Look at who voted first" in said(act("senior", of(town.comment), "void", *members("Pip")))[0]


def test_the_second_moderator_is_told_and_the_rest_is_done(town: Cast, look: Any, act: Any) -> None:
    look("senior", of(town.comment))
    act("senior", of(town.comment), "void", *members("Pip"))
    town.senior = StaffFactory(name="Sion", group="Senior moderators")
    look("senior", of(town.comment))
    told = said(act("senior", of(town.comment), "void", *members("Pip", "Rex")))
    assert told[0].startswith("Pip: Sela voided votes (Today ") and told[0].endswith(f"): {WHY}")
    assert told[1:] == ["1 vote is void now."]


def test_what_makes_no_sense_is_refused(town: Cast, look: Any, act: Any) -> None:
    look("senior", of(town.comment))
    assert said(act("senior", of(town.comment), "void")) == ["Nobody was ticked. Nothing has been changed."]
    assert said(act("senior", of_member(town.author), "void")) == ["Choose a comment first."]
    for action, ticked in (("explode", "1"), ("void", "x"), ("void", "-1")):
        assert act("senior", of(town.comment), action, ticked).status_code == 400  # type: ignore[arg-type]
    assert not Vote.objects.filter(is_void=True).exists()


# --- Costs, and the house ------------------------------------------------------------------------------------------


def test_the_views_take_the_same_queries_however_many_voted(town: Cast, look: Any) -> None:
    looks = [
        lambda: town.client("senior").get(of(town.comment)),
        lambda: look("senior", of(town.comment)),
        lambda: town.client("senior").get(of_member(town.author)),
        lambda: look("senior", of_member(User.objects.get(name="Pip"))),
    ]

    def taken() -> list[int]:
        numbers = []
        for one in looks:
            with CaptureQueriesContext(connection) as captured:
                one()
            numbers.append(len(captured))
        return numbers

    before = taken()
    for voter in MemberFactory.create_batch(12):
        for comment in Comment.objects.filter(author=town.author):
            cast_vote(comment.pk, voter, 1)
    Vote.objects.update(cast_at=timezone.now() - timedelta(days=1))
    assert taken() == before


def test_every_page_keeps_to_the_strict_policy(town: Cast, look: Any) -> None:
    answers = [
        town.client("senior").get(of(town.comment)),
        look("senior", of(town.comment)),
        look("senior", of_member(town.author)),
        town.client("senior").post(of_member(User.objects.get(name="Pip"), "turn/"), {"action": "void-all"}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert "<style" not in text(answer) and " style=" not in text(answer)
        assert "| Hiroba</title>" in text(answer)


def test_the_pages_of_a_comment_and_a_member_lead_to_their_votes(town: Cast) -> None:
    client = town.client("moderator")
    assert f'href="{of(town.comment)}"' in text(client.get(f"/admin/board/comment/{town.comment.pk}/change/"))
    assert f'href="{of_member(town.author)}"' in text(
        client.get(f"/admin/accounts/user/{town.author.pk}/change/")
    )
    editor = town.client("editor").get(f"/admin/board/comment/{town.comment.pk}/change/")
    assert of(town.comment) not in text(editor)
