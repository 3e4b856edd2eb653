import pytest

from board.actions.comments import change_status, delete_comment, edit_comment
from board.models import Comment, Quote
from board.rules.markup import quote_markdown
from tests.factories import ArticleFactory, MemberFactory, say

pytestmark = pytest.mark.django_db


def quoting(source: Comment, words: str = "", answer: str = "I see.") -> str:
    return quote_markdown(source.pk, source.author.name, source.body, words) + answer


def facts(quote: Quote) -> tuple[bool, bool, bool]:
    quote.refresh_from_db()
    fresh = Quote.objects.select_related("source").get(pk=quote.pk)
    return fresh.altered, fresh.edited_since, fresh.source_gone


def test_a_quote_is_a_row_with_its_comment_and_revision() -> None:
    article = ArticleFactory()
    source = say(article, MemberFactory(), "The tide turns at four.")
    reply = say(article, MemberFactory(), quoting(source), source)
    quote = reply.quotes.get()
    assert [quote.source, quote.revision, quote.index] == [source, 0, 0]
    assert facts(quote) == (False, False, False)


def test_a_part_of_a_comment_is_an_honest_quote() -> None:
    article = ArticleFactory()
    source = say(article, MemberFactory(), "The tide turns at four. *Mostly*, that is.")
    reply = say(article, MemberFactory(), quoting(source, "Mostly, that is."))
    assert facts(reply.quotes.get()) == (False, False, False)


def test_words_that_are_not_in_the_source_are_altered() -> None:
    article = ArticleFactory()
    source = say(article, MemberFactory(), "The tide turns at four.")
    reply = say(article, MemberFactory(), f"> #{source.pk} x:\n> The tide never turns.\n\nWell.")
    assert facts(reply.quotes.get()) == (True, False, False)


def test_a_source_edited_afterwards_is_edited_since() -> None:
    article = ArticleFactory()
    source = say(article, MemberFactory(), "The tide turns at four.")
    quote = say(article, MemberFactory(), quoting(source)).quotes.get()
    edit_comment(source, source.author, "The tide turns at five.")
    assert facts(quote) == (False, True, False)


def test_words_of_an_earlier_revision_are_quoted_from_it() -> None:
    article = ArticleFactory()
    source = say(article, MemberFactory(), "The tide turns at four.")
    text = quoting(source)
    edit_comment(source, source.author, "The tide turns at five.")
    quote = say(article, MemberFactory(), text).quotes.get()
    assert quote.revision == 0
    assert facts(quote) == (False, True, False)


@pytest.mark.parametrize("status", ["removed", "deleted", "held"])
def test_a_source_that_nobody_may_read_is_gone(status: str) -> None:
    article = ArticleFactory()
    source = say(article, MemberFactory(), "The tide turns at four.")
    quote = say(article, MemberFactory(), quoting(source)).quotes.get()
    change_status(Comment.objects.get(pk=source.pk), status)
    assert facts(quote) == (False, False, True)


def test_the_article_itself_can_be_quoted() -> None:
    article = ArticleFactory(headline="A quiet Tuesday")
    honest = say(article, MemberFactory(), "> #article:\n> It decided nothing.\n\nQuite.").quotes.get()
    wrong = say(article, MemberFactory(), "> #article:\n> It decided everything.\n\nQuite.").quotes.get()
    assert [honest.source, honest.altered, wrong.altered] == [None, False, True]


def test_quotes_of_quotes_keep_each_their_own_source() -> None:
    article = ArticleFactory()
    first = say(article, MemberFactory(), "Four o'clock.")
    second = say(article, MemberFactory(), quoting(first, answer="No, five."))
    third = say(article, MemberFactory(), quoting(second))
    assert [quote.source for quote in third.quotes.order_by("index")] == [second, first]
    assert not any(quote.altered for quote in third.quotes.all())


def test_a_reply_may_quote_several_comments_of_other_threads() -> None:
    article = ArticleFactory()
    one, two = say(article, MemberFactory(), "One."), say(article, MemberFactory(), "Two.")
    reply = say(article, MemberFactory(), quoting(one, answer="Yes.\n\n") + quoting(two))
    assert {quote.source for quote in reply.quotes.all()} == {one, two}


def test_a_comment_of_another_article_is_not_a_source() -> None:
    elsewhere = say(ArticleFactory(), MemberFactory(), "Elsewhere.")
    reply = say(ArticleFactory(), MemberFactory(), quoting(elsewhere))
    assert not reply.quotes.exists()


def test_a_comment_cannot_quote_itself() -> None:
    comment = say(ArticleFactory(), MemberFactory(), "Me.")
    edited = edit_comment(comment, comment.author, quoting(comment))
    assert not edited.quotes.exists()


def test_an_edit_takes_its_old_quotes_away_and_makes_the_new_ones() -> None:
    article = ArticleFactory()
    one, two = say(article, MemberFactory(), "One."), say(article, MemberFactory(), "Two.")
    reply = say(article, MemberFactory(), quoting(one))
    edit_comment(reply, reply.author, quoting(two))
    assert [quote.source for quote in reply.quotes.all()] == [two]


def test_deleting_the_quoting_comment_leaves_the_source_alone() -> None:
    article = ArticleFactory()
    source = say(article, MemberFactory(), "One.")
    reply = say(article, MemberFactory(), quoting(source))
    delete_comment(reply, reply.author)
    source.refresh_from_db()
    assert source.is_published


def test_only_members_of_the_discussion_are_mentioned() -> None:
    article = ArticleFactory()
    here, elsewhere = MemberFactory(name="Old Ferry Hand"), MemberFactory(name="Nobody Here")
    say(article, here)
    say(ArticleFactory(), elsewhere)
    html = say(article, MemberFactory(), "@old ferry hand and @Nobody Here").html
    assert f'href="{here.get_absolute_url()}"' in html
    assert elsewhere.get_absolute_url() not in html
