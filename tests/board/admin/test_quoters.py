"""Whoever removes a comment sees who quotes it, and can treat them too; and is told what others did meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest

from board.actions import moderation
from board.actions.comments import edit_comment
from board.actions.reports import report_comment
from board.admin import quoters
from board.models import Comment, HouseRule, LogEntry
from tests.board.admin.conftest import Cast, said
from tests.board.views.browsing import browser
from tests.board.views.reading import Element, read
from tests.factories import MemberFactory, say

Take = Callable[..., Any]
WORDS = "The ferry is the only way home."


def quote(cast: Cast, words: str = "So walk.") -> Comment:
    body = f"> #{cast.comment.pk} Amber:\n> {WORDS}\n\n{words}"
    return say(cast.article, MemberFactory(name=f"Bob {words}"), body)


@pytest.fixture
def quoting(cast: Cast) -> Comment:
    return quote(cast)


def remove(take: Take, cast: Cast, *comments: Comment, **given: Any) -> Any:
    given = {"answered": "yes", "rule": "", "words": "Not about ferries", **given}
    return take("moderator", "board/comment", "remove", *(comments or (cast.comment,)), **given)


def shown(answer: Any) -> Element:
    return read(answer).by_id("content-main")


def stored(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def verbs() -> list[tuple[str, int | None]]:
    return list(LogEntry.objects.order_by("pk").values_list("verb", "comment"))


def test_the_page_names_them_with_a_link_and_their_own_words(
    take: Take, cast: Cast, quoting: Comment
) -> None:
    page = shown(take("moderator", "board/comment", "remove", cast.comment))
    address = f"/admin/board/comment/{quoting.pk}/change/"
    assert page.links()[f"#{quoting.pk} by {quoting.author.name}"] == address
    assert "So walk." in page.text and "Take the quoted words out" in page.text
    boxes = [one for one in page.all("input") if one.attrs.get("name") == "quoters"]
    assert [(box["value"], "checked" in box.attrs) for box in boxes] == [(str(quoting.pk), False)]
    assert "Who quotes it" not in shown(take("moderator", "board/comment", "remove", quoting)).text


def test_unless_they_are_ticked_they_stay_as_they_are_with_the_quote_folded_away(
    take: Take, cast: Cast, quoting: Comment
) -> None:
    assert said(remove(take, cast)) == ["1 comment removed."]
    assert WORDS in stored(quoting).body
    page = read(browser().get(cast.article.get_absolute_url()))
    assert "quoted comment was removed" in page.by_id(f"comment-{quoting.pk}").text


def test_what_they_quoted_is_taken_out_of_those_ticked(take: Take, cast: Cast, quoting: Comment) -> None:
    rule, other = HouseRule.objects.get(title="Keep to the subject"), quote(cast, "So swim.")
    answer = remove(take, cast, rule=str(rule.pk), quoters=[quoting.pk], treatment="take-out")
    assert said(answer) == ["1 comment removed.", "Quoted words taken out of 1 comment."]
    assert [stored(quoting).body, stored(quoting).status] == ["So walk.", "published"]
    assert WORDS in stored(other).body
    assert verbs() == [("remove", cast.comment.pk), ("redact", quoting.pk)]
    entry = LogEntry.objects.latest("pk")
    assert [entry.rule, entry.reason] == [rule, f"{rule.title}: It quoted a comment that was removed."]
    page = read(browser().get(cast.article.get_absolute_url()))
    assert "quoted comment was removed" not in page.by_id(f"comment-{quoting.pk}").text


def test_those_ticked_are_removed_for_the_same_reason(take: Take, cast: Cast, quoting: Comment) -> None:
    answer = remove(take, cast, quoters=[quoting.pk], treatment="remove")
    assert said(answer) == ["1 comment removed.", "1 comment that quotes it removed."]
    assert [stored(quoting).status, stored(quoting).reason] == ["removed", "Not about ferries"]
    assert verbs() == [("remove", cast.comment.pk), ("remove", quoting.pk)]


def test_what_quotes_several_removed_ones_loses_all_of_that(take: Take, cast: Cast) -> None:
    other = say(cast.article, cast.member, "Boats sink.")
    body = f"> #{cast.comment.pk} Amber:\n> {WORDS}\n\nNo.\n\n> #{other.pk} Milo:\n> Boats sink.\n\nNo."
    both = say(cast.article, MemberFactory(), body)
    remove(take, cast, cast.comment, other, quoters=[both.pk], treatment="take-out")
    assert stored(both).body.split() == ["No.", "No."]


def test_what_cannot_be_done_is_told_of_each(take: Take, cast: Cast, quoting: Comment) -> None:
    bare = quote(cast, "")
    own = say(cast.article, cast.moderator, f"> #{cast.comment.pk} Amber:\n> {WORDS}\n\nMine.")
    answer = remove(take, cast, quoters=[quoting.pk, bare.pk, own.pk])
    assert said(answer) == [
        "1 comment removed.",
        "Quoted words taken out of 1 comment.",
        f"#{bare.pk}: It says nothing but what it quotes: remove it instead.",
        f"#{own.pk}: Nobody moderates their own comments: ask another moderator.",
    ]


def test_nothing_is_done_to_those_that_do_not_quote_it_or_to_any_where_it_stays(
    take: Take, cast: Cast, quoting: Comment
) -> None:
    bystander = say(cast.article, cast.member, "I was only passing.")
    remove(take, cast, quoters=[bystander.pk, "x", "9" * 40], treatment="remove")
    assert stored(bystander).status == "published"
    edit_comment(quoting, quoting.author, "So walk, I say.")
    moderation.restore(cast.comment, cast.senior)
    again = quote(cast, "Again.")
    report_comment(cast.comment, cast.member, "spam")
    moderation.approve(cast.comment, cast.senior)
    given = {f"seen-{cast.comment.pk}": "0", "quoters": [again.pk], "treatment": "remove"}
    assert "Sela kept a reported comment" in said(remove(take, cast, **given))[0]
    assert [stored(cast.comment).status, stored(again).status] == ["published", "published"]


def test_without_a_reason_what_was_ticked_is_kept(take: Take, cast: Cast, quoting: Comment) -> None:
    answer = remove(take, cast, words="", quoters=[quoting.pk], treatment="remove")
    assert answer.status_code == 422
    ticked = [one["value"] for one in shown(answer).all("input") if "checked" in one.attrs]
    assert ticked == ["", str(quoting.pk), "remove"]
    assert verbs() == []


def test_many_quoters_are_named_up_to_a_number(
    take: Take, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quoters, "MOST", 2)
    for n in ("one", "two", "three"):
        quote(cast, n)
    page = shown(take("moderator", "board/comment", "remove", cast.comment))
    assert "These are the first 2 of 3." in page.text
    assert len([one for one in page.all("input") if one.attrs.get("name") == "quoters"]) == 2


# --- Who comes second ---------------------------------------------------------------------------------------------


def sent(answer: Any) -> dict[str, str]:
    """What the page sends along of what was known."""
    inputs = read(answer).all("input")
    return {one["name"]: one["value"] for one in inputs if one.attrs.get("name", "").startswith("seen-")}  # type: ignore[union-attr]


@pytest.mark.parametrize("page", ["list", "comment", "asking"])
def test_each_page_that_decides_sends_what_was_known(take: Take, cast: Cast, page: str) -> None:
    moderation.remove(cast.comment, cast.senior, reason="x")
    moderation.restore(cast.comment, cast.senior)
    newest = LogEntry.objects.latest("pk").pk
    client = cast.client("moderator")
    answer = {
        "list": lambda: client.get("/admin/board/comment/"),
        "comment": lambda: client.get(f"/admin/board/comment/{cast.comment.pk}/change/"),
        "asking": lambda: take("moderator", "board/comment", "remove", cast.comment),
    }[page]()
    assert sent(answer) == {f"seen-{cast.comment.pk}": str(newest)}


def test_what_the_first_page_knew_is_passed_on_by_the_one_that_asks(take: Take, cast: Cast) -> None:
    known = sent(cast.client("moderator").get(f"/admin/board/comment/{cast.comment.pk}/change/"))
    report_comment(cast.comment, cast.member, "spam")
    moderation.approve(cast.comment, cast.senior)
    asking = take("moderator", "board/comment", "remove", cast.comment, **known)
    assert sent(asking) == known
    told = said(remove(take, cast, **sent(asking)))
    assert "Sela kept a reported comment (Today " in told[0] and told[1] == "1 was left as it is."
    assert stored(cast.comment).status == "published"


@pytest.mark.parametrize("action", ["approve", "restore"])
def test_a_second_decision_at_once_is_told_of_the_first(take: Take, cast: Cast, action: str) -> None:
    report_comment(cast.comment, cast.member, "spam")
    if action == "restore":
        moderation.remove(cast.comment, cast.senior, reason="x")
    known = sent(cast.client("moderator").get(f"/admin/board/comment/{cast.comment.pk}/change/"))
    if action == "approve":
        moderation.redact(cast.comment, cast.senior, body="Home.", reason="x")
    else:
        moderation.restore(cast.comment, cast.senior)
        moderation.remove(cast.comment, cast.senior, reason="y")
    before = verbs()
    told = said(take("moderator", "board/comment", action, cast.comment, **known))
    assert told[0].startswith(f"Comment #{cast.comment.pk} by Amber: Sela ")
    assert verbs() == before
