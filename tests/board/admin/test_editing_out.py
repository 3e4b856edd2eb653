"""A moderator takes words out of a comment, on a page that shows first what readers will see."""

from collections.abc import Callable
from typing import Any

import pytest

from board.actions import moderation
from board.actions.comments import delete_comment
from board.models import Comment, HouseRule, LogEntry, Remit
from tests.board.admin.conftest import Cast, said
from tests.board.views.browsing import browser
from tests.board.views.reading import Element, read
from tests.factories import SectionFactory, say


def page_of(comment: Comment) -> str:
    return f"/admin/board/comment/{comment.pk}/edit-out/"


def stored(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def send(cast: Cast, comment: Comment, role: str = "moderator", **given: Any) -> Any:
    given = {"body": "The ferry is a way home.", "rule": "", "words": "Not so loud", **given}
    return cast.client(role).post(page_of(comment), given)


def asked(answer: Any) -> Element:
    return read(answer).by_id("content-main")


def test_the_page_of_a_comment_leads_to_its_text_as_it_was_typed(cast: Cast) -> None:
    comment = say(cast.article, cast.author, "The *ferry*:\n\n- one\n- two")
    client = cast.client("moderator")
    page = read(client.get(f"/admin/board/comment/{comment.pk}/change/"))
    assert page.links()["Edit out …"] == page_of(comment)
    assert asked(client.get(page_of(comment))).by_id("id_body").typed == comment.body


def test_the_words_are_taken_out_for_a_house_rule_and_readers_see_it(cast: Cast) -> None:
    rule = HouseRule.objects.get(position=4)
    answer = send(cast, cast.comment, rule=str(rule.pk), words="a telephone number")
    assert [answer.status_code, answer.url] == [302, f"/admin/board/comment/{cast.comment.pk}/change/"]
    assert said(answer) == ["The words are taken out."]
    changed = stored(cast.comment)
    assert [changed.body, changed.is_redacted, changed.status] == [
        "The ferry is a way home.",
        True,
        "published",
    ]
    entry = LogEntry.objects.get()
    assert [entry.verb, entry.moderator, entry.comment, entry.rule, entry.reason] == [
        *("redact", cast.moderator, cast.comment, rule),
        f"{rule.title}: a telephone number",
    ]
    shown = read(browser().get(cast.article.get_absolute_url())).by_id(f"comment-{changed.pk}")
    assert "The ferry is a way home." in shown.text and "edited by a moderator" in shown.links()


def test_a_preview_shows_what_readers_will_see_and_changes_nothing(
    cast: Cast, snapshot: Callable[[], Any]
) -> None:
    before = snapshot()
    answer = send(cast, cast.comment, body="The *ferry*. <b>Loud</b>", preview="yes")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "What readers will see" in page and "<em>ferry</em>. &lt;b&gt;Loud" in page
    assert "“Not so loud”" in page
    assert asked(answer).by_id("id_body").typed == "The *ferry*. <b>Loud</b>"
    assert snapshot() == before


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"body": "The ferry is the only way home."}, "this is the text as it is."),
        ({"body": "The ferry is the only way home.  \r\n"}, "this is the text as it is."),
        ({"body": ""}, "Nothing would be left of it: remove the comment instead."),
        ({"body": " \n"}, "Write something first."),
        ({"body": "x" * 10_001}, "at most 10000 characters"),
        ({"words": ""}, "Say why"),
        ({"words": "x" * 301}, "at most 300 characters"),
        ({"rule": "999"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_stored_is_asked_again_with_what_was_typed(
    cast: Cast, given: dict[str, str], sentence: str, snapshot: Callable[[], Any]
) -> None:
    before = snapshot()
    answer = send(cast, cast.comment, **given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    body = given.get("body", "The ferry is a way home.").replace("\r\n", "\n")
    assert asked(answer).by_id("id_body").typed.replace("\r\n", "\n") == body
    assert asked(answer).by_id("id_words").typed == given.get("words", "Not so loud")
    assert snapshot() == before


def test_the_second_moderator_is_told_what_the_first_did_and_keeps_what_they_typed(cast: Cast) -> None:
    field = f"seen-{cast.comment.pk}"
    form = read(cast.client("senior").get(page_of(cast.comment)))
    seen = next(one["value"] for one in form.all("input") if one.attrs.get("name") == field)
    assert seen == "0"
    moderation.redact(cast.comment, cast.moderator, body="The ferry is it.", reason="Not so loud")
    answer = send(cast, cast.comment, "senior", **{field: seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mara took words out of a comment (Today " in page
    assert "The ferry is it." in page and asked(answer).by_id("id_body").typed == "The ferry is a way home."
    assert [stored(cast.comment).body, LogEntry.objects.count()] == ["The ferry is it.", 1]
    known = next(one["value"] for one in read(answer).all("input") if one.attrs.get("name") == field)
    assert send(cast, cast.comment, "senior", **{field: known}).status_code == 302
    assert stored(cast.comment).body == "The ferry is a way home."


def test_a_held_comment_is_edited_and_waits_on(cast: Cast, held: Comment) -> None:
    assert send(cast, held, body="Who pays?").status_code == 302
    assert [stored(held).body, stored(held).status] == ["Who pays?", "held"]


def test_what_is_gone_is_not_edited(cast: Cast, removed: Comment) -> None:
    answer = send(cast, removed)
    assert answer.status_code == 409 and "Ada removed a comment" in answer.content.decode()
    delete_comment(cast.comment, cast.author)
    answer = send(cast, cast.comment)
    assert answer.status_code == 409 and "Its author has deleted this comment." in answer.content.decode()
    client = cast.client("moderator")
    for gone in (removed, cast.comment):
        assert "Edit out" not in client.get(f"/admin/board/comment/{gone.pk}/change/").content.decode()


def test_nobody_edits_out_of_their_own_comments_or_in_sections_of_others(cast: Cast) -> None:
    own = say(cast.article, cast.moderator, "Mine.")
    Remit.objects.create(moderator=cast.senior, section=SectionFactory())
    for role, comment, status in (("moderator", own, 403), ("senior", cast.comment, 404)):
        assert cast.client(role).get(page_of(comment)).status_code == status
        assert send(cast, comment, role).status_code == status
    assert not Comment.objects.filter(is_redacted=True).exists()


@pytest.mark.parametrize("role", ["visitor", "member", "editor"])
def test_nobody_else_edits_out(cast: Cast, role: str, snapshot: Callable[[], Any]) -> None:
    before = snapshot()
    status = 302 if role == "visitor" else 403
    assert cast.client(role).get(page_of(cast.comment)).status_code == status
    assert send(cast, cast.comment, role).status_code == status
    assert snapshot() == before


def test_a_comment_that_there_is_not_has_no_such_page(cast: Cast) -> None:
    for pk in ("999999", "nonsense", "9" * 30):
        assert cast.client("moderator").get(f"/admin/board/comment/{pk}/edit-out/").status_code == 404


def test_earlier_texts_that_were_taken_out_are_shown_to_moderators_alone(cast: Cast) -> None:
    moderation.redact(cast.comment, cast.moderator, body="The ferry.", reason="Not so loud")
    address = f"/admin/board/comment/{cast.comment.pk}/change/"
    page = cast.client("senior").get(address).content.decode()
    assert "The ferry is the only way home." in page and "for moderators alone" in page
    assert "the only way home" not in cast.client("editor").get(address).content.decode()
