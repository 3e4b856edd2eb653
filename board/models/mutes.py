from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.db import connections, models
from django.db.models import F, Q
from django.utils import timezone

# In one question and by hand, since each page of a member asks both: votes from one stretch of one index, of which
# none is 0, and whom they have muted.
THEIRS = """SELECT comment_id, value FROM board_vote
    WHERE member_id = %s AND comment_id BETWEEN %s AND %s AND NOT is_void
    UNION ALL SELECT muted_id, 0 FROM board_mute WHERE member_id = %s"""


class MuteQuerySet(models.QuerySet["Mute"]):
    def of(self, member: Any) -> set[int]:
        """The ids of those whom this member has muted; nobody has for a visitor."""
        return set(self.filter(member=member).values_list("muted", flat=True)) if member.pk else set()

    def with_votes(self, member: Any, comments: Collection[int]) -> tuple[set[int], dict[int, int]]:
        """Whom this member has muted, and their votes on these comments: {comment id: +1 or -1}."""
        muted, votes = set(), {}
        with connections[self.db].cursor() as cursor:
            ends = [min(comments), max(comments)] if comments else [1, 0]
            cursor.execute(THEIRS, [member.pk, *ends, member.pk])
            for pk, value in cursor.fetchall():
                if not value:
                    muted.add(pk)
                elif pk in comments:
                    votes[pk] = value
        return muted, votes


class Mute(models.Model):
    """One member does not want to read another: what that one says is folded for them. Nobody else is told."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="mutes",
        db_index=False,  # the constraint's begins with it
    )
    muted = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="muted_by")
    muted_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[MuteQuerySet] = MuteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "muted"], name="muted_once"),
            models.CheckConstraint(condition=~Q(member=F("muted")), name="nobody_mutes_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.muted_id}"
