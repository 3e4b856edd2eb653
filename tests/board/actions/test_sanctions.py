"""What moderators do about a member: what is stored and logged, and what the member and everybody else then see."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Mail, User
from board.actions import sanctions
from board.actions.refusals import Refused
from board.models import Comment, LogEntry, Notification
from tests.board.views.browsing import browser, send
from tests.board.views.reading import read
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

pytestmark = pytest.mark.django_db

ACTS = ["warn", "hold", "suspend", "ban"]
TOLD = {
    "warn": "A moderator has warned you.",
    "hold": "From now on a moderator looks at your comments before others see them.",
    "suspend": "Your account is suspended until",
    "ban": "Your account may read but no longer take part.",
    "lift": "You may take part again as before.",
}


@pytest.fixture
def amber() -> User:
    return MemberFactory(name="Amber")


@pytest.fixture
def comment(amber: User) -> Comment:
    return say(ArticleFactory(slug="story"), amber, "The ferry is late.")


@pytest.fixture
def senior() -> User:
    return StaffFactory(name="Sela", group="Senior moderators")


def sanction(act: str, member: User, moderator: User, reason: str = "Insults") -> User:
    more: dict[str, Any] = {"until": timezone.now() + timedelta(days=3)} if act == "suspend" else {}
    return getattr(sanctions, act)(member, moderator, reason=reason, **more)


def stored(member: User) -> User:
    return User.objects.get(pk=member.pk)


@pytest.mark.parametrize("act", ACTS)
def test_it_is_stored_logged_and_told_to_the_member_alone(
    act: str, comment: Comment, amber: User, senior: User
) -> None:
    sanction(act, amber, senior)
    member = stored(amber)
    standing = {"warn": "good", "hold": "held", "suspend": "suspended", "ban": "banned"}[act]
    assert [member.standing, member.warning] == [standing, "Insults" if act == "warn" else ""]
    assert act == "warn" or member.standing_reason == "Insults"
    entry = LogEntry.objects.get()
    assert [entry.verb, entry.moderator, entry.member, entry.reason, entry.before] == [
        *(act, senior, amber, "Insults", "good")
    ]
    assert [note.member for note in Notification.objects.all()] == [amber] and member.unread == 1
    mail = Mail.objects.get()
    assert mail.to == amber.email and "Insults" in mail.body and "Sela" not in mail.subject + mail.body
    told = read(browser(amber).get("/accounts/notifications/")).by_id("main").text
    assert TOLD[act] in told and "Reason: Insults" in told and "Sela" not in told and "Appeal" in told
    for other in (None, MemberFactory()):
        for address in (comment.article.get_absolute_url(), "/member/amber/"):
            page = browser(other).get(address).content.decode()
            assert "The ferry is late." in page and "Insults" not in page


@pytest.mark.parametrize(
    ("act", "statuses"), [("warn", {403}), ("hold", {200, 302}), ("suspend", {403}), ("ban", {403})]
)
def test_what_the_member_writes_then_is_held_or_refused_and_never_lost(
    act: str, statuses: set[int], comment: Comment, amber: User, senior: User
) -> None:
    sanction(act, amber, senior)
    answer = send(browser(amber, htmx=True), comment.article, "And later still.")
    assert answer.status_code in statuses
    assert "And later still." in answer.content.decode()
    assert "And later still." not in browser().get(comment.article.get_absolute_url()).content.decode()
    written = Comment.objects.filter(body="And later still.").values_list("status", flat=True)
    assert list(written) == (["held"] if act == "hold" else [])


@pytest.mark.parametrize("act", ["hold", "suspend", "ban"])
def test_lifting_it_is_a_new_act_and_the_member_takes_part_again(
    act: str, comment: Comment, amber: User, senior: User
) -> None:
    sanction(act, amber, senior)
    sanctions.lift(amber, senior, reason="Time to talk again")
    assert [stored(amber).standing, stored(amber).standing_reason] == ["good", ""]
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True)) == [act, "lift"]
    told = read(browser(amber).get("/accounts/notifications/")).by_id("main").text
    assert TOLD["lift"] in told and "Reason: Time to talk again" in told
    assert send(browser(stored(amber)), comment.article, "And later still.").status_code == 302


@pytest.mark.parametrize("act", [*ACTS, "lift"])
def test_nobody_decides_about_themselves_or_about_their_colleagues(act: str, senior: User) -> None:
    mara = StaffFactory(name="Mara", group="Moderators")
    administrator = StaffFactory(name="Ada", is_superuser=True)
    if act == "lift":
        for member in (mara, senior):
            User.objects.filter(pk=member.pk).update(standing="held", standing_reason="Links")
    for member, sentence in ((senior, "Nobody moderates themselves"), (mara, "Only an administrator")):
        with pytest.raises(Refused, match=sentence):
            sanction(act, member, senior)
    assert not (LogEntry.objects.exists() or Mail.objects.exists() or Notification.objects.exists())
    sanction(act, mara, administrator)
    assert LogEntry.objects.get().member == mara


@pytest.mark.parametrize("act", ["ban", "lift"])
def test_bans_and_their_end_are_for_senior_moderators(act: str, amber: User, senior: User) -> None:
    mara = StaffFactory(name="Mara", group="Moderators")
    if act == "lift":
        sanction("ban", amber, senior)
    before = [stored(amber).standing, LogEntry.objects.count()]
    with pytest.raises(Refused, match="Only a senior moderator bans and lifts a ban"):
        sanction(act, amber, mara)
    assert [stored(amber).standing, LogEntry.objects.count()] == before


@pytest.mark.parametrize("act", ["suspend", "hold"])
def test_a_ban_is_not_softened_by_another_sanction(act: str, amber: User, senior: User) -> None:
    sanction("ban", amber, senior)
    with pytest.raises(Refused) as refusal:
        sanction(act, amber, StaffFactory(name="Mara", group="Moderators"))
    assert refusal.value.conflict
    assert [stored(amber).standing, LogEntry.objects.count()] == ["banned", 1]
