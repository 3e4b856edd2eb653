"""The one owner of the search: what is held of comments and articles to find them by, and how they are found.

Only published comments have a row, written and dropped in the transaction that changes the comment, so that the index
is never behind. What it finds is read by status and publication once more all the same.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.db.models import QuerySet
from django.utils.html import strip_tags

from board.models import Article, ArticleTerms, Comment, CommentTerms
from board.models.articles import LARGEST
from board.models.terms import SECONDS, TooBroad
from board.rules import markup, terms
from board.rules.queries import Query

__all__ = ["Found", "TooBroad", "find_articles", "find_comments", "words_of"]

# Before a comment's terms: to look in one discussion is to look for one term more. No text has it.
MARKER = "\ue000"
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Found:
    """The newest first. `older`: there are more before this id."""

    items: list[Any]
    older: int | None = None


# --- What is held -------------------------------------------------------------------------------------------------


def words_of(row: Comment | Article) -> str:
    """What it can be found by: a comment by its author's own words, not by what they quote.

    An article besides by its headline.
    """
    if isinstance(row, Comment):
        return markup.plain_words(row.body)
    return "\n".join([row.standfirst, row.byline, unescape(strip_tags(row.body_html))])


def comment_terms(article_id: int, words: str) -> str:
    """What is held of a comment with these words, under this article."""
    return in_discussion(article_id, terms.terms_of(words))


def in_discussion(article_id: int, found_by: str) -> str:
    return f"{MARKER}{article_id} {found_by}".rstrip()


def article_terms(article: Article) -> str:
    return terms.terms_of(f"{article.headline}\n{words_of(article)}")


def store(comment_id: int, found_by: str) -> None:
    """A comment that has been published can be found, by these terms."""
    CommentTerms.objects.store(comment_id, found_by)


def index(comment: Comment, words: str | None = None) -> None:
    """The comment is known as it is now: by its words where it is published, else not at all."""
    if comment.is_published:
        store(comment.pk, comment_terms(comment.article_id, words_of(comment) if words is None else words))
    else:
        CommentTerms.objects.drop(comment.pk)


def index_article(article: Article) -> None:
    ArticleTerms.objects.store(article.pk, article_terms(article))


# --- Finding ------------------------------------------------------------------------------------------------------


def find_comments(
    query: Query,
    *,
    article: Article | None = None,
    before: int | None = None,
    leave_out_authors: Collection[int] = (),
    count: int = 20,
) -> Found:
    """What everybody may read, in one discussion or in all of them; with authors, articles and their sections.

    TooBroad where it takes too long.
    """
    around, long = ("author", "article__section__parent"), ("article__body", "article__body_html")
    rows = Comment.objects.readable().exclude(author__in=leave_out_authors)
    marker = f"{MARKER}{article.pk}" if article else None
    return _find(rows.select_related(*around).defer(*long), CommentTerms, query, marker, before, count)


def find_articles(query: Query, *, before: int | None = None, count: int = 20) -> Found:
    """Published stories, with their sections and texts."""
    rows = Article.objects.published().select_related("section__parent")
    return _find(rows, ArticleTerms, query, None, before, count)


def _find(
    rows: QuerySet[Any],
    held: type[ArticleTerms | CommentTerms],
    query: Query,
    marker: str | None,
    before: int | None,
    count: int,
) -> Found:
    """Asks the index for more where some of what it gave may not be read: until there is one more than wanted.

    Where that takes too long, such as where nearly all is by authors that are left out, it is told how far it came.
    """
    found: list[Any] = []
    reached, most, deadline = None, count + 1, time.monotonic() + SECONDS
    while len(found) <= count:
        try:
            keys = held.objects.keys(query, marker, reached or before or LARGEST, most, deadline)
        except TooBroad:
            if reached is None:
                raise
            return Found(found, reached)
        readable = rows.in_bulk(keys)
        found += [readable[key] for key in keys if key in readable]
        if len(keys) < most:
            break
        reached, most = keys[-1], min(most * 4, MOST_AT_ONCE)
        if len(found) <= count and time.monotonic() > deadline:
            return Found(found, reached)
    return Found(found[:count], found[count - 1].pk if len(found) > count else None)
