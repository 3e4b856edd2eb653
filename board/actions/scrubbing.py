"""What is gone from readers' eyes is kept for moderators for a set time; then its words are deleted.

The time is `Guard.keep_removed_days`. What goes: the texts of comments that were removed or deleted, with all earlier
ones; texts out of which moderators took words; those words where others quoted them; the texts of appeals, and the
names and addresses of visitors who reported something. What an undecided appeal is about stays until it is decided.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from board.actions import quotes
from board.actions.comments import lock
from board.actions.log import record
from board.models import Appeal, Article, Comment, CommentTerms, Guard, LogEntry, Report, Revision
from board.models.appeals import WITH_TEXT
from board.models.reports import VISITORS

BATCH = 100
PATIENCE = 1000  # milliseconds to wait for readers, where the database's log is emptied


@dataclass
class Run:
    """One run: what went before `before` goes. Its first transaction that deletes something writes the log entry."""

    before: datetime
    dry: bool
    counts: Counter[str] = field(default_factory=Counter)
    is_logged: bool = False

    def done(self, **counts: int) -> None:
        """The last act of a transaction: a dry run takes all of it back."""
        self.counts.update(counts)
        if self.dry:
            transaction.set_rollback(True)
        elif any(counts.values()) and not self.is_logged:
            reason = _("Gone since before %(date)s") % {"date": date_format(self.before, "DATE_FORMAT")}
            record(LogEntry.Verb.SCRUB, None, reason=reason)
            self.is_logged = True


def scrub(*, dry: bool = False) -> Counter[str]:
    """Deletes what has been kept long enough and tells how much of each kind that was; `dry` changes nothing.

    Each discussion is locked for a moment only, so it may run at any time, be ended at any time, and run again.
    """
    run = Run(timezone.now() - timedelta(days=Guard.objects.get(pk=1).keep_removed_days), dry)
    # The texts that words were taken out of come first: by them it is known which words others quoted.
    for article_id, earlier in by_article(texts_taken_out(run.before), "kept_since"):
        scrub_revisions(run, article_id, earlier)
    for article_id, gone in by_article(comments_gone(run.before), "kept_since"):
        scrub_comments(run, article_id, gone)
    for appeals in batches(Appeal.objects.filter(WITH_TEXT, decided_at__lte=run.before), "decided_at"):
        with transaction.atomic():
            run.done(appeals=Appeal.objects.filter(pk__in=appeals).update(text=""))
    for reports in batches(Report.objects.filter(VISITORS, decided_at__lte=run.before), "decided_at"):
        with transaction.atomic():
            run.done(reports=Report.objects.filter(pk__in=reports).update(name="", email=""))
    if not dry and run.counts.total():
        CommentTerms.objects.merge()
        empty_write_log()
    return +run.counts


def is_due() -> bool:
    """Once a day, so that the log is not filled with it."""
    lately = timezone.now() - timedelta(days=1)
    return not LogEntry.objects.filter(verb=LogEntry.Verb.SCRUB, at__gt=lately).exists()


# --- What has been kept long enough ---------------------------------------------------------------------------------


def comments_gone(before: datetime) -> QuerySet[Comment]:
    appeal = Appeal.objects.open().filter(entry__comment=OuterRef("pk"))
    return Comment.objects.filter(kept_since__lte=before).exclude(Exists(appeal))


def texts_taken_out(before: datetime) -> QuerySet[Revision]:
    appeal = Appeal.objects.open().filter(entry__comment=OuterRef("comment"))
    return Revision.objects.filter(kept_since__lte=before).exclude(Exists(appeal))


def batches(rows: QuerySet[Any], since: str) -> Iterator[list[int]]:
    """The keys of the rows, so many at a time, in the order of this moment: each is looked at once, come what may."""
    last = Q()
    while found := list(rows.filter(last).order_by(since, "pk").values_list(since, "pk")[:BATCH]):
        yield [pk for _moment, pk in found]
        moment, pk = found[-1]
        last = Q(**{f"{since}__gt": moment}) | Q(**{since: moment, "pk__gt": pk})


def by_article(rows: QuerySet[Any], since: str) -> Iterator[tuple[int, list[int]]]:
    """(article id, keys of its rows), batch by batch."""
    article = "article_id" if rows.model is Comment else "comment__article_id"
    for keys in batches(rows, since):
        pairs = rows.model.objects.filter(pk__in=keys).order_by(article, "pk").values_list(article, "pk")
        for article_id, group in groupby(pairs, key=lambda pair: pair[0]):
            yield article_id, [pk for _article, pk in group]


# --- How it goes: one transaction for each discussion ---------------------------------------------------------------


@transaction.atomic
def scrub_comments(run: Run, article_id: int, keys: Iterable[int]) -> None:
    """What was restored since it was looked for is left alone."""
    article = lock(article_id)
    gone = list(comments_gone(run.before).filter(pk__in=keys).only("pk"))
    sources = {comment.pk for comment in gone}
    passages = quotes.empty(article, sources, lambda _quote: True)
    for comment in gone:
        comment.quotes.all().delete()
    revisions, _kinds = Revision.objects.filter(comment__in=sources).delete()
    Comment.objects.filter(pk__in=sources).update(body="", html="", kept_since=None)
    finish(run, article, comments=len(gone), revisions=revisions, passages=passages)


@transaction.atomic
def scrub_revisions(run: Run, article_id: int, keys: Iterable[int]) -> None:
    """The row stays: the history says that there was a text, and why it is not to be read."""
    article = lock(article_id)
    gone = texts_taken_out(run.before).filter(pk__in=keys)
    sources, keys = set(gone.values_list("comment_id", flat=True)), list(gone.values_list("pk", flat=True))
    passages = quotes.empty(article, sources, lambda quote: quote.is_taken_out)
    revisions = Revision.objects.filter(pk__in=keys).update(body="", html="", kept_since=None)
    finish(run, article, revisions=revisions, passages=passages)


def finish(run: Run, article: Article, **counts: int) -> None:
    """Readers see nothing else than before, but no page is taken for one of before either."""
    if any(counts.values()):
        Article.objects.filter(pk=article.pk).raise_version()
    run.done(**counts)


def empty_write_log() -> None:
    """SQLite's write-ahead log holds copies of pages as they were; PostgreSQL sees to its own."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
