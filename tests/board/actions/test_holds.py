"""What holds a comment by itself, or refuses it: which words, which links, whose; and what an edit does to that."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from board.actions import words
from board.actions.comments import delete_comment, edit_comment
from board.actions.moderation import approve, remove
from board.actions.refusals import Refused, Unfit
from board.actions.reports import report_comment
from board.models import Article, Case, Comment, Guard, LogEntry, Notification, WordRule
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

LONG = "The herring of this town is the best on the whole coast, says my uncle, who sells it."


def why(comment: Comment) -> str:
    """Why a comment waits; nothing for one that is published."""
    comment.refresh_from_db()
    case = Case.objects.filter(comment=comment).first()
    assert (comment.status == "held") == bool(case and case.cause)
    return case.cause if case else ""


@pytest.fixture
def article(db: None) -> Article:
    return ArticleFactory()


@pytest.fixture
def alice(db: None) -> User:
    """She has been here for long, and something of hers is published."""
    member = MemberFactory(name="Alice")
    say(ArticleFactory(), member, "Hello.")
    return member


@pytest.fixture
def newcomer(db: None) -> User:
    return MemberFactory(name="Newt", joined_at=timezone.now() - timedelta(days=1))


@pytest.fixture
def senior(db: None) -> User:
    return StaffFactory(name="Sela", group="Senior moderators")


@pytest.fixture
def rule(senior: User) -> Callable[..., WordRule]:
    def rule(text: str, effect: str = "hold", **more: Any) -> WordRule:
        return words.add_word_rule(senior, words=text, effect=effect, **more)

    return rule


# --- Words ----------------------------------------------------------------------------------------------------


def test_a_word_rule_holds_a_comment_with_the_very_words_and_the_rule(
    article: Article, alice: User, rule: Any
) -> None:
    spam = rule("spam")
    comment = say(article, alice, "No spammer here.\n\nBuy **S.P.A.M** now!")
    assert why(comment) == "words"
    case = Case.objects.get(comment=comment)
    assert (case.caught, case.rule) == ("S.P.A.M", spam)
    article.refresh_from_db()
    assert article.comment_count == 0
    assert not LogEntry.objects.exclude(verb="word-rule").exists()


def test_a_word_that_markup_takes_apart_is_found_as_readers_see_it(
    article: Article, alice: User, rule: Any
) -> None:
    rule("spam")
    for text in (
        "s**p**am",
        "sp&#97;m",
        "[sp](https://a.example/)am",
        "[x](https://a.example/ 'spam')",
        "```\nspam\n```",
        "- spam",
    ):
        assert why(say(article, alice, text)) == "words", text


def test_a_domain_is_found_where_a_link_leads(article: Article, alice: User, rule: Any) -> None:
    rule("bücher.example")
    assert why(say(article, alice, "[Here](https://shop.xn--bcher-kva.example/?a=1)")) == "words"
    assert Case.objects.get().caught == "bücher.example"
    rule("pump and dump")
    assert why(say(article, alice, "[Here](https://a.example/pump%20and%20dump)")) == "words"


def test_what_somebody_else_said_is_theirs_as_long_as_it_is_quoted_as_it_was(
    article: Article, alice: User, rule: Any
) -> None:
    source = say(article, MemberFactory(), "Spam and https://spam.example/ are one.")
    rule("spam")
    quoted = f"> #{source.pk} M:\n> Spam and https://spam.example/ are one.\n\nAre they?"
    assert why(say(article, alice, quoted)) == ""
    assert why(say(article, alice, quoted.replace("are one", "be one"))) == "words"
    assert why(say(article, alice, "> Spam\n\nSomebody says.")) == "words"
    assert why(say(article, alice, f"> #{source.pk} M:\n> Spam and\n\nSpam?")) == "words"


def test_a_rule_that_refuses_names_the_words_and_nothing_is_posted(
    article: Article, alice: User, rule: Any
) -> None:
    rule("darn", "refuse")
    rule("spam")
    with pytest.raises(Unfit, match="“D a r n”, “darn”") as refusal:
        say(article, alice, "D a r n! Spam! You darn fool.")
    assert "spam" not in str(refusal.value).lower()
    assert not Comment.objects.filter(article=article).exists()


def test_a_rule_holds_from_its_change_on_and_no_longer_than_it_is_in_force(
    article: Article, alice: User, senior: User, rule: Any
) -> None:
    assert why(say(article, alice, "spam")) == ""
    spam = rule("spam")
    assert why(say(article, alice, "spam")) == "words"
    words.change_word_rule(spam, senior, words="ham")
    assert [why(say(article, alice, text)) for text in ("spam", "ham")] == ["", "words"]
    words.change_word_rule(spam, senior, is_active=False)
    assert why(say(article, alice, "ham")) == ""
    words.change_word_rule(spam, senior, is_active=True)
    words.delete_word_rule(spam, senior)
    assert why(say(article, alice, "ham")) == ""
    assert list(Case.objects.values_list("caught", "rule")) == [("spam", None), ("ham", None)]


def test_the_staff_are_not_held(article: Article, rule: Any) -> None:
    rule("darn", "refuse")
    text = f"Darn! {' '.join(f'https://a.example/{n}' for n in range(9))} {LONG}"
    for _n in range(2):
        assert why(say(article, StaffFactory(), text)) == ""


def test_only_a_senior_moderator_changes_the_rules(senior: User, rule: Any) -> None:
    spam = rule("spam")
    for member in (StaffFactory(group="Moderators"), StaffFactory(group="Editors"), MemberFactory()):
        for act in (
            lambda member=member: words.add_word_rule(member, words="ham", effect="hold"),
            lambda member=member: words.change_word_rule(spam, member, effect="refuse"),
            lambda member=member: words.delete_word_rule(spam, member),
        ):
            with pytest.raises(Refused, match="Only a senior moderator"):
                act()
    assert list(WordRule.objects.values_list("words", "effect")) == [("spam", "hold")]
    assert LogEntry.objects.count() == 1


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


# --- Edits ----------------------------------------------------------------------------------------------------


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
