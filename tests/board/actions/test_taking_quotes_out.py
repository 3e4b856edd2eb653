"""A comment was removed: what others quoted of it is taken out of their comments, which stay."""

from typing import Any

import pytest

from accounts.models import User
from board.actions import moderation, quotes
from board.actions.refusals import Refused
from board.actions.reports import report_comment
from board.models import Article, Comment, HouseRule, LogEntry, Notification, Quote, Remit
from tests.board.views.browsing import browser
from tests.board.views.reading import read
from tests.factories import ArticleFactory, MemberFactory, SectionFactory, StaffFactory, say

pytestmark = pytest.mark.django_db

WORDS = "Ring him at 0123 456 789"


@pytest.fixture
def moderator() -> User:
    return StaffFactory(name="Mara", group="Moderators")


@pytest.fixture
def source() -> Comment:
    return say(ArticleFactory(slug="story"), MemberFactory(name="Amber"), WORDS)


@pytest.fixture
def quoting(source: Comment) -> Comment:
    body = f"> #{source.pk} Amber:\n> {WORDS}\n\nThat is nobody's business."
    return say(source.article, MemberFactory(name="Bob"), body, parent=source)


def take_out(comment: Comment, moderator: User, source: Comment, **given: Any) -> Comment:
    moderation.remove(source, moderator, reason="Private matters")
    return quotes.take_out(comment, moderator, source=source, **given)


def test_the_quote_is_gone_and_what_its_author_said_themselves_stays(
    source: Comment, quoting: Comment, moderator: User
) -> None:
    rule = HouseRule.objects.get(position=4)
    changed = take_out(quoting, moderator, source, rule=rule)
    assert [changed.body, changed.is_redacted, changed.status] == [
        *("That is nobody's business.", True, "published")
    ]
    assert not Quote.objects.exists()
    entry = LogEntry.objects.latest("pk")
    assert [entry.verb, entry.comment, entry.member, entry.rule, entry.reason] == [
        *("redact", quoting, quoting.author, rule),
        "Respect people's privacy: It quoted a comment that was removed.",
    ]


def test_readers_see_neither_the_words_nor_that_a_quote_is_folded_away(
    source: Comment, quoting: Comment, moderator: User
) -> None:
    take_out(quoting, moderator, source)
    address = Article.objects.get().get_absolute_url()
    for path in (address, f"/comments/{quoting.pk}/history/", f"/comments/{quoting.pk}/quote/"):
        for member in (None, quoting.author):
            assert "0123 456" not in browser(member).get(path, follow=True).content.decode()
    shown = read(browser().get(address)).by_id(f"comment-{quoting.pk}")
    assert "That is nobody's business." in shown.text and "quoted comment was removed" not in shown.text
    assert "edited by a moderator" in shown.links()


def test_its_author_is_told_why_in_words_of_their_own(
    source: Comment, quoting: Comment, moderator: User
) -> None:
    take_out(quoting, moderator, source)
    told = Notification.objects.get(member=quoting.author)
    assert [told.entry.verb, told.entry.reason] == ["redact", "It quoted a comment that was removed."]
    assert "Private matters" not in browser(quoting.author).get("/accounts/notifications/").content.decode()


def test_words_that_a_quote_inside_another_repeats_are_taken_out_alone(
    source: Comment, quoting: Comment, moderator: User
) -> None:
    body = f"> #{quoting.pk} Bob:\n> > #{source.pk} Amber:\n> > {WORDS}\n>\n> That is nobody's business.\n\nIndeed."
    third = say(source.article, MemberFactory(), body)
    changed = take_out(third, moderator, source)
    assert WORDS not in changed.body and changed.body.endswith("> That is nobody's business.\n\nIndeed.")
    assert [quote.source_id for quote in changed.quotes.all()] == [quoting.pk]
    assert not changed.quotes.get().altered


def test_what_says_nothing_else_or_quotes_it_no_more_is_left(
    source: Comment, quoting: Comment, moderator: User
) -> None:
    bare = say(source.article, MemberFactory(), f"> #{source.pk} Amber:\n> {WORDS}")
    with pytest.raises(Refused, match="nothing but what it quotes"):
        take_out(bare, moderator, source)
    quotes.take_out(quoting, moderator, source=source)
    with pytest.raises(Refused, match="no longer quotes"):
        quotes.take_out(quoting, moderator, source=source)
    moderation.remove(bare, moderator, reason="Private matters")
    with pytest.raises(Refused, match="no longer there"):
        quotes.take_out(bare, moderator, source=source)
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "remove",
        "redact",
        "remove",
    ]


def test_nobody_does_it_to_their_own_or_in_other_sections_or_over_what_another_did(
    source: Comment, quoting: Comment, moderator: User
) -> None:
    own = say(source.article, moderator, f"> #{source.pk} Amber:\n> {WORDS}\n\nMine.")
    with pytest.raises(Refused, match="Nobody moderates their own"):
        quotes.take_out(own, moderator, source=source)
    report_comment(quoting, MemberFactory(), "privacy")
    moderation.approve(quoting, StaffFactory(name="Sela", group="Moderators"))
    with pytest.raises(Refused, match="Sela kept a reported comment"):
        quotes.take_out(quoting, moderator, source=source, seen=0)
    Remit.objects.create(moderator=moderator, section=SectionFactory())
    with pytest.raises(Refused, match="other sections"):
        quotes.take_out(quoting, moderator, source=source)
    assert WORDS in Comment.objects.get(pk=quoting.pk).body
