"""The desk: who may look at it, what waits there, and in which context."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from board.actions import moderation, sanctions
from board.actions.comments import edit_comment
from board.actions.reports import report_as_visitor, report_comment
from board.models import Article, Case, Comment, LogEntry, Note, WordRule
from tests.board.admin.at_desk import DESK, decide, entries, nothing_done, page
from tests.board.admin.conftest import Cast, said
from tests.factories import MemberFactory, say

# --- Who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["moderator", "senior", "administrator"])
def test_whoever_moderates_finds_the_desk_from_every_page_of_the_admin(
    cast: Cast, reported: Comment, role: str
) -> None:
    assert f'<a href="{DESK}">Desk</a>' in cast.client(role).get("/admin/").content.decode()
    assert entries(cast, role) == [reported.pk]


@pytest.mark.parametrize("role", ["editor", "member"])
def test_nobody_else_sees_it_or_decides_there(cast: Cast, reported: Comment, role: str) -> None:
    client = cast.client(role)
    assert client.get(DESK).status_code == 403
    for path in (f"{reported.pk}/", "ticked/", "undo/1/"):
        given = {"act": "approve", "case": reported.pk}
        assert client.post(f"{DESK}{path}", given).status_code == 403
    assert nothing_done(reported)
    assert "/admin/desk/" not in client.get("/admin/").content.decode()


def test_a_visitor_is_asked_to_log_in_and_comes_back(cast: Cast, reported: Comment) -> None:
    client = cast.client("visitor")
    assert client.get(DESK).url == f"/accounts/login/?next={DESK}"
    assert client.post(f"{DESK}{reported.pk}/", {"act": "approve"}).status_code == 302
    assert nothing_done(reported)


def test_a_moderator_of_some_sections_sees_and_counts_what_waits_in_them_alone(
    cast: Cast, reported: Comment, elsewhere: Comment
) -> None:
    shown = page(cast)
    assert entries(cast) == [reported.pk]
    assert "Far away words." not in shown and "You see the sections that you moderate." in shown
    assert ">All <b>1</b></a>" in shown
    assert sorted(entries(cast, "senior")) == sorted([reported.pk, elsewhere.pk])
    first = cast.client("moderator").get("/admin/").content.decode()
    assert "<strong>1</strong> comment was reported" in first


@pytest.mark.parametrize("act", ["approve", "remove", "warn", "suspend", "hold"])
def test_other_sections_are_not_decided_by_a_forged_form_either(
    cast: Cast, elsewhere: Comment, act: str
) -> None:
    given = {"words": "Go away", "reason": "Go away", "term": "1", "date": ""}
    answer = decide(cast, elsewhere, act, **given)
    assert answer.status_code == 403
    assert "You moderate other sections" in answer.content.decode()
    assert nothing_done(elsewhere)
    assert User.objects.get(pk=cast.author.pk).standing == "good"


def test_other_sections_are_not_decided_among_ticked_ones_either(
    cast: Cast, reported: Comment, elsewhere: Comment
) -> None:
    given = {"act": "approve", "case": [reported.pk, elsewhere.pk]}
    told = said(cast.client("moderator").post(f"{DESK}ticked/", given))
    assert "You moderate other sections" in told[0] and told[1] == "1 comment approved."
    assert [Case.objects.get().pk, LogEntry.objects.get().comment_id] == [elsewhere.pk, reported.pk]


def test_a_moderator_of_some_sections_warns_there_and_leaves_suspensions_to_others(
    cast: Cast, reported: Comment, elsewhere: Comment
) -> None:
    shown = page(cast)
    assert 'value="warn"' in shown and 'value="suspend"' not in shown and 'value="hold"' not in shown
    for act in ("suspend", "hold"):
        answer = decide(cast, reported, act, term="1", date="", reason="Forged")
        assert answer.status_code == 403 and "You moderate some sections" in answer.content.decode()
    assert nothing_done(reported)
    decide(cast, reported, "warn", words="Be kind")
    assert LogEntry.objects.get().verb == "warn"


def test_own_comments_are_shown_and_left_to_others(cast: Cast) -> None:
    own = say(cast.article, cast.moderator, "My own words.")
    report_comment(own, cast.member, "insult")
    shown = page(cast)
    assert "My own words." in shown and "This is your own comment: another moderator decides" in shown
    assert f"{DESK}{own.pk}/" not in shown
    for act in ("approve", "remove"):
        answer = decide(cast, own, act, words="Forged")
        assert answer.status_code == 403 and "Nobody moderates their own" in answer.content.decode()
    assert nothing_done(own)


def test_a_moderator_without_the_right_to_members_is_offered_no_sanctions(
    cast: Cast, reported: Comment
) -> None:
    cast.moderator.groups.clear()
    cast.moderator.user_permissions.add(Permission.objects.get(codename="moderate_comment"))
    shown = page(cast)
    assert 'value="remove"' in shown and 'value="suspend"' not in shown
    assert "He calls me a liar." not in shown, "Reports are for those who may see them."
    assert decide(cast, reported, "suspend", term="1", reason="Forged").status_code == 403
    assert nothing_done(reported)


# --- What is shown ------------------------------------------------------------------------------------------------


def test_the_most_urgent_comes_first_and_of_equals_the_oldest(
    cast: Cast, held: Comment, reported: Comment
) -> None:
    twice, young = say(cast.article, cast.author, "Worse."), say(cast.article, cast.author, "As bad.")
    for comment, reporters in ((twice, 2), (young, 1)):
        for member in MemberFactory.create_batch(reporters):
            report_comment(comment, member, "insult")
    assert entries(cast) == [twice.pk, held.pk, reported.pk, young.pk]
    assert entries(cast, query="?only=reported") == [twice.pk, reported.pk, young.pk]
    assert entries(cast, query="?only=held") == [held.pk]
    assert len(entries(cast, query="?only=nonsense&after=nonsense_1_2")) == 4


def test_an_entry_shows_the_comment_in_its_context(cast: Cast) -> None:
    parent = cast.comment
    text = f"> #{parent.pk} Amber:\n> The ferry is the only way home.\n\nNot for **everybody**."
    reply = say(cast.article, cast.member, text, parent=parent)
    quoting = say(cast.article, cast.author, f"> #{reply.pk} Milo:\n> Not for everybody.\n\nNo?")
    edit_comment(reply, cast.member, text + " Now.")
    report_comment(reply, cast.senior, "off-topic", "Perhaps.")
    moderation.approve(reply, cast.senior)
    report_comment(reply, cast.author, "off-topic", "It is <b>not</b>.")
    Article.objects.update(comments_mode="premoderated")
    shown = page(cast)
    for words in (
        f"/admin/board/comment/{reply.pk}/change/", "Ferry to stop at night", "pre-moderated", "In reply to Amber",
        "<strong>everybody</strong>", "Edited once",
        "Quoted by 1 comment:", f"#{quoting.pk} Amber", f'<a href="/comments/{parent.pk}/">Amber <time',
        "off topic", "It is &lt;b&gt;not&lt;/b&gt;.", "Sela kept a reported comment",
    ):  # fmt: skip
        assert words in shown, words


def test_an_entry_tells_what_is_known_of_its_author(cast: Cast, reported: Comment) -> None:
    moderation.remove(say(cast.article, cast.author, "Bad."), cast.senior, reason="Insults")
    User.objects.filter(pk=cast.author.pk).update(joined_at=timezone.now() - timedelta(days=21))
    sanctions.warn(cast.author, cast.senior, reason="Be kind")
    sanctions.hold(cast.author, cast.senior, reason="Until it is better")
    Note.objects.create(member=cast.author, author=cast.senior, text="Is <ill> at the moment.")
    shown = " ".join(page(cast).split())
    for words in (
        "here for 3\xa0weeks".replace("\xa0", " "), "1 comment, <strong>1 removed</strong>", "comments are held",
        "has a warning to read", "Sela warned a member: Be kind", "Until it is better", "Is &lt;ill&gt; at the moment.",
    ):  # fmt: skip
        assert words in shown, words


def test_an_entry_tells_who_reported_it_and_how_often_they_were_right(cast: Cast, reported: Comment) -> None:
    for verb in (moderation.approve, moderation.remove):
        earlier = say(cast.article, cast.author, "Earlier.")
        report_comment(earlier, cast.member, "spam")
        verb(earlier, cast.senior, **({"reason": "Spam"} if verb is moderation.remove else {}))
    report_as_visitor(reported, "Nora Vale", "nora@example.com", "It names a child.")
    shown = " ".join(page(cast).split())
    for words in ("insult", "He calls me a liar.", "right 1 of 2 times", "Nora Vale (a visitor)", "illegal"):
        assert words in shown, words
    assert "nora@example.com" not in shown


def test_of_many_reports_some_are_shown_and_the_rest_is_counted(cast: Cast, reported: Comment) -> None:
    for member in MemberFactory.create_batch(6):
        report_comment(reported, member, "spam")
    report_comment(reported, MemberFactory(), "illegal")
    shown = page(cast)
    listed = [shown.count(f"<strong>{reason}</strong>") for reason in ("illegal", "insult", "spam")]
    assert listed == [1, 1, 3] and "and 3 more reports" in shown


def test_what_a_rule_caught_is_marked_at_its_words(cast: Cast, held: Comment) -> None:
    rule = WordRule.objects.create(words="who pays", note="A ring of <spammers>")
    Case.objects.filter(pk=held.pk).update(cause="words", caught="who pays", rule=rule)
    shown = page(cast)
    assert "<p><mark>Who pays</mark> for this?</p>" in shown
    assert "Word rule “who pays” <mark>who pays</mark>" in shown, (
        "The words stand at the rule that caught them."
    )
    assert "A ring of &lt;spammers&gt;" in shown


def test_a_discussion_is_closed_or_slowed_a_click_away(cast: Cast, reported: Comment) -> None:
    link = f'<a href="/admin/board/article/{reported.article_id}/change/">slow down or close …</a>'
    assert link in page(cast)
    Article.objects.update(comments_mode="closed")
    assert link not in page(cast)


def test_a_warning_says_beforehand_that_a_published_comment_stays(cast: Cast, reported: Comment) -> None:
    assert "The comment stays. Its author cannot comment again" in page(cast)
    Comment.objects.update(status="held")
    assert "The comment stays." not in page(cast)


@pytest.mark.parametrize("cause", Case.Cause.values)
def test_each_cause_of_a_hold_is_told_in_words(cast: Cast, held: Comment, cause: str) -> None:
    Case.objects.filter(pk=held.pk).update(cause=cause)
    shown = page(cast)
    assert "Held:" in shown and "your" not in shown.split("Held:")[1].split("</p>")[0]


def test_nothing_that_waits_shows_unescaped(cast: Cast) -> None:
    Article.objects.update(comments_mode="premoderated", headline="<script>alert(1)</script>")
    comment = say(cast.article, cast.author, '<img src=x onerror=alert(2)> [a](javascript:alert(3)) "')
    Case.objects.filter(pk=comment.pk).update(cause="words", caught="<img src=x onerror=alert(2)>")
    shown = page(cast)
    for words in ("<script>alert", "<img", 'href="javascript:'):
        assert words not in shown
    assert "<mark>&lt;img src=x onerror=alert(2)&gt;</mark>" in shown


def test_an_empty_desk_says_so_kindly(cast: Cast) -> None:
    assert "Nothing waits here. Thank you" in page(cast)
    assert "That was the end of the queue." in page(cast, query="?after=1.0_20260101T000000.000000_1")


def test_the_tabs_count_what_waits(cast: Cast, held: Comment, reported: Comment) -> None:
    shown = " ".join(page(cast, query="?only=held").split())
    for words in (
        ">All <b>2</b>",
        ">Reported <b>1</b>",
        'aria-current="page">Held <b>1</b>',
        ">Appeals <b>0</b>",
    ):
        assert words in shown, words
    assert f'href="{reverse("admin:board_appeal_changelist")}?state=open"' in shown


def test_the_first_pages_counts_lead_to_the_desk(cast: Cast, held: Comment, reported: Comment) -> None:
    first = cast.client("moderator").get("/admin/").content.decode()
    assert f'href="{DESK}?only=reported"' in first and f'href="{DESK}?only=held"' in first
