from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.db import connections, models, router
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.comments import Comment

# By hand, since each page and each vote runs them: the ORM takes several times as long to build as they take to run.
OF_MEMBER = """SELECT comment_id, value FROM board_vote
    WHERE member_id = %s AND comment_id BETWEEN %s AND %s AND NOT is_void"""

STORE = """INSERT INTO board_vote (comment_id, member_id, value, cast_at, is_void) VALUES (%s, %s, %s, %s, FALSE)
    ON CONFLICT (comment_id, member_id) DO UPDATE SET value = excluded.value, is_void = FALSE"""
TAKE_BACK = "DELETE FROM board_vote WHERE comment_id = %s AND member_id = %s"


class VoteQuerySet(models.QuerySet["Vote"]):
    def of(self, member: Any, comments: Collection[int]) -> dict[int, int]:
        """This member's votes on these comments: {comment id: +1 or -1}. Read from one stretch of one index."""
        if not comments:
            return {}
        with connections[self.db].cursor() as cursor:
            cursor.execute(OF_MEMBER, [member.pk, min(comments), max(comments)])
            return {comment: value for comment, value in cursor.fetchall() if comment in comments}

    def store(self, comment_id: int, member_id: int, value: int) -> None:
        """Makes this the member's vote; 0 takes it back. Under the lock of the comment's article."""
        with connections[router.db_for_write(Vote)].cursor() as cursor:
            if value:
                cursor.execute(STORE, [comment_id, member_id, value, timezone.now()])
            else:
                cursor.execute(TAKE_BACK, [comment_id, member_id])


class Vote(models.Model):
    """One member's vote on one comment: +1 or -1. Both are held by the database."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="votes", verbose_name=_("comment"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="votes",
        verbose_name=_("member"),
        db_index=False,  # the index below begins with it
    )
    value = models.SmallIntegerField(_("vote"))
    cast_at = models.DateTimeField(_("cast"), default=timezone.now)
    is_void = models.BooleanField(
        _("void"), default=False, help_text=_("Not counted: a moderator voided it.")
    )

    objects: ClassVar[VoteQuerySet] = VoteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [
            ("view_voters", "Can see who voted"),
            ("void_votes", "Can void and restore votes"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member", "comment", "value", "is_void"], name="vote_of_member")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "member"], name="one_vote_for_one_member"),
            models.CheckConstraint(condition=Q(value__in=[1, -1]), name="vote_is_up_or_down"),
        ]

    def __str__(self) -> str:
        return f"{self.value:+d}"
