"""The one owner of the search engine: what it holds of comments and articles, and how they are found in it.

SQLite's FTS5 and PostgreSQL's GIN index the same terms, which are worked out here and not by them. Only published
comments have a row, written and dropped in the transaction that changes the comment; what is found is read by status
and publication once more all the same.
"""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.db import OperationalError, connections, router, transaction
from django.db.models import Model, QuerySet
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from board.models import Article, Comment
from board.models.articles import LARGEST
from board.rules import markup, terms
from board.rules.queries import Query

# Before a comment's terms: to look in one discussion is to look for one term more. No text has it.
MARKER = "\ue000"
SECONDS = 2  # that looking may take
MOST_AT_ONCE = 500
# So many of the newest are looked through on PostgreSQL before its index is asked, which cannot give the newest first.
NEWEST = 2000

TABLES: dict[type, tuple[str, str]] = {
    Comment: ("board_commentterms", "comment_id"),
    Article: ("board_articleterms", "article_id"),
}
STORE = """INSERT INTO {table} ({key}, terms, version) VALUES (%s, %s, %s)
    ON CONFLICT ({key}) DO UPDATE SET terms = EXCLUDED.terms, version = EXCLUDED.version"""
MERGE = "INSERT INTO board_commentterms_index (board_commentterms_index, rank) VALUES ('merge', %s)"
PIECE = 64  # pages of 4 KB: others write in between
DROP = "DELETE FROM {table} WHERE {key} = %s"
SQLITE = """SELECT rowid FROM {table}_index WHERE {table}_index MATCH %s AND rowid < %s
    ORDER BY rowid DESC LIMIT %s"""
AMONG_NEWEST = """SELECT {key} FROM (SELECT {key}, lexemes FROM {table} WHERE {key} < %s ORDER BY {key} DESC
    LIMIT {newest}) newest WHERE lexemes @@ %s::tsquery ORDER BY {key} DESC LIMIT %s"""
# The sums keep PostgreSQL from reading all rows in order until it has found enough: there may be none.
IN_ALL = """SELECT {key} FROM {table} WHERE {key} + 0 < %s AND lexemes @@ %s::tsquery
    ORDER BY {key} + 0 DESC LIMIT %s"""
PATIENCE = (
    f"SELECT set_config('statement_timeout', '{SECONDS}s', true), set_config('enable_seqscan', 'off', true)"
)


class TooBroad(Exception):
    """Looking for it takes too long; its text is a sentence that says what can be done."""


@dataclass(frozen=True)
class Found:
    """The newest first. `older`: there are more before this id."""

    items: list[Any]
    older: int | None = None


# --- Writing --------------------------------------------------------------------------------------------------------


def comment_terms(article_id: int, words: str) -> str:
    """What the index holds of a comment under this article; `words`: its author's own, without what they quote."""
    return in_discussion(article_id, terms.terms_of(words))


def in_discussion(article_id: int, found_by: str) -> str:
    return f"{MARKER}{article_id} {found_by}".rstrip()


def words_of(row: Comment | Article) -> str:
    """What it can be found by, an article by its headline besides."""
    if isinstance(row, Comment):
        return markup.plain_words(row.body)
    return "\n".join([row.standfirst, row.byline, unescape(strip_tags(row.body_html))])


def store(comment_id: int, found_by: str) -> None:
    """A published comment can be found by these terms, and by no others."""
    _execute(Comment, STORE, comment_id, found_by, terms.TERMS)


def index(comment: Comment, words: str | None = None) -> None:
    """The index knows the comment as it is now: by its words where it is published, else not at all."""
    if comment.is_published:
        words = words_of(comment) if words is None else words
        store(comment.pk, comment_terms(comment.article_id, words))
    else:
        _execute(Comment, DROP, comment.pk)


def index_article(article: Article) -> None:
    _execute(Article, STORE, article.pk, article_terms(article), terms.TERMS)


def article_terms(article: Article) -> str:
    return terms.terms_of(f"{article.headline}\n{words_of(article)}")


def _execute(model: type[Model], sql: str, *values: int | str) -> None:
    table, key = TABLES[model]
    with connections[router.db_for_write(model)].cursor() as cursor:
        cursor.execute(sql.format(table=table, key=key), values)


def forget_dropped() -> None:
    """SQLite's index keeps words of texts that were dropped until its parts are merged: now, a piece at a time.

    PostgreSQL's vacuum sees to its own.
    """
    connection = connections[router.db_for_write(Comment)]
    if connection.vendor != "sqlite":
        return
    pages, changes = -PIECE, 2  # the first is told to merge all
    while changes > 1:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            before = connection.connection.total_changes
            cursor.execute(MERGE, [pages])
            pages, changes = PIECE, connection.connection.total_changes - before


# --- Finding --------------------------------------------------------------------------------------------------------


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
    rows = Comment.objects.readable().exclude(author__in=leave_out_authors)
    rows = rows.select_related("author", "article__section__parent").defer(
        "article__body", "article__body_html"
    )
    marker = f"{MARKER}{article.pk}" if article else None
    return _find(rows, query, marker, before, count)


def find_articles(query: Query, *, before: int | None = None, count: int = 20) -> Found:
    """Published stories, with their sections and texts."""
    return _find(Article.objects.published().select_related("section__parent"), query, None, before, count)


def _find(rows: QuerySet[Any], query: Query, marker: str | None, before: int | None, count: int) -> Found:
    """Asks the index for more where some of what it gave may not be read: until there is one more than wanted."""
    found: list[Any] = []
    before, most, deadline = before or LARGEST, count + 1, time.monotonic() + SECONDS
    while len(found) <= count:
        keys = _keys(rows, query, marker, before, most)
        readable = rows.in_bulk(keys)
        found += [readable[key] for key in keys if key in readable]
        if len(keys) < most:
            break
        before, most = keys[-1], min(most * 4, MOST_AT_ONCE)
        if time.monotonic() > deadline:
            raise TooBroad(_("That would take too long. Please search for more words, or for rarer ones."))
    return Found(found[:count], found[count - 1].pk if len(found) > count else None)


def _keys(rows: QuerySet[Any], query: Query, marker: str | None, before: int, most: int) -> list[int]:
    table, key = TABLES[rows.model]
    connection = connections[rows.db]

    def ask(sql: str, *values: int | str) -> list[int]:
        cursor.execute(sql.format(table=table, key=key, newest=NEWEST), values)
        return [row[0] for row in cursor.fetchall()]

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            return ask(SQLITE, _fts5(query, marker), before, most)
    with _patience(rows.db), connection.cursor() as cursor:
        cursor.execute(PATIENCE)
        wanted = _tsquery(query, marker)
        if not marker and len(keys := ask(AMONG_NEWEST, before, wanted, most)) == most:
            return keys
        return ask(IN_ALL, before, wanted, most)


@contextmanager
def _patience(alias: str) -> Iterator[None]:
    try:
        with transaction.atomic(using=alias):
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "57014":  # no other than: it took too long
            raise
        raise TooBroad(
            _("That would take too long. Please search for more words, or for rarer ones.")
        ) from error


def _fts5(query: Query, marker: str | None) -> str:
    parts = [" ".join(phrase) for phrase in query.phrases] + [*query.lone] + [marker] * bool(marker)
    return " AND ".join(f'"{part}"' for part in parts)


def _tsquery(query: Query, marker: str | None) -> str:
    parts = [" <-> ".join(f"'{term}'" for term in phrase) for phrase in query.phrases]
    parts += [f"'{term}'" for term in [*query.lone, marker] if term]
    return " & ".join(parts)
