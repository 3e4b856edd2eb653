"""A moderator takes words out of a comment: readers see that, and why, and the words nowhere any more."""

import pytest
from django.urls import reverse

from accounts.models import User
from board.actions import moderation, redaction
from board.actions.comments import edit_comment
from board.actions.refusals import Refused
from board.models import Article, Comment, LogEntry, Quote
from tests.board.views.browsing import browser, send
from tests.board.views.reading import read
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

pytestmark = pytest.mark.django_db

SECRET = "0123 456 789"


@pytest.fixture
def moderator() -> User:
    return StaffFactory(name="Mara", group="Moderators")


@pytest.fixture
def comment() -> Comment:
    """Its first text held the words already, and it was edited since."""
    amber = MemberFactory(name="Amber")
    first = say(ArticleFactory(slug="story"), amber, f"Ring him at {SECRET}.")
    return edit_comment(first, amber, f"Ring him at {SECRET} or write.")


@pytest.fixture
def quoting(comment: Comment) -> Comment:
    body = f"> #{comment.pk} Amber:\n> Ring him at {SECRET} or write.\n\nBetter not."
    return say(comment.article, MemberFactory(name="Bob"), body, parent=comment)


def redact(comment: Comment, moderator: User, body: str = "Write to him.") -> LogEntry:
    moderation.redact(comment, moderator, body=body, reason="Private matters")
    return LogEntry.objects.latest("pk")


def test_the_new_text_stands_and_the_earlier_ones_are_kept_for_moderators(
    comment: Comment, moderator: User
) -> None:
    version = Article.objects.get().version
    entry = redact(comment, moderator)
    comment.refresh_from_db()
    assert [comment.body, comment.is_redacted, comment.revision] == ["Write to him.", True, 2]
    assert list(comment.revisions.values_list("body", "redaction")) == [
        (f"Ring him at {SECRET}.", entry.pk),
        (f"Ring him at {SECRET} or write.", entry.pk),
    ]
    assert [entry.verb, entry.reason, entry.member] == ["redact", "Private matters", comment.author]
    assert Article.objects.get().version > version


def test_the_words_are_nowhere_to_be_read(comment: Comment, quoting: Comment, moderator: User) -> None:
    redact(comment, moderator)
    story = comment.article.get_absolute_url()
    addresses = [story + query for query in ("", "?view=flat", "?comment-order=latest")]
    addresses += ["/", "/member/amber/", "/member/bob/", "/moderation-log/", "/accounts/notifications/"]
    for pk in (comment.pk, quoting.pk):
        addresses += [f"/comments/{pk}/{path}" for path in ("thread/", "history/", "reply/", "quote/")]
    for member in (None, comment.author, quoting.author, MemberFactory()):
        for address in addresses:
            answer = browser(member).get(address, follow=True)
            assert SECRET not in answer.content.decode(), f"{address} for {member}"


def test_readers_see_that_a_moderator_edited_it_and_why(comment: Comment, moderator: User) -> None:
    redact(comment, moderator)
    shown = read(browser().get(comment.article.get_absolute_url())).by_id(f"comment-{comment.pk}")
    assert shown.links()["edited by a moderator"] == reverse("history", args=[comment.pk])
    versions = read(browser().get(reverse("history", args=[comment.pk]))).by_id("main").all("ol")[0].all("li")
    assert "Write to him." in versions[0].text
    for version in versions[1:]:
        assert "A moderator took words out: Private matters" in version.text
    assert len(versions) == 3


def test_an_edit_by_its_author_is_called_just_that(comment: Comment) -> None:
    shown = read(browser().get(comment.article.get_absolute_url())).by_id(f"comment-{comment.pk}")
    assert "edited" in shown.links() and "moderator" not in shown.text


def test_quotes_by_others_are_folded_away_and_back_when_it_is_undone(
    comment: Comment, quoting: Comment, moderator: User
) -> None:
    entry = redact(comment, moderator)
    assert Quote.objects.get(comment=quoting).is_taken_out
    shown = read(browser().get(comment.article.get_absolute_url())).by_id(f"comment-{quoting.pk}")
    assert "Better not." in shown.text
    comment.refresh_from_db()
    comment.article = Article.objects.get()
    redaction.undo(comment, entry)
    assert not Quote.objects.get(comment=quoting).is_taken_out
    html = browser().get(comment.article.get_absolute_url()).content.decode()
    assert html.count(f"{SECRET} or write.") == 2


def test_nobody_quotes_the_words_anew(comment: Comment, moderator: User) -> None:
    redact(comment, moderator)
    body = f"> #{comment.pk} Amber:\n> Ring him at {SECRET} or write.\n\nLook."
    send(browser(MemberFactory()), comment, body)
    quoted = read(browser().get(comment.article.get_absolute_url())).by_id(
        f"comment-{Comment.objects.latest('pk').pk}"
    )
    assert "altered" in quoted.text or SECRET not in quoted.text


def test_its_author_cannot_edit_the_words_back_in(comment: Comment, moderator: User) -> None:
    redact(comment, moderator)
    answer = send(browser(comment.author), comment, f"Ring him at {SECRET}.", "edit")
    comment.refresh_from_db()
    assert [answer.status_code, comment.body] == [409, "Write to him."]


def test_it_takes_another_text_and_a_reason(comment: Comment, moderator: User) -> None:
    with pytest.raises(Refused, match="the text as it is"):
        redact(comment, moderator, comment.body)
    with pytest.raises(Refused, match="Say why"):
        moderation.redact(comment, moderator, body="Write.")
    comment.refresh_from_db()
    assert [comment.is_redacted, LogEntry.objects.count()] == [False, 0]


def test_nobody_takes_words_out_of_their_own_comment(moderator: User) -> None:
    own = say(ArticleFactory(), moderator, "Mine and mine.")
    with pytest.raises(Refused, match="Nobody moderates their own"):
        redact(own, moderator, "Mine.")
    assert Comment.objects.get().body == "Mine and mine."
