"""What the stored counts should be, worked out from the votes and comments themselves."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.db import transaction

from board.actions.comments import lock
from board.models import Article, Comment, Vote
from board.rules import paths, ranking


class Difference(NamedTuple):
    """`what` of the row is `stored` and should be `true`."""

    row: Article | Comment
    what: str
    stored: float
    true: float

    def __str__(self) -> str:
        kind = "article" if isinstance(self.row, Article) else "comment"
        return f"{kind} {self.row.pk}: {self.what} is {self.stored}, should be {self.true}"


def recount(*, repair: bool = False) -> Iterator[Difference]:
    """Yields every count that differs, article by article; with `repair` it is set right, under the article's lock."""
    for pk in Article.objects.filter(last_number__gt=0).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            article = lock(pk)
            differences = list(differences_in(article))
            if repair and differences:
                _repair(article, differences)
        yield from differences


def differences_in(article: Article) -> Iterator[Difference]:
    comments = list(Comment.objects.filter(article=article).defer("body", "html").order_by("number"))
    replies = _replies_below(comments)
    votes = Vote.objects.filter(comment__article=article).tallies()
    for comment in comments:
        up, down = votes.get(comment.pk, (0, 0))
        true: dict[str, float] = {"up": up, "down": down, "reply_count": replies[comment.pk]}
        true |= {"popularity": ranking.popularity(up, down), "controversy": ranking.controversy(up, down)}
        for what, value in true.items():
            if getattr(comment, what) != value:
                yield Difference(comment, what, getattr(comment, what), value)
    readable = sum(comment.is_published for comment in comments)
    if article.comment_count != readable:
        yield Difference(article, "comment_count", article.comment_count, readable)


def _replies_below(comments: list[Comment]) -> Counter[int]:
    by_path = {comment.path: comment.pk for comment in comments}
    below: Counter[int] = Counter()
    for comment in comments:
        if comment.is_published and comment.parent_id:
            below.update({by_path[prefix] for prefix in paths.prefixes(comment.path)} | {comment.parent_id})
    return below


def _repair(article: Article, differences: list[Difference]) -> None:
    for row, what, _stored, true in differences:
        type(row).objects.filter(pk=row.pk).update(**{what: true})
    Article.objects.filter(pk=article.pk).raise_version()
