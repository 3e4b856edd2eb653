"""The vote view without names: what everybody who moderates sees, and who may open it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from board.actions.votes import cast_vote
from board.models import LogEntry, Remit, Vote
from tests.board.admin.conftest import Cast
from tests.board.admin.voting import CROWD, RING, WHY, members, named, of, of_member, text, voting
from tests.factories import ArticleFactory, MemberFactory, SectionFactory, say


@pytest.fixture
def town(cast: Cast) -> Cast:
    return voting(cast)


def figures(answer: Any, report: int = 0) -> dict[str, str]:
    return {figure.words: figure.value for figure in answer.context["reports"][report].figures}


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
    assert [(bar.up, bar.down) for bar in chart.bars] == [(10, 2)]
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
    assert [(bar.up, bar.down) for bar in chart.bars] == [(5, 0)]
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
