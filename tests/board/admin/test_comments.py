from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from board.actions import moderation
from board.actions.comments import edit_comment
from board.actions.votes import cast_vote
from board.models import Article, Comment, HouseRule, LogEntry
from board.rules import markup
from tests.board.admin.conftest import Cast, said
from tests.factories import MemberFactory, say

LIST = "/admin/board/comment/"
Take = Callable[..., Any]


def page_of(comment: Comment) -> str:
    return f"{LIST}{comment.pk}/change/"


def status_of(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


# --- The actions ------------------------------------------------------------------------------------------------


def test_a_moderator_approves_a_held_comment_and_the_log_tells_it(
    take: Take, cast: Cast, held: Comment
) -> None:
    answer = take("moderator", "board/comment", "approve", held)
    assert [answer.status_code, answer.url, said(answer)] == [302, LIST, ["1 comment approved."]]
    assert status_of(held) == "published"
    entry = LogEntry.objects.get()
    assert [entry.verb, entry.moderator, entry.comment, entry.member] == [
        *("approve", cast.moderator, held, cast.author)
    ]
    assert [entry.before, entry.after] == ["held", "published"]
    assert Article.objects.get(pk=held.article_id).comment_count == 1


def test_removing_asks_why_and_names_the_comments_and_who_quotes_them(take: Take, cast: Cast) -> None:
    quote = markup.quote_markdown(cast.comment.pk, "Amber", cast.comment.body)
    quoting = [say(cast.article, MemberFactory(), f"{quote}{quote}So?") for _ in range(3)]
    moderation.remove(quoting[2], cast.administrator, reason="Keep to the subject")
    answer = take("moderator", "board/comment", "remove", cast.comment)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"Comment #{cast.comment.pk} by Amber" in page and "The ferry is the only way home." in page
    assert "Quoted by 2: what they quote is folded away with it." in page
    assert all(rule.title.replace("'", "&#x27;") in page for rule in HouseRule.objects.all())
    assert [status_of(cast.comment), LogEntry.objects.count()] == ["published", 1]


@pytest.mark.parametrize("reason", ["rule", "words", "both"])
def test_a_comment_is_removed_for_a_house_rule_or_in_own_words(take: Take, cast: Cast, reason: str) -> None:
    say(cast.article, MemberFactory(), parent=cast.comment)
    rule = HouseRule.objects.get(title="Keep to the subject")
    given = {
        "rule": rule.pk if reason != "words" else "",
        "words": " Not about  ferries " if reason != "rule" else "",
    }
    answer = take("moderator", "board/comment", "remove", cast.comment, answered="yes", **given)
    expected = {"rule": rule.title, "words": "Not about ferries", "both": f"{rule.title}: Not about ferries"}[
        reason
    ]
    assert said(answer) == ["1 comment removed."]
    stored = Comment.objects.get(pk=cast.comment.pk)
    assert [stored.status, stored.reason, LogEntry.objects.get().reason] == ["removed", expected, expected]
    page = Client().get(cast.article.get_absolute_url()).content.decode()
    assert f"Removed by a moderator: {expected}" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Say why: choose a house rule or write it in your own words."),
        ({"words": "x" * 301}, "at most 300 characters"),
        ({"rule": "999"}, "Select a valid choice"),
        ({"rule": "x"}, "Select a valid choice"),
    ],
)
def test_without_a_reason_nothing_is_removed(
    take: Take, cast: Cast, given: dict[str, str], sentence: str
) -> None:
    answer = take("moderator", "board/comment", "remove", cast.comment, answered="yes", **given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert [status_of(cast.comment), LogEntry.objects.count()] == ["published", 0]


def test_a_rule_and_words_that_are_too_long_together_are_refused(take: Take, cast: Cast) -> None:
    given = {"rule": HouseRule.objects.first().pk, "words": "x" * 299}  # type: ignore[union-attr]
    answer = take("moderator", "board/comment", "remove", cast.comment, answered="yes", **given)
    assert answer.status_code == 422
    assert "in at most 300 characters" in answer.content.decode()


def test_a_removed_comment_is_restored_by_a_new_act(take: Take, removed: Comment) -> None:
    answer = take("moderator", "board/comment", "restore", removed)
    assert said(answer) == ["1 comment restored."]
    stored = Comment.objects.get(pk=removed.pk)
    assert [stored.status, stored.reason] == ["published", ""]
    assert list(LogEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["remove", "restore"]


def test_one_refusal_is_told_and_the_others_go_through(take: Take, cast: Cast, held: Comment) -> None:
    own = say(held.article, MemberFactory())
    Comment.objects.filter(pk=own.pk).update(author=cast.moderator, status="held")
    answer = take("moderator", "board/comment", "approve", held, own, cast.comment)
    assert sorted(said(answer)) == [
        "1 comment approved.",
        "2 were left as they are.",
        f"Comment #{cast.comment.pk} by Amber: This comment is published already.",
        f"Comment #{own.pk} by Mara: Nobody moderates their own comments: ask another moderator.",
    ]
    assert [status_of(held), status_of(own)] == ["published", "held"]
    assert LogEntry.objects.count() == 1


def test_a_row_that_left_the_filter_meanwhile_is_still_told_about(
    take: Take, cast: Cast, held: Comment
) -> None:
    take("moderator", "board/comment", "approve", held)
    given = {"action": "approve", "_selected_action": held.pk, "index": "0"}
    answer = cast.client("administrator").post(f"{LIST}?status__exact=held", given)
    assert answer.url == f"{LIST}?status__exact=held"
    assert "Mara approved a comment (Today " in said(answer)[0]


def test_everything_that_the_filter_finds_can_be_chosen_at_once(
    take: Take, cast: Cast, held: Comment
) -> None:
    second = say(held.article, MemberFactory())
    given = {"action": "approve", "_selected_action": held.pk, "index": "0", "select_across": "1"}
    answer = cast.client("moderator").post(f"{LIST}?status__exact=held", given)
    assert said(answer) == ["2 comments approved."]
    assert [status_of(held), status_of(second)] == ["published", "published"]


def test_too_many_at_once_are_refused_with_a_sentence(take: Take, cast: Cast, held: Comment) -> None:
    copies = []
    for number in range(2, 203):
        copies.append(
            Comment(article=held.article, author=cast.author, number=number, path=f"p{number}", renderer=1)
        )
        copies[-1].status = "held"
    Comment.objects.bulk_create(copies)
    given = {"action": "approve", "_selected_action": held.pk, "index": "0", "select_across": "1"}
    answer = cast.client("moderator").post(f"{LIST}?status__exact=held", given)
    assert said(answer) == ["Please choose at most 200 at once. Nothing has been changed."]
    assert LogEntry.objects.count() == 0


def test_a_row_number_that_is_none_is_a_bad_request(cast: Cast) -> None:
    for number in ("x", "-1", "1" * 30, "１"):
        given = {"action": "approve", "_selected_action": number, "index": "0"}
        assert cast.client("moderator").post(LIST, given).status_code == 400


@pytest.mark.parametrize("action", ["approve", "remove", "restore"])
@pytest.mark.parametrize("role", ["visitor", "member", "editor"])
def test_nobody_else_moderates_comments(
    take: Take,
    role: str,
    action: str,
    held: Comment,
    removed: Comment,
    cast: Cast,
    snapshot: Callable[[], Any],
) -> None:
    before = snapshot()
    rows = {"approve": held, "remove": cast.comment, "restore": removed}
    answer = take(role, "board/comment", action, rows[action], words="Because", answered="yes")
    assert answer.status_code == (302 if role == "visitor" else 403)
    assert role != "visitor" or answer.url.startswith("/accounts/login/")
    assert snapshot() == before


def test_an_address_that_names_an_action_does_nothing(
    cast: Cast, held: Comment, snapshot: Callable[[], Any]
) -> None:
    before = snapshot()
    query = {"action": "approve", "_selected_action": held.pk, "index": "0", "answered": "yes", "words": "x"}
    assert cast.client("moderator").get(LIST, query).status_code == 400
    assert snapshot() == before


def test_an_action_without_its_token_changes_nothing(cast: Cast, held: Comment) -> None:
    client = cast.client("moderator", enforce_csrf_checks=True)
    answer = client.post(LIST, {"action": "approve", "_selected_action": held.pk, "index": "0"})
    assert [answer.status_code, status_of(held)] == [403, "held"]


@pytest.mark.parametrize("page", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_nobody_writes_changes_or_deletes_a_comment_here(
    cast: Cast, page: str, snapshot: Callable[[], Any]
) -> None:
    before = snapshot()
    answer = cast.client("administrator").post(
        LIST + page.format(pk=cast.comment.pk), {"body": "x", "post": "yes"}
    )
    assert answer.status_code == 403
    assert snapshot() == before


# --- A comment's own page ---------------------------------------------------------------------------------------


def test_a_comments_page_shows_it_in_its_context(cast: Cast, take: Take) -> None:
    reply = say(cast.article, MemberFactory(name="Bertil"), "Is it?", parent=cast.comment)
    cast_vote(reply.pk, cast.member, 1)
    edit_comment(reply, reply.author, "Is it **really**?")
    take("moderator", "board/comment", "remove", reply, answered="yes", words="Off topic")
    page = cast.client("moderator").get(page_of(reply)).content.decode()
    for words in (
        f"Comment #{reply.pk} by Bertil",
        "Is it <strong>really</strong>?",
        "<p>Is it?</p>",
        "Ferry to stop at night",
        f"Comment #{cast.comment.pk} by Amber",
        "1 ( +1 / -0 )",
        "0 comments published, 1 removed",
        "removed a comment",
        "Off topic",
    ):
        assert words in page, words


def test_the_page_names_those_who_quote_it_and_what_they_changed(cast: Cast) -> None:
    quote = markup.quote_markdown(cast.comment.pk, "Amber", "The ferry is the only way out.")
    quoting = say(cast.article, MemberFactory(name="Bertil"), f"{quote}So?")
    page = cast.client("moderator").get(page_of(cast.comment)).content.decode()
    assert page_of(quoting) in page and "Bertil" in page and ">altered<" in page


def test_the_buttons_on_the_page_lead_back_to_it(cast: Cast, take: Take, held: Comment) -> None:
    page = cast.client("moderator").get(page_of(held)).content.decode()
    assert 'value="approve"' in page and 'value="remove"' in page and 'value="restore"' not in page
    given = {"action": "approve", "_selected_action": held.pk, "back": held.pk}
    answer = cast.client("moderator").post(LIST, given)
    assert [answer.status_code, answer.url, status_of(held)] == [302, page_of(held), "published"]


def test_moderators_see_no_buttons_on_their_own_comments_and_editors_on_none(cast: Cast) -> None:
    own = say(cast.article, cast.moderator)
    page = cast.client("moderator").get(page_of(own)).content.decode()
    assert "This is your own comment" in page and 'name="action"' not in page
    assert 'name="action"' not in cast.client("editor").get(page_of(cast.comment)).content.decode()


def test_editors_do_not_see_the_authors_record_or_the_log(cast: Cast, removed: Comment) -> None:
    assert cast.client("editor").get(page_of(removed)).status_code == 302
    page = cast.client("editor").get(page_of(cast.comment)).content.decode()
    assert "Amber" in page and "standing" not in page and "Moderation log" not in page


def test_a_hostile_comment_stays_text(cast: Cast, take: Take) -> None:
    nasty = say(cast.article, MemberFactory(), "<script>alert(1)</script> **x** <img src=x onerror=alert(1)>")
    client = cast.client("moderator")
    for page in (
        client.get(LIST),
        client.get(page_of(nasty)),
        take("moderator", "board/comment", "remove", nasty),
    ):
        text = page.content.decode()
        assert "<script>alert" not in text and "<img src=x" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_what_readers_do_not_see_is_not_said_to_be_seen_by_them(cast: Cast, removed: Comment) -> None:
    client = cast.client("moderator")
    assert (
        "As readers see it" not in client.get(f"/admin/board/comment/{removed.pk}/change/").content.decode()
    )
    seen = say(removed.article, cast.author, "There for everybody.")
    assert "As readers see it" in client.get(f"/admin/board/comment/{seen.pk}/change/").content.decode()
