"""Which comments stand on a page of a discussion. Every page is bounded, whatever the discussion's size."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from board.models import Article, Comment
from board.models.comments import DEFAULT_ORDER, ORDERS, CommentQuerySet
from board.rules import paths, threading
from board.rules.threading import Node

TOPS = 50
REPLIES = 150
TOMBSTONES = 20
FLAT = 100
MAX_DEPTH = 10
VIEWS = ("threads", "flat")


class Said(NamedTuple):
    author_id: int
    created_at: datetime


@dataclass(slots=True)
class Page:
    """A page of an article's discussion, or (with `parent`) of the replies to one comment."""

    article: Article
    parent: Comment | None
    order: str
    view: str
    number: int
    pages: int
    nodes: list[Node[Comment]]

    @property
    def comments(self) -> list[Comment]:
        return [node.row for node in self.nodes]

    @property
    def said(self) -> dict[int, Said]:
        """By whom and when, of the comments that can be read."""
        return {row.pk: Said(row.author_id, row.created_at) for row in self.comments if row.is_published}

    @property
    def links(self) -> list[int | None]:
        """The page numbers to offer: the ends and those around this one, None where some are left out."""
        near = {1, self.pages} | {n for n in range(self.number - 2, self.number + 3) if 0 < n <= self.pages}
        links: list[int | None] = []
        for number in sorted(near):
            if links and number - (links[-1] or 0) > 1:
                links.append(None)
            links.append(number)
        return links


def chosen(value: str | None, choices: Collection[str], default: str) -> str:
    """An unknown order or view is treated as the default."""
    return value if value is not None and value in choices else default


def read_page(
    article: Article,
    *,
    order: str = DEFAULT_ORDER,
    view: str = VIEWS[0],
    number: int = 1,
    parent: Comment | None = None,
) -> Page:
    """The page asked for; a number that is too large gives the last."""
    if view == "flat" and parent is None:
        rows, size, ordered_by = Comment.objects.flat(article), FLAT, DEFAULT_ORDER
    else:
        rows, size, ordered_by, view = Comment.objects.tops(article, parent, order), TOPS, order, VIEWS[0]
    count = rows.count()
    pages = max(1, -(-count // size))
    number = min(number, pages)
    found = _between(rows, (number - 1) * size, min(number * size, count), count, sort_key(ordered_by))
    nodes = [Node(row, 0) for row in found] if view == "flat" else _branches(found, order)
    for node in nodes:
        node.row.article = article
    return Page(article, parent, order, view, number, pages, nodes)


def read_thread(comment: Comment, *, order: str, number: int) -> Page:
    """A comment with what it answers above it and a page of all that is below it."""
    page = read_page(comment.article, order=order, number=number, parent=comment)
    direct = sum(node.depth == 0 for node in page.nodes)
    above = [Node(comment, 0, direct)]
    if comment.parent:
        above = [Node(comment.parent, 0, 1), Node(comment, 1, direct)]
    for node in page.nodes:
        node.depth += len(above)
    page.nodes = [*above, *page.nodes]
    threading.close(page.nodes)
    return page


def whole(number: str | None) -> int:
    """The page's number that somebody asks for; what is none, or too small, is the first."""
    return max(1, int(number)) if number and number.isdecimal() and len(number) < 9 else 1


def _between(
    rows: CommentQuerySet, start: int, stop: int, count: int, key: Callable[[Comment], tuple[Any, ...]]
) -> list[Comment]:
    """The rows from `start` to `stop`, of `count`."""
    found = Comment.objects.with_authors().filter(pk__in=_keys(rows, start, stop, count))
    return sorted(found, key=key)


def _keys(rows: CommentQuerySet, start: int, stop: int, count: int) -> QuerySet[Any]:
    """The keys of the rows from `start` to `stop`, of `count`: from the nearer end of an index alone."""
    if start > count - stop:
        rows, start, stop = rows.reverse(), count - stop, count - start
    return rows.values("pk")[start:stop]


def _branches(tops: list[Comment], order: str) -> list[Node[Comment]]:
    limits = _limits({top.pk: top.reply_count for top in tops})
    replies = Comment.objects.below(tops, limits, MAX_DEPTH).with_authors()
    return threading.arrange(tops, replies, key=sort_key(order), counts=lambda row: row.is_published)


def _limits(sizes: dict[int, int]) -> dict[int, int]:
    """How many rows a page reads below each of its branches, of which `sizes` are what readers can read of them."""
    shares = threading.share(sizes, REPLIES)
    # A branch that is shown whole may hold tombstones too, which are not counted in its size.
    return {pk: share + TOMBSTONES if 0 < share == sizes[pk] else share for pk, share in shares.items()}


def sort_key(order: str) -> Callable[[Comment], tuple[Any, ...]]:
    """The same order for rows in memory as ORDERS gives the database."""
    fields = [(field.removeprefix("-"), -1 if field.startswith("-") else 1) for field in ORDERS[order]]
    return lambda row: tuple(sign * getattr(row, name) for name, sign in fields)


def page_of(comment: Comment, order: str = DEFAULT_ORDER) -> int | None:
    """The number of the article's threaded page that holds the comment; None where only its own thread page does."""
    top = comment
    if comment.depth:
        top = Comment.objects.get(article=comment.article_id, path=comment.path[: paths.WIDTH])
    number = Comment.objects.ahead_of(top, order).count() // TOPS
    is_there = top.pk == comment.pk or _is_shown(comment, top, number * TOPS, order)
    return number + 1 if is_there else None


def _is_shown(comment: Comment, top: Comment, start: int, order: str) -> bool:
    """Whether the page that begins with the branch at `start` reads as far as this comment below `top`."""
    rows = Comment.objects.tops(comment.article, None, order)
    count = rows.count()
    keys = _keys(rows, start, min(start + TOPS, count), count)
    limits = _limits(dict(Comment.objects.filter(pk__in=keys).values_list("pk", "reply_count")))
    return Comment.objects.below([top], limits, MAX_DEPTH).filter(pk=comment.pk).exists()
