"""What the search should hold, worked out from the texts themselves; set right while the site runs."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from board import search
from board.actions.comments import lock
from board.models import Article, ArticleTerms, Comment, CommentTerms
from board.rules.terms import TERMS

BATCH = 500
READ = ("article_id", "number", "status", "body")


class Difference(NamedTuple):
    """`terms` are what the index should hold of the row; none, where it should not be found."""

    row: Article | Comment
    is_there: bool
    terms: str | None

    def __str__(self) -> str:
        kind = "article" if isinstance(self.row, Article) else "comment"
        if self.terms is None:
            return f"{kind} {self.row.pk}: is in the index, though nobody may read it"
        return f"{kind} {self.row.pk}: {'other words are in the index' if self.is_there else 'is not in the index'}"


def reindex(*, repair: bool = False) -> Iterator[Difference]:
    """Yields all that differs, the newest stories first; with `repair` it is set right, under the article's lock."""
    for pk in Article.objects.order_by("-pk").values_list("pk", flat=True):
        if article := Article.objects.filter(pk=pk).first():
            yield from _reindex_article(article, repair=repair)
            yield from _reindex_comments(article, repair=repair)


def is_complete() -> bool:
    """Whether what `reindex` comes to last can be found by the present version: the oldest story's first comment."""
    # Not asked for by its status: SQLite would take that one's index, and sort all comments that there are.
    unpublished = set(Comment.Status.values) - {Comment.Status.PUBLISHED}
    comment = Comment.objects.exclude(status__in=unpublished).order_by("article_id", "number").first()
    return all(
        row is None or terms.objects.filter(pk=row.pk, version=TERMS).exists()
        for row, terms in ((comment, CommentTerms), (Article.objects.order_by("pk").first(), ArticleTerms))
    )


def _reindex_article(article: Article, *, repair: bool) -> Iterator[Difference]:
    stored = ArticleTerms.objects.filter(pk=article.pk).first()
    terms = search.article_terms(article)
    if stored and (stored.terms, stored.version) == (terms, TERMS):
        return
    if repair:
        with transaction.atomic():
            search.index_article(lock(article.pk))
    yield Difference(article, stored is not None, terms)


def _reindex_comments(article: Article, *, repair: bool) -> Iterator[Difference]:
    last = article.last_number + 1
    while batch := list(_comments(article, last)):
        differences = list(differences_in(batch))
        if repair and differences:
            set_right(article.pk, differences)
        yield from differences
        last = batch[-1].number


def _comments(article: Article, last: int) -> QuerySet[Comment]:
    return Comment.objects.filter(article=article, number__lt=last).order_by("-number").only(*READ)[:BATCH]


def differences_in(batch: Sequence[Comment]) -> Iterator[Difference]:
    stored = CommentTerms.objects.in_bulk([comment.pk for comment in batch])
    for comment in batch:
        terms = None
        if comment.is_published:
            terms = search.comment_terms(comment.article_id, search.words_of(comment))
        held = stored.get(comment.pk)
        if (held and (held.terms, held.version)) != (terms and (terms, TERMS)):
            yield Difference(comment, held is not None, terms)


@transaction.atomic
def set_right(article_id: int, differences: Sequence[Difference]) -> None:
    """Words are worked out before the lock; a comment that was changed since then has been indexed by that change."""
    lock(article_id)
    keys = [difference.row.pk for difference in differences]
    now = {comment.pk: comment for comment in Comment.objects.filter(pk__in=keys).only(*READ)}
    same = [one for one in differences if _is_same(one.row, now[one.row.pk])]
    CommentTerms.objects.filter(pk__in=[one.row.pk for one in same if one.terms is None]).delete()
    CommentTerms.objects.bulk_create(
        (
            CommentTerms(comment_id=one.row.pk, terms=one.terms, version=TERMS)
            for one in same
            if one.terms is not None
        ),
        update_conflicts=True, unique_fields=["comment"], update_fields=["terms", "version"],
    )  # fmt: skip


def _is_same(one: Article | Comment, other: Comment) -> bool:
    return isinstance(one, Comment) and (one.status, one.body) == (other.status, other.body)
