"""At the desk a removal offers to take the words out of those who quote them too."""

import pytest

from board.models import Comment, LogEntry
from tests.board.admin.at_desk import DESK, decide, nothing_done, page, status
from tests.board.admin.conftest import Cast
from tests.board.views.browsing import browser
from tests.board.views.reading import read
from tests.factories import ArticleFactory, MemberFactory, say

WORDS = "The ferry is the only way home."


def quote(cast: Cast, words: str) -> Comment:
    return say(cast.article, MemberFactory(), f"> #{cast.comment.pk} Amber:\n> {WORDS}\n\n{words}")


@pytest.fixture
def quoting(cast: Cast) -> Comment:
    return quote(cast, "So walk.")


def body(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).body


def test_those_who_quote_it_are_offered_and_those_who_do_not_are_not(
    cast: Cast, reported: Comment, quoting: Comment
) -> None:
    shown = page(cast)
    assert f'name="quoters" value="{quoting.pk}"> #{quoting.pk} {quoting.author.name}' in shown
    assert shown.count('name="quoters"') == 1


def test_the_words_go_out_of_those_ticked_alone(cast: Cast, reported: Comment, quoting: Comment) -> None:
    other = quote(cast, "So swim.")
    moderator = cast.client("moderator")
    given = {"act": "remove", "words": "Not about ferries", "quoters": [quoting.pk]}
    answer = moderator.post(f"{DESK}{reported.pk}/", given, follow=True)
    assert [status(reported), body(quoting), status(quoting)] == ["removed", "So walk.", "published"]
    assert WORDS in body(other)
    acts = list(LogEntry.objects.order_by("pk").values_list("verb", "comment"))
    assert acts == [("remove", reported.pk), ("redact", quoting.pk)]
    told = answer.content.decode()
    assert told.index('id="notice"') < told.index("Quoted words taken out of 1 comment.")
    story = read(browser().get(cast.article.get_absolute_url()))
    assert WORDS not in story.by_id(f"comment-{quoting.pk}").text


def test_who_is_ticked_but_quotes_something_else_or_is_nobody_is_left_as_they_are(
    cast: Cast, reported: Comment, quoting: Comment
) -> None:
    stranger = say(ArticleFactory(), MemberFactory(), "Nothing to do with it.")
    decide(cast, reported, "remove", words="Off topic", quoters=[stranger.pk, "x", "9" * 30, "0"])
    assert [status(reported), body(stranger)] == ["removed", "Nothing to do with it."]
    assert WORDS in body(quoting)


def test_a_removal_that_is_asked_for_again_keeps_the_ticks(
    cast: Cast, reported: Comment, quoting: Comment
) -> None:
    answer = decide(cast, reported, "remove", quoters=[quoting.pk])
    assert answer.status_code == 422
    assert f'name="quoters" value="{quoting.pk}" checked' in answer.content.decode()
    assert nothing_done(reported) and WORDS in body(quoting)
