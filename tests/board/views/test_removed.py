"""What moderators removed or authors deleted is gone: from every page, and from every quote of it."""

import pytest
from django.urls import reverse

from accounts.models import User
from board.actions.comments import delete_comment, edit_comment
from board.actions.moderation import remove, restore
from board.models import Article, Comment
from tests.board.views.browsing import browser
from tests.board.views.reading import read
from tests.factories import say

WORDS = "otters"


@pytest.fixture
def quoting(comment: Comment, bob: User) -> Comment:
    """Bob's reply, whose first version quoted Alice, and which quotes her again since it was edited."""
    quote = f"> #{comment.pk} Alice:\n> Alice spoke of otters.\n\n"
    reply = say(comment.article, bob, f"{quote}Bob did not.", parent=comment)
    return edit_comment(reply, bob, f"{quote}Bob did, once.")


def addresses(comment: Comment, quoting: Comment) -> list[str]:
    article = comment.article
    found = [article.get_absolute_url() + query for query in ("", "?view=flat", "?comment-order=latest")]
    found += ["/", "/category/local/", "/member/alice/", "/member/bob/", "/moderation-log/"]
    for pk in (comment.pk, quoting.pk):
        found += [f"/comments/{pk}/{path}" for path in ("thread/", "history/", "reply/", "quote/")]
    return found


def leaks(comment: Comment, quoting: Comment, member: User | None) -> list[str]:
    client = browser(member)
    return [at for at in addresses(comment, quoting) if WORDS in client.get(at).content.decode()]


def test_words_that_are_there_would_be_noticed(comment: Comment, quoting: Comment, carol: User) -> None:
    assert len(leaks(comment, quoting, carol)) >= 10


@pytest.mark.parametrize("how", ["removed", "deleted"])
def test_its_words_are_nowhere(
    comment: Comment, quoting: Comment, alice: User, carol: User, moderator: User, how: str
) -> None:
    if how == "removed":
        remove(comment, moderator, reason="Off topic")
    else:
        delete_comment(comment, alice)
    for member in (None, carol, alice, moderator):
        assert leaks(comment, quoting, member) == []


@pytest.mark.parametrize("how", ["removed", "deleted"])
def test_the_quote_says_why_it_is_folded(
    comment: Comment, quoting: Comment, alice: User, moderator: User, how: str
) -> None:
    if how == "removed":
        remove(comment, moderator, reason="Off topic")
    else:
        delete_comment(comment, alice)
    sentence = {
        "removed": "quoted comment was removed",
        "deleted": "quoted comment was deleted by its author",
    }[how]
    shown = read(browser().get(comment.article.get_absolute_url())).by_id(f"comment-{quoting.pk}")
    assert sentence in shown.text
    assert "Bob did, once." in shown.text


def test_with_replies_a_tombstone_gives_the_reason(
    comment: Comment, quoting: Comment, moderator: User
) -> None:
    remove(comment, moderator, reason="Off <topic>")
    page = read(browser().get(comment.article.get_absolute_url()))
    stone = page.by_id(f"comment-{comment.pk}")
    assert stone.text == stone["aria-label"] == "Removed by a moderator: Off <topic>"
    assert page.comments() == [comment.pk, quoting.pk]
    assert page.by_id("comments-heading").text == "1 Comment"
    assert Article.objects.get().comment_count == 1


def test_a_tombstone_names_nobody(comment: Comment, quoting: Comment, moderator: User) -> None:
    remove(comment, moderator, reason="Off topic")
    for query in ("", "?view=flat"):
        region = read(browser().get(comment.article.get_absolute_url() + query)).by_id("thread")
        assert "Alice" not in region.text
    assert "in reply to a comment that is gone" in region.by_id(f"comment-{quoting.pk}").text


@pytest.mark.parametrize("how", ["removed", "deleted"])
def test_without_replies_it_is_gone(comment: Comment, alice: User, moderator: User, how: str) -> None:
    if how == "removed":
        remove(comment, moderator, reason="Off topic")
    else:
        delete_comment(comment, alice)
    assert read(browser().get(comment.article.get_absolute_url())).comments() == []
    for path in ("", "thread/", "history/"):
        for member in (None, alice, moderator):
            assert browser(member).get(f"/comments/{comment.pk}/{path}").status_code == 404


def test_it_no_longer_says_by_whom_it_was_quoted(comment: Comment, quoting: Comment, moderator: User) -> None:
    remove(quoting, moderator, reason="Off topic")
    shown = read(browser().get(comment.article.get_absolute_url())).by_id(f"comment-{comment.pk}")
    assert "Quoted by" not in shown.text


def test_restored_it_is_back_with_its_quotes(comment: Comment, quoting: Comment, moderator: User) -> None:
    remove(comment, moderator, reason="Off topic")
    restore(comment, moderator)
    page = read(browser().get(comment.article.get_absolute_url()))
    assert WORDS in page.by_id(f"comment-{comment.pk}").text
    assert WORDS in page.by_id(f"comment-{quoting.pk}").text


def test_a_deleted_comment_is_not_asked_to_be_deleted_with_what_it_quoted(
    comment: Comment, quoting: Comment, bob: User, moderator: User
) -> None:
    remove(comment, moderator, reason="Off topic")
    asked = browser(bob).get(reverse("delete", args=[quoting.pk]))
    assert WORDS not in asked.content.decode()
    assert "Bob did, once." in read(asked).text
