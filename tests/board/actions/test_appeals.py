"""A member asks once that a decision be looked at again; another moderator decides, and granting undoes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Mail, User
from board.actions import moderation, sanctions
from board.actions.appeals import answer_appeal, appeal
from board.actions.comments import delete_comment
from board.actions.refusals import Refused
from board.models import Appeal, Comment, LogEntry, Notification, Remit
from tests.factories import ArticleFactory, MemberFactory, SectionFactory, StaffFactory, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def amber() -> User:
    return MemberFactory(name="Amber")


@pytest.fixture
def mara() -> User:
    return StaffFactory(name="Mara", group="Moderators")


@pytest.fixture
def other() -> User:
    return StaffFactory(name="Otto", group="Moderators")


@pytest.fixture
def senior() -> User:
    return StaffFactory(name="Sela", group="Senior moderators")


@pytest.fixture
def comment(amber: User) -> Comment:
    return say(ArticleFactory(), amber, "Badgers and rascals.")


def newest() -> LogEntry:
    return LogEntry.objects.latest("pk")


def sanction(act: str, member: User, moderator: User) -> LogEntry:
    more = {"until": timezone.now() + timedelta(days=3)} if act == "suspend" else {}
    getattr(sanctions, act)(member, moderator, reason="Rude", **more)
    return newest()


def removed(comment: Comment, moderator: User) -> LogEntry:
    moderation.remove(comment, moderator, reason="Rude")
    return newest()


def redacted(comment: Comment, moderator: User, body: str = "Badgers.") -> LogEntry:
    moderation.redact(comment, moderator, body=body, reason="Rude")
    return newest()


def refused(act: object, *about: object) -> str:
    with pytest.raises(Refused) as refusal:
        act(*about)  # type: ignore[operator]
    return str(refusal.value)


def test_an_appeal_is_stored_and_waits(comment: Comment, amber: User, mara: User) -> None:
    entry = removed(comment, mara)
    made = appeal(entry, amber, "  It was a joke.\0 ")
    assert [made.entry, made.member, made.text, made.granted] == [entry, amber, "It was a joke.", None]
    assert list(Appeal.objects.open()) == [made]
    assert newest() == entry


def test_only_the_member_whom_it_concerns_appeals_and_once(comment: Comment, amber: User, mara: User) -> None:
    entry = removed(comment, mara)
    assert "Only the member" in refused(appeal, entry, MemberFactory(), "x")
    appeal(entry, amber, "x")
    assert "already" in refused(appeal, entry, amber, "x")
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize(("text", "sentence"), [(" \n ", "Write why"), ("x" * 2001, "at most 2000")])
def test_it_needs_a_text_that_fits(
    comment: Comment, amber: User, mara: User, text: str, sentence: str
) -> None:
    assert sentence in refused(appeal, removed(comment, mara), amber, text)
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(("days", "may"), [(179, True), (181, False)])
def test_it_is_possible_for_half_a_year(
    comment: Comment, amber: User, mara: User, days: int, may: bool
) -> None:
    entry = removed(comment, mara)
    entry.at -= timedelta(days=days)
    if may:
        appeal(entry, amber, "x")
    else:
        assert "180 days" in refused(appeal, entry, amber, "x")
    assert Appeal.objects.exists() is may


def test_nobody_appeals_against_what_is_no_decision_against_them(
    comment: Comment, amber: User, mara: User
) -> None:
    removed(comment, mara)
    moderation.restore(comment, mara)
    assert "Only the member" in refused(appeal, newest(), amber, "x")


@pytest.mark.parametrize("act", ["warn", "hold", "suspend", "ban"])
def test_granting_lifts_what_is_in_force_and_refusing_leaves_it(
    amber: User, mara: User, senior: User, act: str
) -> None:
    first, second = (senior, StaffFactory(group="Senior moderators"))
    entry = sanction(act, amber, first)
    made = appeal(entry, User.objects.get(pk=amber.pk), "x")
    answer_appeal(made, second, True, "You are right.")
    amber.refresh_from_db()
    assert [amber.standing, amber.warning, amber.unread] == ["good", "", 2]
    entry = newest()
    assert [entry.verb, entry.moderator, entry.member, entry.reason] == [
        "appeal-granted", second, amber, "You are right.",
    ]  # fmt: skip
    again = appeal(sanction(act, amber, first), amber, "x")
    amber.refresh_from_db()
    before = [amber.standing, amber.warning]
    answer_appeal(again, second, False, "No.")
    amber.refresh_from_db()
    assert [amber.standing, amber.warning] == before != ["good", ""]
    assert newest().verb == "appeal-refused"


def test_granting_puts_a_removed_comment_back(comment: Comment, amber: User, mara: User, other: User) -> None:
    made = answer_appeal(appeal(removed(comment, mara), amber, "x"), other, True)
    comment.refresh_from_db()
    assert [comment.status, comment.reason, comment.article.comment_count] == ["published", "", 1]
    entry = newest()
    assert [entry.verb, entry.before, entry.after, entry.comment] == [
        "appeal-granted", "removed", "published", comment,
    ]  # fmt: skip
    assert [made.granted, made.decided_by, made.decided_at is not None] == [True, other, True]
    assert list(Notification.objects.filter(entry=entry).values_list("member", "about")) == [
        (amber.pk, "own")
    ]


def test_granting_puts_back_words_that_were_taken_out(
    comment: Comment, amber: User, mara: User, other: User
) -> None:
    answer_appeal(appeal(redacted(comment, mara), amber, "x"), other, True)
    comment.refresh_from_db()
    assert [comment.body, comment.is_redacted] == ["Badgers and rascals.", False]


def test_words_taken_out_later_stay_out(comment: Comment, amber: User, mara: User, other: User) -> None:
    first, second = redacted(comment, mara, "Badgers and."), redacted(comment, mara, "Badgers.")
    made = appeal(first, amber, "x")
    assert "decide about that first" in refused(answer_appeal, made, other, True)
    comment.refresh_from_db()
    assert [comment.body, Appeal.objects.get().granted] == ["Badgers.", None]
    answer_appeal(appeal(second, amber, "x"), other, True)
    answer_appeal(made, other, True)
    comment.refresh_from_db()
    assert [comment.body, comment.is_redacted] == ["Badgers and rascals.", False]


def test_what_was_decided_anew_since_then_stays_as_it_is(
    comment: Comment, amber: User, mara: User, other: User
) -> None:
    made = appeal(removed(comment, mara), amber, "x")
    moderation.restore(comment, mara)
    moderation.remove(comment, mara, reason="Again")
    answer_appeal(made, other, True)
    comment.refresh_from_db()
    assert comment.status == "removed"
    warned, suspended = (appeal(sanction(act, amber, mara), amber, "x") for act in ("warn", "suspend"))
    sanction("warn", amber, mara)
    sanctions.lift(amber, mara)
    sanction("hold", amber, mara)
    answer_appeal(warned, other, True)
    answer_appeal(suspended, other, True)
    amber.refresh_from_db()
    assert [amber.standing, amber.warning] == ["held", "Rude"]


def test_what_its_author_deleted_meanwhile_stays_deleted(
    comment: Comment, amber: User, mara: User, other: User
) -> None:
    made = appeal(redacted(comment, mara), amber, "x")
    delete_comment(comment, amber)
    answer_appeal(made, other, True)
    comment.refresh_from_db()
    assert comment.status == "deleted"


def test_a_removed_comment_whose_text_is_gone_is_not_put_back(
    comment: Comment, amber: User, mara: User, other: User
) -> None:
    made = appeal(removed(comment, mara), amber, "x")
    Comment.objects.update(body="", html="")
    answer_appeal(made, other, True, "You were right, but its text has been deleted.")
    comment.refresh_from_db()
    assert [comment.status, newest().verb, newest().after] == ["removed", "appeal-granted", "removed"]


def test_another_moderator_decides_and_once(comment: Comment, amber: User, mara: User, other: User) -> None:
    made = appeal(removed(comment, mara), amber, "x")
    assert "your own decision" in refused(answer_appeal, made, mara, True)
    assert "Say why" in refused(answer_appeal, made, other, False, " ")
    assert "300 characters" in refused(answer_appeal, made, other, False, "x" * 301)
    assert [Appeal.objects.get().granted, newest().verb] == [None, "remove"]
    answer_appeal(made, other, False, "No.")
    assert "meanwhile" in refused(answer_appeal, made, other, True)
    comment.refresh_from_db()
    assert [comment.status, LogEntry.objects.count()] == ["removed", 2]


def test_nobody_decides_their_own_appeal(mara: User, other: User) -> None:
    own = say(ArticleFactory(), other, "Mine.")
    made = appeal(removed(own, mara), other, "x")
    assert "Nobody moderates their own" in refused(answer_appeal, made, other, True)
    warned = appeal(sanction("hold", other, StaffFactory(is_superuser=True)), other, "x")
    assert "Nobody moderates themselves" in refused(answer_appeal, warned, other, True)


def test_a_ban_is_decided_about_by_senior_moderators(amber: User, other: User, senior: User) -> None:
    made = appeal(sanction("ban", amber, senior), amber, "x")
    for granted in (True, False):
        assert "Only a senior moderator" in refused(answer_appeal, made, other, granted, "x")
    amber.refresh_from_db()
    assert amber.standing == "banned"


def test_moderators_of_other_sections_leave_it_alone(
    comment: Comment, amber: User, mara: User, other: User
) -> None:
    made = appeal(removed(comment, mara), amber, "x")
    Remit.objects.create(moderator=other, section=SectionFactory())
    assert "other sections" in refused(answer_appeal, made, other, True)
    Remit.objects.create(moderator=other, section=comment.article.section)
    answer_appeal(made, other, True)
    assert Comment.objects.get().status == "published"


@pytest.mark.parametrize(
    ("granted", "outcome"), [(True, "Your appeal was granted"), (False, "The decision stands.")]
)
def test_whoever_appealed_is_told_by_mail_but_not_by_whom(
    comment: Comment, amber: User, mara: User, other: User, granted: bool, outcome: str
) -> None:
    asked = appeal(removed(comment, mara), amber, "Why?")
    with pytest.raises(Refused):
        answer_appeal(asked, mara, granted, "Because I say so.")
    assert not Mail.objects.exists()
    answer_appeal(asked, other, granted, "The rule is plain.")
    mail = Mail.objects.get()
    assert [mail.to, mail.subject] == [amber.email, "Your appeal has been decided"]
    assert outcome in mail.body and "Reason: The rule is plain." in mail.body and "Otto" not in mail.body
