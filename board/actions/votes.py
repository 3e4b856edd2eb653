from collections.abc import Collection
from typing import Any

from django.db import transaction

from board.actions.refusals import demand
from board.models import Article, Comment, Vote
from board.rules import permissions, ranking, tally


def cast_vote(comment_id: int, member: Any, value: int) -> Comment:
    """Makes `value` (+1, -1, or 0 for none) the member's vote on the comment; the comment with its new counts.

    Casting the same vote again changes nothing, so a request may safely come twice. Raises Refused with the
    sentence of `may_vote`, Article.DoesNotExist where readers see no such comment, and ValueError for another value.
    The article's row is locked first, as by every verb that changes a discussion: under that lock the counts that
    are read are the counts that are stored, and no two writers wait for each other in a circle.
    """
    if value not in tally.VALUES:
        raise ValueError("a vote is +1, -1 or 0")
    with transaction.atomic():
        article = Article.objects.lock_around(comment_id)
        if not article.is_published:
            raise Article.DoesNotExist
        comment = Comment.objects.to_vote_on(comment_id, member)
        comment.article = article
        demand(permissions.may_vote(member, comment))
        old = comment.vote or 0
        if old != value:
            Vote.objects.store(comment_id, member.pk, value)
            _count(comment, tally.change(old, value))
            Article.objects.count_on(article.pk)
    return comment


def _count(comment: Comment, change: tally.Change) -> None:
    comment.up += change.up
    comment.down += change.down
    comment.popularity = ranking.popularity(comment.up, comment.down)
    comment.controversy = ranking.controversy(comment.up, comment.down)
    Comment.objects.store_tally(comment)


def count_again(comments: Collection[int]) -> None:
    """Makes the counts of these comments, whose articles are locked, what their votes add up to; readers see it."""
    tallies = Vote.objects.filter(comment__in=comments).tallies()
    for comment in Comment.objects.filter(pk__in=comments).only("article", "up", "down"):
        up, down = tallies.get(comment.pk, (0, 0))
        _count(comment, tally.Change(up - comment.up, down - comment.down))
    around = Comment.objects.filter(pk__in=comments).values("article")
    Article.objects.filter(pk__in=around).raise_version()
