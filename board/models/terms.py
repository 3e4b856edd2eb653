"""What the search finds texts by: a row for each published comment and each article, apart from the text itself.

SQLite's FTS5 and PostgreSQL's GIN index the same terms, made by board/rules/terms.py; the migration 0007 makes both.
What votes and reads of comments touch has none of it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import OperationalError, connections, models, router, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.models.articles import Article
from board.models.comments import Comment
from board.rules.queries import Query
from board.rules.terms import TERMS

SECONDS = 2  # that looking may take
# So many of the newest ids are looked through first on SQLite, then twice as many: in between the time is up.
FIRST_WINDOW = 250_000
# PostgreSQL's index cannot give the newest first. So many of them are looked through before it is asked, then what it
# has of the newest 2 to the BLOCKth ids, then of twice as many: each row has the number of its block among its lexemes.
NEWEST, BLOCK, IN_BLOCK = 2000, 16, "\ue002"
PIECE = 64  # pages of 4 KB that are merged at once: others write in between

STORE = """INSERT INTO {table} ({key}, terms, version) VALUES (%s, %s, %s)
    ON CONFLICT ({key}) DO UPDATE SET terms = EXCLUDED.terms, version = EXCLUDED.version"""
DROP = "DELETE FROM {table} WHERE {key} = %s"
MERGE = "INSERT INTO {table}_index ({table}_index, rank) VALUES ('merge', %s)"
LAST = "SELECT {key} FROM {table} ORDER BY {key} DESC LIMIT 1"
SQLITE = """SELECT rowid FROM {table}_index WHERE {table}_index MATCH %s AND rowid >= %s AND rowid < %s
    ORDER BY rowid DESC LIMIT %s"""
AMONG_NEWEST = """SELECT {key} FROM (SELECT {key}, lexemes FROM {table} WHERE {key} < %s ORDER BY {key} DESC
    LIMIT {newest}) newest WHERE lexemes @@ %s::tsquery ORDER BY {key} DESC LIMIT %s"""
# The sums keep PostgreSQL from reading all rows in order until it has found enough: there may be none.
IN_INDEX = """SELECT {key} FROM {table} WHERE {key} + 0 < %s AND lexemes @@ %s::tsquery
    ORDER BY {key} + 0 DESC LIMIT %s"""
PATIENCE = "SELECT set_config('statement_timeout', %s, true), set_config('enable_seqscan', 'off', true)"


class TooBroad(Exception):
    """Looking for it takes too long; its text is a sentence that says what can be done."""

    def __init__(self) -> None:
        super().__init__(_("That would take too long. Please search for more words, or for rarer ones."))


class TermsQuerySet(models.QuerySet["Terms"]):
    """Written out, since each comment writes one, and the engines are no fields."""

    def store(self, key: int, terms: str) -> None:
        """The text can be found by these terms, and by no others."""
        self._write(STORE, key, terms, TERMS)

    def drop(self, key: int) -> None:
        self._write(DROP, key)

    def merge(self) -> None:
        """SQLite's index keeps words of texts that were dropped until its parts are merged: now, a piece at a time.

        PostgreSQL's vacuum sees to its own.
        """
        connection = connections[router.db_for_write(self.model)]
        if connection.vendor != "sqlite":
            return
        pages, changes = -PIECE, 2  # the first is told to merge all
        while changes > 1:
            with transaction.atomic(using=connection.alias):
                before = connection.connection.total_changes
                self._write(MERGE, pages)
                pages, changes = PIECE, connection.connection.total_changes - before

    def keys(self, query: Query, marker: str | None, before: int, most: int, deadline: float) -> list[int]:
        """The `most` newest ids before this one that have all terms of the query, and the `marker` if there is one.

        TooBroad where that is not known by the `deadline`, of time.monotonic.
        """
        if connections[self.db].vendor == "sqlite":
            wanted = _fts5(query, marker)
            if marker:
                return self._read(SQLITE, wanted, 0, before, most)
            return self._sqlite_keys(wanted, before, most, deadline)
        wanted = _tsquery(query, marker)
        with patience(self.db, deadline):
            if marker:
                return self._read(IN_INDEX, before, wanted, most)
            if len(found := self._read(AMONG_NEWEST, before, wanted, most)) == most:
                return found
            return self._postgresql_keys(wanted, before, most, deadline)

    def _sqlite_keys(self, wanted: str, before: int, most: int, deadline: float) -> list[int]:
        found: list[int] = []
        width, last = FIRST_WINDOW, self._read(LAST)
        before = min(before, last[0] + 1) if last else 0
        while before > 0 and len(found) < most:
            refuse_late(deadline)
            found += self._read(SQLITE, wanted, max(0, before - width), before, most - len(found))
            before, width = before - width, width * 2
        return found

    def _postgresql_keys(self, wanted: str, before: int, most: int, deadline: float) -> list[int]:
        found: list[int] = []
        width, last = 1, self._read(LAST)
        block = (min(before, last[0] + 1) - 1) >> BLOCK if last else -1
        while block >= 0 and len(found) < most:
            refuse_late(deadline)
            numbers = range(max(0, block - width + 1), block + 1)
            blocks = " | ".join(f"{IN_BLOCK}{number}" for number in numbers)
            found += self._read(IN_INDEX, before, f"{wanted} & ({blocks})", most - len(found))
            block, width = block - width, width * 2
        return found

    def _read(self, sql: str, *values: int | str) -> list[int]:
        with connections[self.db].cursor() as cursor:
            cursor.execute(self._of_table(sql), values)
            return [row[0] for row in cursor.fetchall()]

    def _write(self, sql: str, *values: int | str) -> None:
        with connections[router.db_for_write(self.model)].cursor() as cursor:
            cursor.execute(self._of_table(sql), values)

    def _of_table(self, sql: str) -> str:
        meta = self.model._meta
        return sql.format(table=meta.db_table, key=meta.pk.column, newest=NEWEST)


def refuse_late(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise TooBroad


@contextmanager
def patience(alias: str, deadline: float) -> Iterator[None]:
    """PostgreSQL stops what is not done by then, and reads no whole table whatever it thinks of that."""
    refuse_late(deadline)
    milliseconds = max(1, round((deadline - time.monotonic()) * 1000))
    try:
        with transaction.atomic(using=alias):
            with connections[alias].cursor() as cursor:
                cursor.execute(PATIENCE, [str(milliseconds)])
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "57014":  # it was stopped, for its time was up
            raise
        raise TooBroad from error


def _fts5(query: Query, marker: str | None) -> str:
    parts = [marker] * bool(marker) + [" ".join(phrase) for phrase in query.phrases] + [*query.lone]
    return " AND ".join(f'"{part}"' for part in parts)


def _tsquery(query: Query, marker: str | None) -> str:
    parts = [" <-> ".join(f"'{term}'" for term in phrase) for phrase in query.phrases]
    parts += [f"'{term}'" for term in [*query.lone, marker] if term]
    return " & ".join(parts)


class Terms(models.Model):
    """`terms` by the tokeniser of this `version`, with spaces between."""

    terms = models.TextField()
    version = models.PositiveSmallIntegerField()

    objects: ClassVar[TermsQuerySet] = TermsQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True
        default_permissions = ()
        # Whoever deletes a story in the admin is told what goes with it.
        verbose_name = gettext_lazy("entry in the search")
        verbose_name_plural = gettext_lazy("entries in the search")

    def __str__(self) -> str:
        return f"{self.pk}"


class CommentTerms(Terms):
    """Only of comments that are published. The first term is the marker of the discussion."""

    comment: Any = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="+")


class ArticleTerms(Terms):
    """Of all articles: whether one is published is asked when it is looked for."""

    article: Any = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="+")
