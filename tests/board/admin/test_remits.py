"""Moderators who are limited to sections: by whom, what they see, what they decide."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from board.actions import moderation, remits, sanctions
from board.actions.appeals import answer_appeal, appeal
from board.actions.refusals import Refused
from board.actions.reports import report_comment
from board.models import Appeal, Article, Comment, LogEntry, Remit, Report, Section
from tests.board.admin.conftest import Cast, said
from tests.factories import ArticleFactory, MemberFactory, SectionFactory, say

WHY = {"answered": "yes", "reason": "Enough", "words": "Enough", "term": "1"}


@dataclass
class Limited:
    moderator: User
    client: Client
    here: Comment
    there: Comment


@pytest.fixture
def limited(cast: Cast) -> Limited:
    """Lina moderates sports alone; a comment waits there, and one in politics."""
    sports = SectionFactory(name="Sports", slug="sports")
    sub = SectionFactory(name="Rowing", slug="rowing", parent=sports)
    moderator = cast.limited
    remits.set_sections(moderator, cast.administrator, [sports])
    stories = ArticleFactory(headline="The regatta", section=sub), ArticleFactory(headline="The vote")
    here, there = (say(story, MemberFactory(), f"About {story.headline}.") for story in stories)
    for comment in (here, there):
        report_comment(comment, cast.member, Report.Reason.SPAM)
    client = Client()
    client.force_login(moderator)
    return Limited(moderator, client, here, there)


def address(moderator: User) -> str:
    return f"/admin/accounts/user/{moderator.pk}/sections/"


def shown(client: Client, model: str) -> list[Any]:
    return list(client.get(f"/admin/board/{model}/").context["cl"].result_list)


# --- Who decides it ---------------------------------------------------------------------------------------------


def test_an_administrator_limits_a_moderator_and_the_log_says_so(cast: Cast) -> None:
    sports, town = SectionFactory(name="Sports"), SectionFactory(name="Town")
    client = cast.client("administrator")
    page = client.get(f"/admin/accounts/user/{cast.moderator.pk}/change/").content.decode()
    assert "all sections" in page and address(cast.moderator) in page
    answer = client.post(address(cast.moderator), {"sections": [sports.pk, town.pk], "seen": ""})
    assert answer.url == f"/admin/accounts/user/{cast.moderator.pk}/change/"
    assert Remit.objects.sections(cast.moderator) == {sports.pk, town.pk}
    entry = LogEntry.objects.get()
    assert [entry.verb, entry.moderator, entry.member] == ["remit", cast.administrator, cast.moderator]
    assert [entry.before, entry.after, entry.internal] == ["all sections", "Sports, Town", ""]
    assert (
        "Sports, Town"
        in cast.client("senior").get(f"/admin/accounts/user/{cast.moderator.pk}/change/").content.decode()
    )
    client.post(address(cast.moderator), {"seen": f"{sports.pk},{town.pk}"})
    assert Remit.objects.sections(cast.moderator) is None
    assert LogEntry.objects.latest("pk").change == "Sports, Town → all sections"


def test_each_subsection_stands_after_what_it_belongs_to(cast: Cast) -> None:
    second, first = SectionFactory(name="Town", position=9), SectionFactory(name="Sports", position=8)
    SectionFactory(name="Rowing", parent=first, position=30)
    SectionFactory(name="Schools", parent=second, position=1)
    page = cast.client("administrator").get(address(cast.moderator)).content.decode()
    found = re.findall(r"> ((?:Sports|Town)[^<]*?)</label>", " ".join(page.split()))
    assert found == ["Sports", "Sports › Rowing", "Town", "Town › Schools"]


def test_what_they_moderate_already_is_no_act(cast: Cast) -> None:
    cast.client("administrator").post(address(cast.moderator), {"seen": ""})
    assert not LogEntry.objects.exists()


def test_long_lists_of_sections_fit_into_the_log(cast: Cast) -> None:
    sections = [SectionFactory(name=f"A section with a long name {n}") for n in range(12)]
    remits.set_sections(cast.moderator, cast.administrator, sections)
    entry = LogEntry.objects.get()
    assert [len(entry.after), len(entry.internal)] == [60, 300]


def test_the_second_of_two_administrators_is_told(cast: Cast) -> None:
    sports, town = SectionFactory(name="Sports"), SectionFactory(name="Town")
    remits.set_sections(cast.moderator, cast.administrator, [sports])
    client = cast.client("administrator")
    told = client.post(address(cast.moderator), {"sections": [town.pk], "seen": ""})
    assert told.status_code == 422 and "Somebody else has changed this meanwhile." in told.content.decode()
    assert re.search(f'value="{town.pk}"[^>]* checked', told.content.decode())
    assert Remit.objects.sections(cast.moderator) == {sports.pk}
    client.post(address(cast.moderator), {"sections": [town.pk], "seen": f"{sports.pk}"})
    assert Remit.objects.sections(cast.moderator) == {town.pk}


@pytest.mark.parametrize("role", ["visitor", "member", "editor", "moderator", "senior"])
def test_nobody_but_administrators(cast: Cast, role: str) -> None:
    sports = SectionFactory(name="Sports")
    for method in ("get", "post"):
        answer = getattr(cast.client(role), method)(address(cast.moderator), {"sections": [sports.pk]})
        assert answer.status_code == (302 if role == "visitor" else 403)
    if role != "visitor":
        with pytest.raises(Refused, match="Only an administrator"):
            remits.set_sections(cast.moderator, getattr(cast, role), [sports])
    assert Remit.objects.sections(cast.moderator) is None


def test_nobody_widens_their_own(cast: Cast) -> None:
    sports = SectionFactory(name="Sports")
    Remit.objects.create(moderator=cast.administrator, section=sports)
    answer = cast.client("administrator").post(address(cast.administrator), {"seen": f"{sports.pk}"})
    assert answer.status_code == 422
    assert "Nobody decides what they moderate themselves" in answer.content.decode()
    assert Remit.objects.sections(cast.administrator) == {sports.pk}


def test_whoever_does_not_moderate_has_no_such_page(cast: Cast) -> None:
    for member in (cast.member, cast.editor):
        assert cast.client("administrator").get(address(member)).status_code == 404


# --- What they see and decide -----------------------------------------------------------------------------------


def test_they_see_their_own_sections_and_those_below_them(cast: Cast, limited: Limited) -> None:
    assert shown(limited.client, "comment") == [limited.here]
    assert shown(limited.client, "article") == [limited.here.article]
    assert set(shown(cast.client("moderator"), "comment")) >= {limited.here, limited.there}
    for row in (limited.there, limited.there.article):
        page = limited.client.get(f"/admin/board/{row._meta.model_name}/{row.pk}/change/")
        assert page.status_code == 302 and "The vote" not in page.content.decode()
    page = limited.client.get(f"/admin/accounts/user/{limited.there.author_id}/change/").content.decode()
    assert "About The vote" not in page


def test_the_first_page_counts_what_is_theirs(cast: Cast, limited: Limited) -> None:
    page = limited.client.get("/admin/").content.decode()
    assert "<strong>1</strong> comment was reported" in page
    assert (
        "<strong>2</strong> comments were reported"
        in cast.client("moderator").get("/admin/").content.decode()
    )
    moderation.remove(limited.there, cast.moderator, reason="Shouting")
    assert "removed a comment" not in limited.client.get("/admin/").content.decode()


@pytest.mark.parametrize("action", ["approve", "remove", "restore"])
def test_they_decide_nothing_elsewhere(cast: Cast, limited: Limited, action: str) -> None:
    before = list(Comment.objects.order_by("pk").values())
    given = {**WHY, "action": action, "_selected_action": [limited.there.pk]}
    limited.client.post("/admin/board/comment/", given)
    assert list(Comment.objects.order_by("pk").values()) == before
    assert Report.objects.open().count() == 2
    with pytest.raises(Refused, match="other sections"):
        moderation.approve(limited.there, limited.moderator)


@pytest.mark.parametrize("action", ["premoderate_comments", "close_comments", "slow_down"])
def test_nor_how_discussions_elsewhere_go_on(limited: Limited, action: str) -> None:
    for comment in (limited.here, limited.there):
        given = {"action": action, "_selected_action": [comment.article_id], "index": "0"}
        limited.client.post("/admin/board/article/", given)
    states = {story.headline: (story.comments_mode, story.is_slow) for story in Article.objects.all()}
    assert states["The vote"] == ("open", False) != states["The regatta"]


@pytest.mark.parametrize("act", ["warn", "hold", "suspend", "lift"])
def test_sanctions_hold_everywhere_and_are_left_to_others(cast: Cast, limited: Limited, act: str) -> None:
    member = limited.here.author
    if act == "lift":
        sanctions.suspend(member, cast.moderator, until=timezone.now() + timedelta(days=1), reason="x")
    member = User.objects.get(pk=member.pk)
    before = [member.standing, member.warning, LogEntry.objects.count()]
    answer = limited.client.post(
        "/admin/accounts/user/", {**WHY, "action": act, "_selected_action": [member.pk]}
    )
    member.refresh_from_db()
    assert [member.standing, member.warning, LogEntry.objects.count()] == before
    assert "You moderate some sections, and this holds in all of them" in said(answer)[0]
    page = limited.client.get(f"/admin/accounts/user/{member.pk}/change/").content.decode()
    assert "You moderate some sections, and this holds in all of them" in page


def test_they_warn_about_a_comment_of_their_sections(limited: Limited) -> None:
    sanctions.warn(limited.here.author, limited.moderator, reason="Enough", comment=limited.here)
    assert User.objects.get(pk=limited.here.author_id).warning == "Enough"
    with pytest.raises(Refused, match="other sections"):
        sanctions.warn(limited.there.author, limited.moderator, reason="Enough", comment=limited.there)


def test_they_see_and_decide_appeals_of_their_sections(cast: Cast, limited: Limited) -> None:
    for comment in (limited.here, limited.there):
        moderation.remove(comment, cast.moderator, reason="Shouting")
        appeal(LogEntry.objects.latest("pk"), comment.author, "I was not.")
    sanctions.hold(cast.member, cast.moderator, reason="x")
    appeal(LogEntry.objects.latest("pk"), cast.member, "Why me?")
    own, *others = Appeal.objects.order_by("pk")
    assert shown(limited.client, "appeal") == [own]
    assert "<strong>1</strong> appeal waits" in limited.client.get("/admin/").content.decode()
    for other, sentence in zip(others, ("other sections", "some sections"), strict=True):
        given = {"answered": "yes", "action": "grant", "_selected_action": [other.pk], "answer": ""}
        limited.client.post("/admin/board/appeal/", given)
        with pytest.raises(Refused, match=sentence):
            answer_appeal(other, limited.moderator, True)
    assert Appeal.objects.open().count() == 3
    given = {"answered": "yes", "action": "grant", "_selected_action": [own.pk], "answer": ""}
    limited.client.post("/admin/board/appeal/", given)
    limited.here.refresh_from_db()
    assert [limited.here.status, Appeal.objects.open().count()] == ["published", 2]


def test_they_read_in_the_log_what_was_done_in_their_sections(cast: Cast, limited: Limited) -> None:
    for comment in (limited.here, limited.there):
        moderation.remove(comment, cast.moderator, reason="Shouting")
    comments = [entry.comment for entry in shown(limited.client, "logentry")]
    assert limited.here in comments and limited.there not in comments
    assert len(comments) == LogEntry.objects.count() - 1


def test_a_section_that_somebody_is_limited_to_stays(cast: Cast) -> None:
    section = SectionFactory(name="Sports")
    remits.set_sections(cast.moderator, cast.administrator, [section])
    answer = cast.client("editor").post(f"/admin/board/section/{section.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 403
    ticked = {"action": "delete_selected", "_selected_action": [section.pk], "post": "yes"}
    cast.client("editor").post("/admin/board/section/", ticked)
    assert Section.objects.filter(pk=section.pk).exists()
    assert Remit.objects.sections(cast.moderator) == {section.pk}
