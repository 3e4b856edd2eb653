"""What is decided at the desk: each act through its verb, one by one and several at once, by two moderators."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from board.actions import moderation, sanctions
from board.actions.reports import report_comment
from board.models import Case, Comment, HouseRule, LogEntry, Report
from board.rules import moments
from tests.board.admin.at_desk import DESK, decide, entries, nothing_done, page, status
from tests.board.admin.conftest import Cast, said
from tests.factories import ArticleFactory, MemberFactory, say

# --- What is decided ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("htmx", [False, True])
def test_keeping_settles_the_reports_and_goes_on_to_the_next(
    cast: Cast, reported: Comment, held: Comment, htmx: bool
) -> None:
    answer = decide(cast, reported, "approve", next=held.pk, seen=0, htmx=htmx, query="?only=reported")
    entry = LogEntry.objects.get()
    assert answer.url == f"{DESK}?only=reported&at={held.pk}&done={entry.pk}#case-{held.pk}"
    assert [entry.verb, entry.moderator, entry.comment] == ["keep", cast.moderator, reported]
    assert [Report.objects.get().outcome, status(reported)] == ["dismissed", "published"]
    shown = page(cast, query=f"?at={held.pk}&done={entry.pk}")
    told = shown.index("Who reported it is told.")
    assert shown.index(f'id="case-{held.pk}"') < told and "Undo" not in shown


def test_approving_publishes_what_is_held(cast: Cast, held: Comment) -> None:
    assert decide(cast, held, "approve").status_code == 302
    assert [status(held), LogEntry.objects.get().verb, Case.objects.count()] == ["published", "approve", 0]


def test_removing_stores_rule_and_words_and_offers_to_undo_it(cast: Cast, reported: Comment) -> None:
    rule = HouseRule.objects.in_force()[0]
    answer = decide(cast, reported, "remove", rule=rule.pk, words="again", seen=0)
    entry = LogEntry.objects.get()
    assert [entry.verb, entry.rule, entry.reason] == ["remove", rule, f"{rule.title}: again"]
    assert [status(reported), Case.objects.count()] == ["removed", 0]
    shown = cast.client("moderator").get(answer.url).content.decode()
    assert f"Comment #{reported.pk} by Amber is removed" in shown and f"{DESK}undo/{entry.pk}/" in shown
    cast.client("moderator").post(f"{DESK}undo/{entry.pk}/")
    assert [status(reported), LogEntry.objects.latest("pk").verb] == ["published", "restore"]
    assert f"{DESK}undo/" not in cast.client("moderator").get(answer.url).content.decode()


def test_a_removal_without_a_reason_is_asked_for_it_again(cast: Cast, reported: Comment) -> None:
    retired = HouseRule.objects.create(title="Once a rule", is_retired=True)
    for given in ({}, {"rule": retired.pk}, {"words": "x" * 301}):
        answer = decide(cast, reported, "remove", **given)
        assert answer.status_code == 422
        shown = answer.content.decode()
        assert "open><summary" in shown and 'class="errornote" role="alert"' in shown
    assert "Once a rule" not in shown and "x" * 301 in shown
    rule = HouseRule.objects.in_force()[0].pk
    again = decide(cast, reported, "remove", rule=rule, words="x" * 301).content.decode()
    assert again.count(f'name="rule" value="{rule}" checked') == 1
    assert nothing_done(reported)


def test_warning_settles_the_reports_of_a_published_comment(cast: Cast, reported: Comment) -> None:
    decide(cast, reported, "warn", words="Be kind", seen=0, known=0)
    entry = LogEntry.objects.get()
    assert [entry.verb, entry.comment, entry.reason] == ["warn", reported, "Be kind"]
    assert [User.objects.get(pk=cast.author.pk).warning, status(reported)] == ["Be kind", "published"]
    assert [Report.objects.get().outcome, Case.objects.count()] == ["upheld", 0]


def test_suspending_leaves_the_comment_to_be_decided_and_can_be_lifted(cast: Cast, reported: Comment) -> None:
    answer = decide(cast, reported, "suspend", term="7", date="", reason="Spam", seen=0, known=0, next=0)
    member, entry = User.objects.get(pk=cast.author.pk), LogEntry.objects.get()
    assert [member.standing, entry.verb, entry.reason] == ["suspended", "suspend", "Spam"]
    assert member.suspended_until and member.suspended_until > timezone.now() + timedelta(days=6, hours=23)
    assert answer.url.endswith(f"#case-{reported.pk}") and entries(cast) == [reported.pk]
    shown = cast.client("moderator").get(answer.url).content.decode()
    end = moments.calendar(member.suspended_until)
    assert f"Amber is suspended until {end}: Spam" in shown, "In the time of the place, as the log has it."
    assert "Undo: lift it" in shown
    cast.client("moderator").post(f"{DESK}undo/{entry.pk}/", {"next": reported.pk})
    assert User.objects.get(pk=cast.author.pk).standing == "good"


@pytest.mark.parametrize(
    "given",
    [{"term": "7", "reason": ""}, {"term": "", "reason": "Spam"}, {"term": "date", "date": "yesterday"}],
)
def test_a_suspension_without_term_or_reason_is_asked_for_again(
    cast: Cast, reported: Comment, given: dict[str, str]
) -> None:
    answer = decide(cast, reported, "suspend", **given)
    assert answer.status_code == 422
    checked = f'name="term" value="{given["term"]}" checked'
    assert answer.content.decode().count(checked) == bool(given["term"])
    assert nothing_done(reported)


def test_holding_all_of_a_member(cast: Cast, reported: Comment) -> None:
    decide(cast, reported, "hold", reason="Until it is better")
    assert User.objects.get(pk=cast.author.pk).standing == "held"
    assert [LogEntry.objects.get().verb, entries(cast)] == ["hold", [reported.pk]]


def test_after_a_suspension_what_else_the_member_wrote_lately_is_a_link_away(
    cast: Cast, reported: Comment
) -> None:
    say(ArticleFactory(), cast.author, "The same again.")
    answer = decide(cast, reported, "suspend", term="30", date="", reason="Spam")
    shown = cast.client("moderator").get(answer.url).content.decode()
    where = f"/admin/board/comment/clean-up/?member={cast.author.pk}"
    assert f'<a href="{where}">2 comments of the last 24 hours, in 2 discussions</a>' in shown


def test_staff_is_suspended_by_administrators_alone(cast: Cast) -> None:
    comment = say(cast.article, cast.editor, "I may say this.")
    report_comment(comment, cast.member, "insult")
    answer = decide(cast, comment, "suspend", term="1", date="", reason="No")
    assert answer.status_code == 403 and "Only an administrator" in answer.content.decode()
    assert nothing_done(comment)


def test_an_act_that_there_is_not_a_comment_that_there_is_not(cast: Cast, reported: Comment) -> None:
    assert decide(cast, reported, "delete").status_code == 400
    client = cast.client("moderator")
    assert client.post(f"{DESK}{10**30}/", {"act": "approve"}).status_code == 404
    assert client.post(f"{DESK}ticked/", {"act": "delete", "case": reported.pk}).status_code == 400
    assert client.post(f"{DESK}ticked/", {"act": "approve", "case": "1 OR 1"}).status_code == 400
    assert client.get(f"{DESK}{reported.pk}/?only=held").url == f"{DESK}?only=held"
    assert client.get(f"{DESK}ticked/").status_code == client.get(f"{DESK}undo/1/").status_code == 302
    assert nothing_done(reported)


# --- Two moderators -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["approve", "remove", "warn", "suspend", "hold"])
def test_the_second_moderator_is_told_what_the_first_did_at_the_place(
    cast: Cast, reported: Comment, held: Comment, act: str
) -> None:
    moderation.remove(reported, cast.senior, reason="Insults")
    given = {"words": "My words", "reason": "My words", "term": "1", "date": "", "seen": 0, "next": held.pk}
    answer = decide(cast, reported, act, **given)
    shown = answer.content.decode()
    assert answer.status_code == 409 and "Nothing was changed." in shown
    assert "Sela removed a comment (Today " in shown and "): Insults" in shown
    assert shown.index(f'id="case-{held.pk}"') < shown.index(f'id="case-{reported.pk}"'), "at its place"
    assert act == "approve" or "My words" in shown
    assert f'aria-describedby="case-{reported.pk}"' in shown and shown.count(f'id="case-{reported.pk}"') == 1
    assert LogEntry.objects.count() == 1 and User.objects.get(pk=cast.author.pk).standing == "good"


def test_a_comment_that_was_kept_and_reported_again_is_not_decided_unread(
    cast: Cast, reported: Comment
) -> None:
    moderation.approve(reported, cast.senior)
    report_comment(reported, MemberFactory(), "spam")
    answer = decide(cast, reported, "remove", words="My words", seen=0)
    assert answer.status_code == 409 and "Sela kept a reported comment" in answer.content.decode()
    assert "My words</textarea>" in answer.content.decode(), "What was typed is there again."
    again = decide(cast, reported, "remove", words="My words", seen=LogEntry.objects.get().pk)
    assert [again.status_code, status(reported)] == [302, "removed"]


def test_two_suspensions_of_a_member_do_not_pass_each_other_unnoticed(cast: Cast, reported: Comment) -> None:
    until = timezone.now() + timedelta(days=30)
    sanctions.suspend(cast.author, cast.senior, until=until, reason="Spam")
    answer = decide(cast, reported, "suspend", term="1", date="", reason="Mine", seen=0, known=0)
    assert answer.status_code == 409 and "Sela suspended a member" in answer.content.decode()
    assert User.objects.get(pk=cast.author.pk).suspended_until == until
    known = LogEntry.objects.get().pk
    assert decide(cast, reported, "suspend", term="1", date="", reason="Mine", known=known).status_code == 302


def test_what_was_undone_or_done_by_others_is_not_undone(cast: Cast, reported: Comment) -> None:
    decide(cast, reported, "remove", words="Insults", role="senior")
    entry = LogEntry.objects.get()
    cast.client("moderator").post(f"{DESK}undo/{entry.pk}/")
    assert status(reported) == "removed", "It was Sela's."
    assert "is removed" not in page(cast, query=f"?done={entry.pk}")
    moderation.restore(reported, cast.administrator)
    answer = cast.client("senior").post(f"{DESK}undo/{entry.pk}/")
    assert answer.status_code == 409 and "Ada restored a comment" in answer.content.decode()


# --- Several at once ----------------------------------------------------------------------------------------------


def test_ticked_comments_are_approved_each_by_itself_and_refusals_are_told(
    cast: Cast, reported: Comment, held: Comment
) -> None:
    moderation.remove(reported, cast.senior, reason="Insults")
    seen = {f"seen-{reported.pk}": 0, f"seen-{held.pk}": 0}
    answer = cast.client("moderator").post(
        f"{DESK}ticked/", {"act": "approve", "case": [reported.pk, held.pk], **seen}
    )
    told = said(answer)
    assert f"#{reported.pk} by Amber: Sela removed a comment" in told[0] and told[1] == "1 comment approved."
    assert [status(reported), status(held)] == ["removed", "published"]
    assert LogEntry.objects.count() == 2


def test_ticked_comments_are_removed_once_a_reason_is_given(
    cast: Cast, reported: Comment, held: Comment
) -> None:
    given = {"act": "remove", "case": [reported.pk, held.pk]}
    client = cast.client("moderator")
    asked = client.post(f"{DESK}ticked/", given)
    assert asked.status_code == 200 and "The ferry is the only way home." in asked.content.decode()
    assert client.post(f"{DESK}ticked/", {**given, "answered": "yes"}).status_code == 422
    assert nothing_done(reported)
    assert said(client.post(f"{DESK}ticked/", {**given, "answered": "yes", "words": "Spam"})) == [
        "2 comments removed."
    ]
    assert [status(reported), status(held), LogEntry.objects.count()] == ["removed", "removed", 2]


def test_nothing_ticked_changes_nothing(cast: Cast, reported: Comment) -> None:
    told = said(cast.client("moderator").post(f"{DESK}ticked/", {"act": "approve"}))
    assert told == ["Tick some comments first. Nothing has been changed."] and nothing_done(reported)
