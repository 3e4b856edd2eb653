from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from board.actions import moderation
from board.actions.comments import delete_comment
from board.models import Article, Case, Comment, Report
from tests.board.views.browsing import asked_to_log_in, browser, close
from tests.board.views.reading import Element, read
from tests.board.views.test_budgets import queries
from tests.factories import MemberFactory, StaffFactory, say

VISITOR = {"name": "Vi Sitor", "email": "vi@example.org", "remark": "It calls for a crime."}
both = pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])


def report(
    comment: Comment, member: User | None, *, htmx: bool = False, reason: str = "insult", remark: str = ""
) -> HttpResponse:
    address = reverse("report", args=[comment.pk])
    return browser(member, htmx=htmx).post(address, {"reason": reason, "remark": remark})


def asked(comment: Comment, member: User | None, *, htmx: bool = False) -> HttpResponse:
    return browser(member, htmx=htmx).get(reverse("report", args=[comment.pk]))


def take_back(comment: Comment, member: User | None, *, htmx: bool = False) -> HttpResponse:
    return browser(member, htmx=htmx).post(reverse("take_back", args=[comment.pk]))


def as_visitor(comment: Comment, *, htmx: bool = False, **fields: str) -> HttpResponse:
    return browser(htmx=htmx).post(reverse("report", args=[comment.pk]), VISITOR | fields)


def chosen(page: Element) -> list[str]:
    return [field["value"] for field in page.all("input") if "checked" in field.attrs]


@pytest.mark.parametrize("who", ["", "alice", "bob"])
def test_each_comment_can_be_reported_by_a_button_that_is_the_same_for_everybody(
    comment: Comment, request: pytest.FixtureRequest, who: str
) -> None:
    client = browser(request.getfixturevalue(who) if who else None)
    button = read(client.get(comment.article.get_absolute_url())).by_id(f"report-{comment.pk}")
    assert (button["formaction"], button.text) == (f"/comments/{comment.pk}/report/", "Report")


def test_the_page_quotes_the_comment_and_asks_for_a_reason(comment: Comment, bob: User) -> None:
    page = read(asked(comment, bob)).by_id("main")
    assert "Alice spoke of otters." in page.text
    reasons = [field["value"] for field in page.all("input") if field.attrs.get("name") == "reason"]
    assert reasons == ["spam", "insult", "off-topic", "illegal", "privacy", "other"]
    assert page.buttons() == {"Send report", "Mute Alice"}
    assert chosen(page) == []


def test_with_htmx_the_form_opens_in_the_comments_place(comment: Comment, bob: User) -> None:
    answer = asked(comment, bob, htmx=True)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == (f"#slot-{comment.pk}", "innerHTML")
    assert read(answer).all("form")[0]["action"] == f"/comments/{comment.pk}/report/"
    assert "otters" not in read(answer).text


@both
def test_a_report_is_stored_and_thanked_for(comment: Comment, bob: User, htmx: bool) -> None:
    client = browser(bob, htmx=htmx)
    sent = {"reason": "privacy", "remark": "My street.\r\nMy house."}
    answer = client.post(reverse("report", args=[comment.pk]), sent)
    if htmx:
        assert answer["HX-Retarget"] == f"#slot-{comment.pk}"
        assert read(answer).by_id("notice").text == "Thank you. A moderator looks at it."
    else:
        assert (answer.status_code, answer["Location"]) == (302, f"/comments/{comment.pk}/report/")
        assert "Thank you. A moderator looks at it." in read(client.get(answer["Location"])).text
    stored = Report.objects.get()
    assert (stored.member, stored.reason, stored.remark) == (bob, "privacy", "My street.\nMy house.")
    assert Case.objects.get().comment == comment
    assert Comment.objects.get().is_published


