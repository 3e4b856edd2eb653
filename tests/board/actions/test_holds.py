"""What holds a comment by itself, besides words: its links, who has just come, the same text again."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from board.actions.comments import delete_comment
from board.actions.moderation import approve, remove
from board.models import Article, Case, Comment, Guard
from tests.board.actions.conftest import LONG, why
from tests.factories import ArticleFactory, MemberFactory, say

# --- Links ----------------------------------------------------------------------------------------------------


def test_more_links_than_a_comment_may_hold(article: Article, alice: User) -> None:
    Guard.objects.update(most_links=2)
    links = "https://a.example/ [b](https://b.example/)"
    assert why(say(article, alice, f"{links} [own](/about/) [top](#top) @Alice")) == ""
    assert why(say(article, alice, f"{links} <c@example.com>")) == "links"


def test_links_by_new_members(article: Article, newcomer: User, alice: User) -> None:
    say(article, newcomer, "Hello, I am new.")
    comment = say(article, newcomer, "See https://a.example/ for that.")
    assert (why(comment), Case.objects.get(comment=comment).caught) == ("new-link", "https://a.example/")
    assert why(say(article, newcomer, "See [the rules](/moderation-policy/) for that.")) == ""
    User.objects.filter(pk=newcomer.pk).update(joined_at=timezone.now() - timedelta(days=8))
    newcomer.refresh_from_db()
    assert why(say(article, newcomer, "See https://a.example/ again.")) == ""
    Guard.objects.update(new_member_days=30)
    assert why(say(article, newcomer, "See https://a.example/ for more.")) == "new-link"
    Guard.objects.update(hold_new_links=False)
    assert why(say(article, newcomer, "See https://a.example/ and so on.")) == ""


def test_an_account_that_was_made_in_advance_is_new_until_something_of_it_is_published(
    article: Article, senior: User
) -> None:
    sleeper = MemberFactory()
    comment = say(article, sleeper, "See https://a.example/ for that.")
    assert why(comment) == "new-link"
    assert why(say(article, sleeper, "See https://b.example/ for that.")) == "new-link"
    approve(comment, senior)
    assert why(say(article, sleeper, "See https://c.example/ for that.")) == ""


# --- New members ----------------------------------------------------------------------------------------------


def test_the_first_comments_of_a_new_member_wait_until_so_many_are_published(
    article: Article, newcomer: User, alice: User, senior: User
) -> None:
    Guard.objects.update(first_comments=2)
    first = [say(article, newcomer, f"Hello {n}.") for n in range(3)]
    assert [why(comment) for comment in first] == ["first"] * 3
    approve(first[0], senior)
    remove(first[1], senior, reason="Spam")
    assert why(say(article, newcomer, "Hello again.")) == "first"
    approve(first[2], senior)
    assert why(say(article, newcomer, "Hello at last.")) == ""
    assert why(say(article, alice, "Hello.")) == ""


# --- The same text again --------------------------------------------------------------------------------------


def test_the_same_text_again_by_the_same_member(article: Article, alice: User, senior: User) -> None:
    first = say(article, alice, LONG)
    assert why(say(ArticleFactory(), alice, LONG.upper() + "!!")) == "repeated"
    assert why(say(article, MemberFactory(), LONG)) == ""
    assert [why(say(article, alice, "Thank you!")) for _n in range(3)] == ["", "", ""]
    remove(first, senior, reason="Spam")
    assert why(say(article, alice, LONG)) == "repeated"
    Guard.objects.update(hold_repeated=False)
    assert why(say(article, alice, LONG)) == ""


def test_what_its_author_deleted_or_said_long_ago_may_be_said_again(article: Article, alice: User) -> None:
    delete_comment(say(article, alice, LONG), alice)
    second = say(article, alice, LONG)
    assert why(second) == ""
    Comment.objects.filter(pk=second.pk).update(created_at=timezone.now() - timedelta(hours=25))
    assert why(say(article, alice, LONG)) == ""


def test_the_same_text_by_several_new_members(article: Article, newcomer: User, alice: User) -> None:
    second = MemberFactory(joined_at=timezone.now() - timedelta(hours=1))
    assert why(say(article, alice, LONG)) == ""
    assert why(say(article, newcomer, LONG)) == ""  # the one who said it before has been here for long
    assert why(say(ArticleFactory(), second, f"> Hm.\n\n{LONG}")) == "copied"
    assert why(say(article, MemberFactory(), LONG)) == "copied"  # nothing of theirs is published yet


# --- Where and whose ------------------------------------------------------------------------------------------


def test_whatever_else_it_waits_for_moderators_are_told_which_words_it_holds(
    article: Article, alice: User, rule: Any
) -> None:
    spam = rule("spam")
    Article.objects.filter(pk=article.pk).update(comments_mode="premoderated")
    comment = say(article, alice, "Spam?")
    assert why(comment) == "premoderated"
    assert (Case.objects.get().caught, Case.objects.get().rule) == ("Spam", spam)
    alice.standing = "held"
    assert why(say(article, alice, "Spam!")) == "member"
