"""What was removed, deleted or taken out is kept for moderators for a set time, and then stored nowhere any more."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Mail, User
from board.actions import appeals, moderation, reports
from board.actions.comments import delete_comment, edit_comment
from board.actions.refusals import Refused
from board.actions.scrubbing import scrub
from board.models import Appeal, Article, Comment, Guard, LogEntry, Quote, Report, Revision
from tests.board.everywhere import stored
from tests.board.views.browsing import browser
from tests.board.views.reading import read
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

pytestmark = pytest.mark.django_db

DAYS = 30
WORDS = "Xylophone42"


@pytest.fixture(autouse=True)
def _kept_for_a_month() -> None:
    Guard.objects.update(keep_removed_days=DAYS)


@pytest.fixture
def comment(article: Article) -> Comment:
    """Written and edited, with the words in both texts."""
    amber = MemberFactory(name="Amber")
    return edit_comment(say(article, amber, f"Once {WORDS}."), amber, f"Now {WORDS}.")


@pytest.fixture
def quoting(comment: Comment) -> Comment:
    """The words are quoted in its present text, and were in the earlier one."""
    bob = MemberFactory(name="Bob")
    body = f"> #{comment.pk} Amber:\n> Now {WORDS}.\n\n"
    first = say(comment.article, bob, f"{body}I see.", parent=comment)
    return edit_comment(first, bob, f"{body}I do not.")


def age(days: float = DAYS + 1) -> None:
    """So many days go by."""
    past = timedelta(days=days)
    for model, name in (
        (Comment, "kept_since"),
        (Revision, "kept_since"),
        (Appeal, "decided_at"),
        (Report, "decided_at"),
    ):
        for row in model.objects.exclude(**{name: None}):  # type: ignore[attr-defined]
            model.objects.filter(pk=row.pk).update(**{name: getattr(row, name) - past})  # type: ignore[attr-defined]


def shown(comment: Comment) -> str:
    """What a reader sees of the comment."""
    page = read(browser().get(comment.article.get_absolute_url()))
    return page.by_id(f"comment-{comment.pk}").text


def history(comment: Comment) -> str:
    return read(browser().get(f"/comments/{comment.pk}/history/")).text


def remove(comment: Comment, moderator: User) -> LogEntry:
    moderation.remove(comment, moderator, reason="Private matters")
    return LogEntry.objects.latest("pk")


# --- What goes --------------------------------------------------------------------------------------------------


def test_a_removed_comment_is_scrubbed_with_its_earlier_texts_and_where_it_is_quoted(
    comment: Comment, quoting: Comment, moderator: User
) -> None:
    remove(comment, moderator)
    age()
    assert scrub() == {"comments": 1, "revisions": 1, "passages": 2}
    assert stored(WORDS) == []
    comment.refresh_from_db()
    assert [comment.body, comment.html, comment.status, comment.reason] == [
        "",
        "",
        "removed",
        "Private matters",
    ]
    quoting.refresh_from_db()
    assert [quoting.body, quoting.revision] == [f"> #{comment.pk} Amber:\n\n\nI do not.", 1]
    assert "quoted comment was removed" in shown(quoting) and "I do not." in shown(quoting)
    assert "Removed by a moderator: Private matters" in shown(comment)


def test_what_its_author_deleted_goes_too(comment: Comment, quoting: Comment) -> None:
    delete_comment(comment, comment.author)
    age()
    scrub()
    assert stored(WORDS) == []
    assert "quoted comment was deleted by its author" in shown(quoting)


def test_texts_that_words_were_taken_out_of_go_and_the_comment_stays(
    comment: Comment, quoting: Comment, moderator: User
) -> None:
    moderation.redact(comment, moderator, body="Now nothing.", reason="Private matters")
    before = history(comment)
    age()
    assert scrub() == {"revisions": 2, "passages": 2}
    assert stored(WORDS) == []
    comment.refresh_from_db()
    assert [comment.body, comment.is_redacted, comment.revisions.count()] == ["Now nothing.", True, 2]
    assert history(comment) == before
    assert Quote.objects.get(comment=quoting).is_taken_out
    moderation.redact(comment, moderator, body="Nothing.", reason="Private matters")
    assert Quote.objects.get(comment=quoting).is_taken_out


def test_what_can_still_be_read_of_a_redacted_comment_stays_quoted(comment: Comment, moderator: User) -> None:
    edit_comment(comment, comment.author, f"A ferry. {WORDS}.")
    body = f"> #{comment.pk} Amber:\n> A ferry.\n\nYes.\n\n> #{comment.pk} Amber:\n> {WORDS}.\n\nNo."
    quoting = say(comment.article, MemberFactory(), body)
    moderation.redact(comment, moderator, body="A ferry.", reason="Private matters")
    age()
    scrub()
    quoting.refresh_from_db()
    assert quoting.body == f"> #{comment.pk} Amber:\n> A ferry.\n\nYes.\n\n> #{comment.pk} Amber:\n\n\nNo."
    assert [quote.is_taken_out for quote in quoting.quotes.order_by("index")] == [False, True]


def test_a_quote_inside_a_quote_is_taken_out_and_what_stands_around_it_stays(
    comment: Comment, article: Article, moderator: User
) -> None:
    other = say(article, MemberFactory(name="Cleo"), "The ferry is late.")
    body = (
        f"> #{other.pk} Cleo:\n> The ferry is late.\n>\n> > #{comment.pk} Amber:\n> > Now {WORDS}.\n\n"
        f"So.\n\n> #{other.pk} Cleo:\n> late\n\nYes."
    )
    quoting = say(article, MemberFactory(), body)
    remove(comment, moderator)
    age()
    scrub()
    assert stored(WORDS) == []
    sources = [other.pk, comment.pk, other.pk]
    assert list(quoting.quotes.order_by("index").values_list("source", flat=True)) == sources
    for words in ("The ferry is late.", "quoted comment was removed", "Yes."):
        assert words in shown(quoting)


def test_an_appeal_and_a_visitor_s_name_go_when_they_are_decided_long_ago(
    comment: Comment, moderator: User
) -> None:
    reports.report_as_visitor(comment, "Ulla Quist", "ulla@example.net", "It names my child.")
    entry = remove(comment, moderator)
    appeal = appeals.appeal(entry, comment.author, f"But {WORDS} is no secret.")
    age()
    assert scrub() == {"reports": 1}
    report = Report.objects.get()
    assert [report.name, report.email, report.remark] == ["", "", "It names my child."]
    appeals.answer_appeal(appeal, StaffFactory(name="Sela", group="Senior moderators"), False, "It is one.")
    age()
    assert scrub() == {"comments": 1, "revisions": 1, "appeals": 1}
    appeal.refresh_from_db()
    assert [appeal.text, appeal.answer, appeal.granted] == ["", "It is one.", False]
    Mail.objects.all().delete()  # sent
    assert stored("ulla", "quist", WORDS) == []


def test_a_second_visitor_s_report_of_the_same_comment_is_scrubbed_too(
    comment: Comment, moderator: User
) -> None:
    for name in ("ulla", "vera"):
        reports.report_as_visitor(comment, name, f"{name}@example.net", "")
    remove(comment, moderator)
    age()
    scrub()
    assert list(Report.objects.values_list("name", "email")) == [("", ""), ("", "")]


# --- What stays -------------------------------------------------------------------------------------------------


def test_before_the_time_nothing_goes(comment: Comment, quoting: Comment, moderator: User) -> None:
    moderation.redact(comment, moderator, body="Now nothing.", reason="Private matters")
    remove(comment, moderator)
    age(DAYS - 1)
    before = stored(WORDS)
    assert scrub() == {}
    assert stored(WORDS) == before != []
    assert not LogEntry.objects.filter(verb="scrub").exists()


def test_what_is_published_held_or_restored_stays(
    comment: Comment, quoting: Comment, moderator: User
) -> None:
    remove(comment, moderator)
    age()
    moderation.restore(comment, moderator)
    held = say(ArticleFactory(comments_mode="premoderated"), MemberFactory(), "Held words.")
    Comment.objects.update(created_at=timezone.now() - timedelta(days=4000))
    assert scrub() == {}
    assert Comment.objects.get(pk=comment.pk).body == f"Now {WORDS}."
    assert Comment.objects.get(pk=held.pk).body == "Held words."


def test_what_an_undecided_appeal_is_about_stays(comment: Comment, moderator: User) -> None:
    entry = remove(comment, moderator)
    appeals.appeal(entry, comment.author, "Please look again.")
    age()
    assert scrub() == {}
    senior = StaffFactory(name="Sela", group="Senior moderators")
    appeals.answer_appeal(Appeal.objects.get(), senior, True)
    assert f"Now {WORDS}." in shown(comment)


# --- Afterwards -------------------------------------------------------------------------------------------------


def test_what_was_scrubbed_cannot_be_restored(comment: Comment, moderator: User) -> None:
    entry = remove(comment, moderator)
    age()
    scrub()
    with pytest.raises(Refused, match="removed too long ago"):
        moderation.restore(comment, moderator)
    appeal = appeals.appeal(entry, comment.author, "Please look again.")
    appeals.answer_appeal(appeal, StaffFactory(name="Sela", group="Senior moderators"), True)
    assert Comment.objects.get(pk=comment.pk).status == "removed"


def test_a_redaction_that_was_scrubbed_is_not_undone_by_an_appeal(comment: Comment, moderator: User) -> None:
    moderation.redact(comment, moderator, body="Now nothing.", reason="Private matters")
    entry = LogEntry.objects.latest("pk")
    age()
    scrub()
    appeal = appeals.appeal(entry, comment.author, "Please look again.")
    appeals.answer_appeal(appeal, StaffFactory(name="Sela", group="Senior moderators"), True)
    assert Comment.objects.get(pk=comment.pk).body == "Now nothing."


def test_each_run_is_logged_once_and_a_second_one_finds_nothing(
    comment: Comment, quoting: Comment, moderator: User
) -> None:
    remove(comment, moderator)
    age()
    version = Article.objects.get().version
    scrub()
    entry = LogEntry.objects.latest("pk")
    assert [entry.verb, entry.moderator, entry.comment] == ["scrub", None, None]
    assert entry.reason.startswith("Gone since before ")
    assert Article.objects.get().version > version
    count = LogEntry.objects.count()
    assert scrub() == {}
    assert LogEntry.objects.count() == count
    call_command("verify_log", stdout=StringIO())
