"""An edit is held for what it adds, and gets no comment out of hold."""

from typing import Any

import pytest

from accounts.models import User
from board.actions.comments import edit_comment
from board.actions.moderation import approve
from board.actions.refusals import Unfit
from board.actions.reports import report_comment
from board.models import Article, Case, Guard, Notification
from tests.board.actions.conftest import LONG, why
from tests.factories import ArticleFactory, MemberFactory, say


def test_an_edit_that_brings_in_words_holds_a_published_comment(
    article: Article, alice: User, rule: Any
) -> None:
    rule("spam")
    comment = say(article, alice, "Ham.")
    reply = say(article, MemberFactory(), "Ham?", parent=comment)
    version = Article.objects.get(pk=article.pk).version
    edit_comment(comment, alice, "Ham and spam.")
    assert why(comment) == "words"
    article.refresh_from_db()
    assert (article.comment_count, article.version > version) == (1, True)
    reply.refresh_from_db()
    assert reply.is_published


def test_an_edit_never_gets_a_comment_out_of_hold(article: Article, alice: User, rule: Any) -> None:
    spam, ham = rule("spam"), rule("ham")
    comment = say(article, alice, "Spam.")
    edit_comment(comment, alice, "Nothing of the kind.")
    assert why(comment) == "words"
    assert (Case.objects.get().caught, Case.objects.get().rule) == ("Spam", spam)
    edit_comment(comment, alice, "Ham then.")
    assert (Case.objects.get().caught, Case.objects.get().rule) == ("Ham", ham)


def test_what_was_approved_is_not_held_again_for_the_same(
    article: Article, alice: User, senior: User, rule: Any
) -> None:
    rule("spam")
    comment = say(article, alice, "Spam is tinned meat.\n\nI eat it oftn.")
    approve(comment, senior)
    edit_comment(comment, alice, "Spam is tinned meat.\n\nI eat it often.")
    assert why(comment) == ""
    edit_comment(comment, alice, "Spam is what you are.\n\nI eat it often.")
    assert why(comment) == "words"


def test_links_that_were_there_are_not_held_again(article: Article, newcomer: User, senior: User) -> None:
    comment = say(article, newcomer, "See https://a.example/ fr that.")
    approve(comment, senior)
    edit_comment(comment, newcomer, "See https://a.example/ for that.")
    assert why(comment) == ""
    edit_comment(comment, newcomer, "See https://b.example/ for that.")
    assert (why(comment), Case.objects.get().caught) == ("new-link", "https://b.example/")


def test_an_edit_that_says_the_same_again_is_held_but_not_for_its_own_text(
    article: Article, alice: User
) -> None:
    comment = say(article, alice, LONG)
    edit_comment(comment, alice, LONG + " And so on.")
    assert why(comment) == ""
    other = say(article, alice, "Something else.")
    edit_comment(other, alice, LONG + " And so on!")
    assert why(other) == "repeated"


def test_where_each_text_waits_an_edited_one_waits_again(
    article: Article, alice: User, newcomer: User, senior: User
) -> None:
    Article.objects.filter(pk=article.pk).update(comments_mode="premoderated")
    comment = say(article, alice, "A fine day.")
    approve(comment, senior)
    edit_comment(comment, alice, "You fool.")
    assert why(comment) == "premoderated"
    Guard.objects.update(first_comments=1)
    first = say(ArticleFactory(), newcomer, "A fine day.")
    approve(first, senior)
    edit_comment(first, newcomer, "You fool.")
    assert why(first) == "first"


def test_a_rule_refuses_an_edit_too_and_the_text_stays(article: Article, alice: User, rule: Any) -> None:
    comment = say(article, alice, "Well.")
    rule("darn", "refuse")
    with pytest.raises(Unfit, match="“Darn”"):
        edit_comment(comment, alice, "Darn.")
    comment.refresh_from_db()
    assert (comment.body, comment.revision, comment.status) == ("Well.", 0, "published")


def test_an_edit_that_is_held_keeps_the_reports_of_a_comment(
    article: Article, alice: User, senior: User, rule: Any
) -> None:
    rule("spam")
    comment = say(article, alice, "Ham.")
    report_comment(comment, MemberFactory(), "spam")
    edit_comment(comment, alice, "Spam.")
    assert (why(comment), Case.objects.get().report_count) == ("words", 1)
    approve(comment, senior)
    assert not Case.objects.exists()
    assert Notification.objects.filter(about="report").count() == 1
