from typing import Any

from django.db import transaction

from board.actions.refusals import demand
from board.models import Article, Comment, Vote
from board.rules import permissions, ranking, tally


def cast_vote(comment_id: int, member: Any, value: int) -> Comment:
    """Makes `value` (+1, -1, or 0 for none) the member's vote on the comment; the comment with its new counts.

    Casting the same vote again changes nothing, so a request may safely come twice. Raises Refused with the
    sentence of `may_vote`, Comment.DoesNotExist, and ValueError for another value. The article's row is locked
    first, as everywhere, so that two writers never wait for each other in a circle.
    """
    if value not in tally.VALUES:
        raise ValueError("a vote is +1, -1 or 0")
    with transaction.atomic():
        article = Article.objects.select_for_update(of=("self",)).get(comments=comment_id)
        comment = Comment.objects.select_for_update().get(pk=comment_id)
        comment.article = article
        demand(permissions.may_vote(member, comment))
        vote = Vote.objects.filter(comment=comment, member=member).first()
        old = vote.value if vote else 0
        if old == value:
            return comment
        _store(comment, member, vote, value)
        _count(comment, tally.change(old, value))
        Article.objects.filter(pk=article.pk).raise_version()
    return comment


def _store(comment: Comment, member: Any, vote: Vote | None, value: int) -> None:
    if vote is None:
        Vote.objects.create(comment=comment, member=member, value=value)
    elif value == 0:
        vote.delete()
    else:
        Vote.objects.filter(pk=vote.pk).update(value=value)


def _count(comment: Comment, change: tally.Change) -> None:
    """Under the lock the counts read are the counts stored, so the scores may be worked out from them."""
    comment.up += change.up
    comment.down += change.down
    comment.popularity = ranking.popularity(comment.up, comment.down)
    comment.controversy = ranking.controversy(comment.up, comment.down)
    comment.save(update_fields=["up", "down", "popularity", "controversy"])