@both
@pytest.mark.parametrize(
    ("reason", "remark", "sentence"),
    [
        ("", "Look.", "Choose what is wrong with it."),
        ("boredom", "Look.", "Choose what is wrong with it."),
        ("spam", "x" * 1002, "This is 2 characters too long: there is room for 1000."),
        ("other", " ", "Say in a few words what it is."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    comment: Comment, bob: User, htmx: bool, reason: str, remark: str, sentence: str
) -> None:
    answer = report(comment, bob, htmx=htmx, reason=reason, remark=remark)
    page = read(answer)
    assert (answer.status_code, page.alerts()) == (422, sentence)
    assert page.by_id(f"remark-{comment.pk}").typed == remark
    assert chosen(page) == [one for one in [reason] if one in Report.Reason.values]
    assert not Report.objects.exists()


def test_a_remark_as_long_as_there_is_room_for_is_taken(comment: Comment, bob: User) -> None:
    assert report(comment, bob, remark="ab\r\n" + "x" * 997).status_code == 302
    assert len(Report.objects.get().remark) == 1000


@both
def test_a_second_report_is_told_and_the_first_one_shown(comment: Comment, bob: User, htmx: bool) -> None:
    report(comment, bob, reason="spam", remark="An <b>advert</b>.")
    page = read(asked(comment, bob, htmx=htmx))
    for words in ("You have reported this comment:", "spam", "An <b>advert</b>."):
        assert words in page.text
    assert page.button("Take back")["formaction"] == f"/comments/{comment.pk}/report/take-back/"
    again = report(comment, bob, htmx=htmx, reason="insult")
    assert (again.status_code, read(again).alerts()) == (409, "You have reported this comment already.")
    assert Report.objects.get().reason == "spam"


@both
def test_a_report_is_taken_back(comment: Comment, bob: User, carol: User, htmx: bool) -> None:
    report(comment, bob)
    report(comment, carol)
    answer = take_back(comment, bob, htmx=htmx)
    if htmx:
        assert answer["HX-Retarget"] == f"#slot-{comment.pk}"
        assert read(answer).text == "Your report has been taken back."
    else:
        assert answer["Location"] == comment.article.get_absolute_url(), "At its top, where it is told."
    assert Report.objects.get().member == carol
    assert Case.objects.get().report_count == 1
    assert take_back(comment, bob, htmx=htmx).status_code == 409
    assert asked_to_log_in(take_back(comment, None, htmx=htmx), f"/comments/{comment.pk}/report/")
    assert browser(carol, htmx=htmx).get(reverse("take_back", args=[comment.pk])).status_code == 405
    assert Report.objects.count() == 1


def test_what_was_decided_is_shown_and_cannot_be_taken_back(comment: Comment, bob: User) -> None:
    report(comment, bob)
    moderation.approve(comment, StaffFactory(group="Moderators"))
    page = read(asked(comment, bob)).by_id("main")
    assert "It has been decided: the comment stays" in page.text
    assert page.buttons() == {"Mute Alice"}
    assert take_back(comment, bob).status_code == 409
    assert report(comment, bob).status_code == 409
    assert not Case.objects.exists()


@both
def test_one_s_own_comment_can_be_deleted_instead(comment: Comment, alice: User, htmx: bool) -> None:
    for answer in (asked(comment, alice, htmx=htmx), report(comment, alice, htmx=htmx)):
        assert answer.status_code == 403
        assert "This is your own comment: you can delete it." in read(answer).text
    assert not Report.objects.exists()


@both
@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"verified_at": None}, "Please confirm your e-mail address first."),
        ({"standing": "banned", "standing_reason": "Threats."}, "Threats."),
        ({"standing": "suspended", "standing_reason": "Insults."}, "Insults."),
    ],
)
def test_who_may_not_take_part_is_told_why(
    comment: Comment, bob: User, htmx: bool, state: dict, sentence: str
) -> None:
    User.objects.filter(pk=bob.pk).update(**state)
    answer = report(comment, bob, htmx=htmx, remark="Typed already.")
    for refused in (asked(comment, bob, htmx=htmx), answer):
        assert refused.status_code == 403
        assert sentence in read(refused).text
    assert read(answer).by_id(f"remark-{comment.pk}").typed == "Typed already."
    assert not Report.objects.exists()


@both
def test_a_closed_discussion_and_a_warned_member_make_no_difference(
    comment: Comment, bob: User, htmx: bool
) -> None:
    close(comment.article)
    User.objects.filter(pk=bob.pk).update(warning="Be kind.")
    assert asked(comment, bob, htmx=htmx).status_code == 200
    report(comment, bob, htmx=htmx)
    assert Report.objects.count() == 1


