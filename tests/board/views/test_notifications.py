"""What a member is told, and what nobody is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from board.actions import moderation, sanctions
from board.actions.comments import delete_comment
from board.actions.log import About, record
from board.models import Article, Comment, HouseRule, LogEntry, Notification
from tests.board.views.browsing import asked_to_log_in, browser
from tests.board.views.reading import Element, read

ADDRESS = "/accounts/notifications/"


def notices(member: User) -> list[Element]:
    found = read(browser(member).get(ADDRESS)).by_id("main").all("ol")
    return found[0].all("li")


def tell(comment: Comment, member: User, about: About, verb: str) -> LogEntry:
    return record(
        LogEntry.Verb(verb), None, article=comment.article, comment=comment, reason="Rude words",
        internal="sock puppet", tell=[(member.pk, about)],
    )  # fmt: skip


def test_a_removal_is_told_with_its_reason_and_the_story_but_without_the_words(
    comment: Comment, alice: User, moderator: User
) -> None:
    rule = HouseRule.objects.create(title="Keep to the subject, all")
    moderation.remove(comment, moderator, rule=rule, reason="no otters here")
    (notice,) = notices(alice)
    assert "A moderator has removed your comment." in notice.text
    assert "Reason: Keep to the subject, all: no otters here" in notice.text
    assert notice.links()["The bridge"] == comment.article.get_absolute_url()
    assert "spoke of" not in notice.text
    assert notice.links()[next(words for words in notice.links() if words.startswith("Appeal"))] == reverse(
        "appeal", args=[LogEntry.objects.get().pk]
    )


def test_the_newest_is_first_and_an_approved_comment_is_there_to_be_read(
    comment: Comment, alice: User, moderator: User
) -> None:
    moderation.remove(comment, moderator, reason="x")
    moderation.restore(comment, moderator)
    first, second = notices(alice)
    assert "published again" in first.text and "removed" in second.text
    assert first.links()["The bridge"] == f"/comments/{comment.pk}/"
    assert "Alice spoke of otters." in first.text
    assert "Appeal" not in first.text


@pytest.mark.parametrize("verb", [verb.value for verb in LogEntry.Verb])
@pytest.mark.parametrize("about", list(About))
def test_every_act_can_be_told_in_a_sentence_that_names_nobody(
    comment: Comment, bob: User, moderator: User, verb: str, about: About
) -> None:
    entry = tell(comment, bob, about, verb)
    assert entry.moderator is None
    (notice,) = notices(bob)
    assert notice.all("strong")[0].text.endswith(".")
    assert "sock puppet" not in notice.text
    assert ("Rude words" in notice.text) is (about == About.OWN)


def test_no_author_is_told_who_reported_or_decided_and_no_reporter_more_than_the_outcome(
    comment: Comment, alice: User, bob: User, moderator: User
) -> None:
    comment.reports.create(member=bob, reason="insult", remark="Bob cannot stand it", weight=1)
    sanctions.warn(alice, moderator, reason="Too many animals", comment=comment)
    (told_alice,), (told_bob,) = notices(alice), notices(bob)
    assert "A moderator has warned you. Reason: Too many animals" in told_alice.text
    assert not any(name in told_alice.text for name in ("Bob", "Mona", "stand it", "report"))
    assert "You reported a comment. A moderator agreed with you; the comment stays." in told_bob.text
    assert not any(word in told_bob.text for word in ("animals", "warn", "Mona", "Appeal"))


def test_what_is_gone_leaks_to_nobody(comment: Comment, alice: User, bob: User) -> None:
    tell(comment, alice, About.OWN, "approve")
    tell(comment, bob, About.REPORT, "keep")
    assert all("otters" in notices(member)[0].text for member in (alice, bob))
    for status in ("removed", "deleted"):
        Comment.objects.update(status=status)
        assert not any("otters" in notices(member)[0].text for member in (alice, bob))
    Comment.objects.update(status="held")
    assert ["otters" in notices(member)[0].text for member in (alice, bob)] == [True, False]
    Comment.objects.update(status="published")
    Article.objects.update(published_at=timezone.now() + timedelta(days=1))
    for member in (alice, bob):
        assert not any(word in notices(member)[0].text for word in ("otters", "The bridge"))


def test_words_that_a_moderator_took_out_are_not_in_the_excerpt(
    comment: Comment, alice: User, moderator: User
) -> None:
    moderation.redact(comment, moderator, body="Alice spoke.", reason="x")
    (notice,) = notices(alice)
    assert "Alice spoke." in notice.text and "otters" not in notice.text


def test_a_reporter_is_told_that_the_author_deleted_the_comment(
    comment: Comment, alice: User, bob: User
) -> None:
    comment.reports.create(member=bob, reason="insult", weight=1)
    delete_comment(comment, alice)
    (notice,) = notices(bob)
    assert "Its author has deleted it meanwhile." in notice.text
    assert notices(alice)[0].text.startswith("Nothing yet.")


def test_the_menu_counts_what_is_new_on_every_page_until_it_has_been_read(
    comment: Comment, alice: User, bob: User
) -> None:
    tell(comment, alice, About.OWN, "approve")
    tell(comment, alice, About.OWN, "keep")

    def count(address: str) -> list[str]:
        menu = read(browser(alice).get(address)).all("summary")[0]
        return [mark["aria-label"] for mark in menu.all("span")]

    for address in ("/", comment.article.get_absolute_url(), "/member/bob/"):
        assert count(address) == ["2 new notifications"]
    shown = notices(alice)
    assert [notice.text.count("New") for notice in shown] == [1, 1]
    assert User.objects.get(pk=alice.pk).unread == 0
    for address in (ADDRESS, comment.article.get_absolute_url()):
        assert count(address) == []
    assert [notice.text.count("New") for notice in notices(alice)] == [0, 0]
    assert read(browser(alice).get("/")).links()["Notifications"] == ADDRESS


def test_they_are_their_members_alone(comment: Comment, alice: User, bob: User) -> None:
    tell(comment, alice, About.OWN, "approve")
    assert notices(bob)[0].text.startswith("Nothing yet.")
    assert User.objects.get(pk=alice.pk).unread == 1
    for htmx in (False, True):
        assert asked_to_log_in(browser(htmx=htmx).get(ADDRESS), ADDRESS)
    assert browser(alice).post(ADDRESS).status_code == 405


def test_a_banned_member_reads_them_too(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(standing="banned", standing_reason="x")
    assert browser(alice).get(ADDRESS).status_code == 200


@pytest.mark.parametrize("count", [2, 75])
def test_a_page_takes_a_fixed_number_of_queries(
    comment: Comment, alice: User, settings: Settings, count: int
) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    for _n in range(count):
        tell(comment, alice, About.OWN, "remove")
    client = browser(alice)
    taken = []
    for _reading in range(2):
        with CaptureQueriesContext(connection) as captured:
            shown = read(client.get(ADDRESS)).by_id("main")
        taken.append(sum("pg_current_wal_lsn" not in query["sql"] for query in captured.captured_queries))
    assert len(shown.all("ol")[0].all("li")) == min(count, 30)
    # The session, the member, how many, which, these, the sections; and the first time, that they have been read.
    assert taken == [7, 6]


def test_older_ones_are_on_further_pages(comment: Comment, alice: User) -> None:
    for _n in range(31):
        tell(comment, alice, About.OWN, "remove")
    second = read(browser(alice).get(f"{ADDRESS}?page=2")).by_id("main")
    assert len(second.all("ol")[0].all("li")) == 1
    assert Notification.objects.count() == 31


def test_when_a_suspension_ends_is_told_in_the_time_of_the_site_everywhere(
    comment: Comment, alice: User, moderator: User
) -> None:
    """Stored in UTC, of which the day is another."""
    year = timezone.localdate().year + 1
    sanctions.suspend(alice, moderator, until=datetime(year, 3, 9, 18, 30, tzinfo=UTC), reason="Insults")
    end = f"March 10, {year}, 3:30 a.m. JST"
    (notice,) = notices(alice)
    assert f"Your account is suspended until {end}: you may read but not take part." in notice.text
    story = read(browser(alice).get(comment.article.get_absolute_url())).by_id("respond")
    assert f"Your account is suspended until {end}: Insults" in story.text
    assert LogEntry.objects.get().after == f"suspended until {year}-03-09 18:30 UTC"
    assert LogEntry.objects.get().change == f"good → suspended until {end}"
