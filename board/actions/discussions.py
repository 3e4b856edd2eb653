"""What moderators, and the site by itself, do with a discussion as a whole."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from board.actions.comments import lock
from board.actions.log import record
from board.actions.refusals import demand
from board.models import Article, Guard, LogEntry, Remit, Report
from board.rules import permissions

Mode = Article.Comments
Verb = LogEntry.Verb
# Within this time signs of anger are counted.
LATELY = timedelta(minutes=30)
# Of one member's comments, and by one reporter: it heats nothing that a spammer is cleaned up after, and nobody slows
# a discussion alone. Visitors, who can give any name, count as one.
MOST_OF_ONE = 3


@transaction.atomic
def set_comments_mode(article: Article, moderator: Any, mode: str) -> Article:
    """Opens, pre-moderates or closes the discussion, and remembers since when it is closed.

    The mode it has already is no act and leaves no entry. ValueError for a mode that there is not. `moderator` is
    None where it happens by itself.
    """
    if mode not in Mode.values:
        raise ValueError(f"{mode!r} is no comments mode")
    stored = lock(article.pk)
    demand(permissions.may_moderate_article(moderator, stored, Remit.objects.sections(moderator)))
    before = stored.comments_mode
    if before == mode:
        return stored
    stored.comments_mode, stored.closed_at = mode, timezone.now() if mode == Mode.CLOSED else None
    Article.objects.filter(pk=article.pk).raise_version(comments_mode=mode, closed_at=stored.closed_at)
    record(Verb.COMMENTS_MODE, moderator, article=stored, before=before, after=mode)
    return stored


@transaction.atomic
def set_pace(article: Article, moderator: Any, *, is_slow: bool) -> Article:
    """Slows the discussion down, or lets it go again, also one that was slowed by itself. As it is already: no act."""
    stored = lock(article.pk)
    demand(permissions.may_moderate_article(moderator, stored, Remit.objects.sections(moderator)))
    if stored.is_slowed == is_slow:
        return stored
    stored.is_slow, stored.heated_until = is_slow, None
    Article.objects.filter(pk=article.pk).raise_version(is_slow=is_slow, heated_until=None)
    words = ("free", "slow") if is_slow else ("slow", "free")
    record(Verb.SLOW, moderator, article=stored, before=words[0], after=words[1])
    return stored


def cool_down(article: Article) -> None:
    """Slows a discussion for some hours in which many comments were reported or removed within half an hour.

    Under the article's lock, after what may have been the last sign.
    """
    guard, now = Guard.objects.get(pk=1), timezone.now()
    if not guard.heated_signs or article.is_slowed:
        return
    since = now - LATELY
    reported = Report.objects.filter(comment__article=article, created_at__gt=since)
    removed = LogEntry.objects.filter(article=article, verb=Verb.REMOVE, at__gt=since)
    if signs_in(reported) + signs_in(removed) >= guard.heated_signs:
        article.heated_until = now + timedelta(hours=guard.heated_hours)
        Article.objects.filter(pk=article.pk).raise_version(heated_until=article.heated_until)
        record(Verb.SLOW, None, article=article, before="free", after="slow")


def signs_in(rows: "QuerySet[Any]") -> int:
    by_member = rows.order_by().values("member").annotate(n=Count("pk")).values_list("n", flat=True)
    return sum(min(n, MOST_OF_ONE) for n in by_member)


def change_old_ones() -> Iterator[Article]:
    """Closes or pre-moderates discussions that are older than the setting says, each once: what a moderator opens
    again stays open.
    """
    mode = Guard.objects.get(pk=1).after_mode
    for article in old_ones().order_by("pk"):
        yield set_comments_mode(article, None, mode)


def old_ones() -> QuerySet[Article]:
    """The open discussions that are older than the setting says, and have not been changed by it before."""
    days = Guard.objects.get(pk=1).after_days
    if not days:
        return Article.objects.none()
    changed = LogEntry.objects.filter(article=OuterRef("pk"), verb=Verb.COMMENTS_MODE, moderator=None)
    long_ago = timezone.now() - timedelta(days=days)
    return Article.objects.filter(~Exists(changed), published_at__lt=long_ago, comments_mode=Mode.OPEN)