@both
@pytest.mark.parametrize("way", ["deleted", "removed"])
def test_what_is_gone_cannot_be_reported_and_is_not_shown(
    comment: Comment, bob: User, carol: User, htmx: bool, way: str
) -> None:
    report(comment, carol)
    say(comment.article, bob, "An answer.", parent=comment)
    if way == "deleted":
        delete_comment(comment, comment.author)
    else:
        moderation.remove(comment, StaffFactory(group="Moderators"), reason="Off topic")
    for answer in (
        asked(comment, bob, htmx=htmx),
        report(comment, bob, htmx=htmx),
        asked(comment, None, htmx=htmx),
        as_visitor(comment, htmx=htmx),
    ):
        assert answer.status_code == 409
        assert "no longer there to be reported" in read(answer).text
        assert "otters" not in read(answer).text
    assert "otters" not in read(asked(comment, carol, htmx=htmx)).text
    assert Report.objects.count() == 1


@both
@pytest.mark.parametrize("what", ["held", "unpublished", "unknown"])
def test_there_is_nothing_to_report_where_there_is_nothing_to_read(
    comment: Comment, bob: User, htmx: bool, what: str
) -> None:
    if what == "held":
        Comment.objects.update(status="held")
    elif what == "unpublished":
        Article.objects.update(published_at=timezone.now() + timedelta(days=1))
    else:
        comment.pk += 1
    for answer in (
        asked(comment, bob, htmx=htmx),
        report(comment, bob, htmx=htmx),
        as_visitor(comment, htmx=htmx),
        take_back(comment, bob, htmx=htmx),
    ):
        assert answer.status_code == 404
    assert not Report.objects.exists()


@pytest.mark.usefixtures("limits_on")
@both
def test_nobody_reports_all_day(article: Article, alice: User, bob: User, htmx: bool) -> None:
    reported = [say(article, alice, f"No. {n}.") for n in range(21)]
    answers = [report(one, bob, htmx=htmx, remark="Kept.") for one in reported]
    assert {answer.status_code for answer in answers[:20]} == {200 if htmx else 302}
    assert (answers[20].status_code, "Retry-After" in answers[20]) == (429, True)
    assert read(answers[20]).by_id(f"remark-{reported[20].pk}").typed == "Kept."
    answers = [as_visitor(one, htmx=htmx, email=f"v{one.pk}@example.org") for one in reported[:6]]
    assert [answer.status_code for answer in answers] == [200 if htmx else 302] * 5 + [429]
    assert Report.objects.count() == 25


def test_it_needs_the_token(comment: Comment, bob: User) -> None:
    for member in (bob, None):
        client = browser(member, held_to_tokens=True)
        address = reverse("report", args=[comment.pk])
        assert client.post(address, VISITOR | {"reason": "spam"}).status_code == 403
    assert not Report.objects.exists()


def test_no_reader_sees_that_a_comment_was_reported(
    comment: Comment, alice: User, bob: User, carol: User
) -> None:
    addresses = [
        comment.article.get_absolute_url(),
        f"/comments/{comment.pk}/thread/",
        "/",
        "/moderation-log/",
        "/member/bob/",
        "/member/alice/",
    ]

    def pages() -> list[str]:
        return [read(browser(one).get(each)).text for one in (None, alice, carol) for each in addresses]

    pages()
    before, version = pages(), Article.objects.get().version
    report(comment, bob, remark="Remarkable.")
    as_visitor(comment)
    assert pages() == before
    assert Article.objects.get().version == version


def test_a_report_takes_the_same_however_many_there_are(
    comment: Comment, bob: User, carol: User, settings: Settings
) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    fragments, address = browser(bob, htmx=True), reverse("report", args=[comment.pk])
    fragments.get(address)
    taken = [queries(lambda: fragments.get(address))]
    taken.append(queries(lambda: fragments.post(address, {"reason": "spam"})))
    for _ in range(5):
        report(comment, MemberFactory())
    more = browser(carol, htmx=True)
    taken.append(queries(lambda: more.post(address, {"reason": "spam"})))
    assert taken == [5, 17, 16]  # the first one opens the case
