import pytest
from django.urls import reverse

from accounts.models import User
from board.actions.comments import delete_comment, edit_comment
from board.actions.moderation import remove
from board.models import Comment
from tests.board.views.browsing import browser
from tests.board.views.reading import read
from tests.factories import say


def versions(comment: Comment) -> list[str]:
    page = read(browser().get(reverse("history", args=[comment.pk]))).by_id("main")
    return [item.text for item in page.all("ol")[0].all("li")]


def test_every_version_is_there_the_newest_first_with_its_time(comment: Comment, alice: User) -> None:
    for text in ("Alice spoke of *beavers*.", "Alice spoke of weasels."):
        comment = edit_comment(comment, alice, text)
    shown = versions(comment)
    assert [text.rpartition("spoke of ")[2] for text in shown] == ["weasels.", "beavers.", "otters."]
    assert "now" in shown[0]
    assert all("JST" in text for text in shown)


def test_a_comment_that_was_never_edited_has_one_version(comment: Comment) -> None:
    assert len(versions(comment)) == 1


def test_earlier_quotes_are_held_to_the_same_rules(comment: Comment, bob: User, moderator: User) -> None:
    body = f"> #{comment.pk} Alice:\n> spoke of otters\n\nBob disagrees."
    reply = edit_comment(say(comment.article, bob, body, parent=comment), bob, "Bob thought again.")
    assert "otters" in versions(reply)[1]
    remove(comment, moderator, reason="Off topic")
    assert "otters" not in versions(reply)[1]
    assert "quoted comment was removed" in versions(reply)[1]
    assert "Bob disagrees." in versions(reply)[1]


def test_an_earlier_version_is_not_said_to_quote_itself(comment: Comment, alice: User) -> None:
    comment = edit_comment(comment, alice, f"> #{comment.pk} Alice:\n> otters\n\nI said.")
    edit_comment(comment, alice, "Enough.")
    assert "altered" not in versions(comment)[1]


@pytest.mark.parametrize("with_reply", [False, True])
def test_what_is_gone_has_no_history(comment: Comment, alice: User, bob: User, with_reply: bool) -> None:
    comment = edit_comment(comment, alice, "Second thoughts.")
    if with_reply:
        say(comment.article, bob, parent=comment)
    delete_comment(comment, alice)
    for member in (None, bob, alice):
        answer = browser(member).get(reverse("history", args=[comment.pk]))
        assert answer.status_code == 404
        assert "otters" not in answer.content.decode()


def test_it_is_read_and_nothing_else(comment: Comment, alice: User) -> None:
    assert browser(alice).post(reverse("history", args=[comment.pk])).status_code == 405
