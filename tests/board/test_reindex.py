"""`manage.py reindex`: what the search lacks, and what it holds too much of, is found and set right."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from board import search
from board.actions.reindex import differences_in, is_complete, reindex, set_right
from board.models import Article, ArticleTerms, Comment, CommentTerms
from board.rules.queries import parse
from board.rules.terms import TERMS
from tests.factories import ArticleFactory, MemberFactory, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    article = ArticleFactory(headline="Ferries stop")
    search.index_article(article)
    return article


@pytest.fixture
def comment(article: Article) -> Comment:
    return say(article, MemberFactory(), "A ferry.")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("reindex", *arguments, stdout=out)
    return out.getvalue().strip()


def found(words: str) -> list[Comment]:
    return search.find_comments(parse(words)).items


def test_where_nothing_differs_it_says_so(comment: Comment) -> None:
    assert run("--check") == run() == "The search holds what it should."


def test_what_is_missing_is_told_and_set_right(comment: Comment, article: Article) -> None:
    CommentTerms.objects.all().delete()
    ArticleTerms.objects.all().delete()
    assert found("ferry") == []
    with pytest.raises(CommandError, match="2 are missing and 0 are wrong"):
        run("--check")
    assert found("ferry") == []
    assert run() == "2 were missing and 0 were wrong in the search: set right."
    assert found("ferry") == [comment]
    assert search.find_articles(parse("ferry")).items == [article]


def test_other_words_than_the_comment_s_are_told_and_set_right(comment: Comment) -> None:
    search.store(comment.pk, search.comment_terms(comment.article_id, "A boat."))
    assert [str(one) for one in reindex()] == [f"comment {comment.pk}: other words are in the index"]
    assert run() == "0 were missing and 1 were wrong in the search: set right."
    assert (found("ferry"), found("boat")) == ([comment], [])


@pytest.mark.parametrize("status", ["held", "removed", "deleted"])
def test_what_nobody_may_read_is_taken_out(comment: Comment, status: str) -> None:
    Comment.objects.filter(pk=comment.pk).update(status=status)
    told = [f"comment {comment.pk}: is in the index, though nobody may read it"]
    assert [str(one) for one in reindex()] == told
    run()
    assert not CommentTerms.objects.exists()


def test_a_comment_that_changed_meanwhile_is_left_as_its_change_has_indexed_it(comment: Comment) -> None:
    """The words are worked out before the discussion is locked."""
    CommentTerms.objects.all().delete()
    differences = list(differences_in([comment]))
    Comment.objects.filter(pk=comment.pk).update(body="A boat.")
    search.index(Comment.objects.get(pk=comment.pk))
    set_right(comment.article_id, differences)
    assert (found("ferry"), found("boat")) == ([], [comment])


def test_terms_of_an_earlier_version_are_made_again(comment: Comment) -> None:
    CommentTerms.objects.update(version=TERMS - 1, terms="older")
    assert not is_complete()
    run()
    assert is_complete()
    assert found("ferry") == [comment]


def test_a_site_without_anything_holds_all_that_it_should() -> None:
    assert is_complete()
    assert run() == "The search holds what it should."


def test_a_long_discussion_is_gone_through_in_parts(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = MemberFactory()
    said = [say(article, author, f"A ferry, {number}.") for number in range(7)]
    CommentTerms.objects.all().delete()
    monkeypatch.setattr("board.actions.reindex.BATCH", 3)
    run()
    assert found("ferry") == said[::-1]
    assert list(reindex()) == []
