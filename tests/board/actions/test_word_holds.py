"""Words that hold a comment or refuse it: where they are looked for, whose they are, and who says which."""

import tracemalloc
from typing import Any

import pytest

from accounts.models import User
from board.actions import caught, words
from board.actions.caught import Said
from board.actions.refusals import Refused, Unfit
from board.models import Article, Case, Comment, Guard, LogEntry, WordRule
from tests.board.actions.conftest import LONG, why
from tests.factories import MemberFactory, StaffFactory, say


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


def test_one_word_said_ten_thousand_times_is_caught_without_filling_the_memory(rule: Any) -> None:
    rule("死")
    text = "生\n" + "死" * 9_990
    tracemalloc.start()
    found = caught.find(Guard.objects.get().words_version, Said(text, (text,)))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == 9_990
    assert most < 20_000_000
