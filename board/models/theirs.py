"""What a member's page of a discussion is woven from, in one question and by hand: each of their pages asks it."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db import connections, router

from board.models.articles import Article
from board.models.comments import Comment
from board.models.votes import Vote

# Votes from one stretch of one index. No vote is 0 or 2.
MUTED, WAITS = 0, 2
SQL = """SELECT comment_id, value FROM board_vote
    WHERE member_id = %s AND comment_id BETWEEN %s AND %s AND NOT is_void
    UNION ALL SELECT muted_id, 0 FROM board_mute WHERE member_id = %s
    UNION ALL SELECT id, 2 FROM board_comment WHERE author_id = %s AND status = %s AND article_id = %s"""


class Theirs(NamedTuple):
    """`votes` on the page's comments: {comment id: +1 or -1}. `muted`: the ids of those whom the member has muted.

    `waits`: whether comments of their own wait for a moderator, anywhere in the discussion.
    """

    votes: dict[int, int]
    muted: set[int]
    waits: bool


def read_theirs(member: Any, article: Article, comments: Collection[int]) -> Theirs:
    """`comments`: the ids of those on the page."""
    ends = (min(comments), max(comments)) if comments else (1, 0)
    own = (member.pk, Comment.Status.HELD, article.pk)
    with connections[router.db_for_read(Vote)].cursor() as cursor:
        cursor.execute(SQL, [member.pk, *ends, member.pk, *own])
        found = cursor.fetchall()
    votes = {pk: value for pk, value in found if value not in (MUTED, WAITS) and pk in comments}
    muted = {pk for pk, value in found if value == MUTED}
    return Theirs(votes, muted, any(value == WAITS for _pk, value in found))
