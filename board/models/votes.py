from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.comments import Comment


class VoteQuerySet(models.QuerySet["Vote"]):
    def of(self, member: Any, comments: Collection[Comment]) -> dict[int, int]:
        """This member's votes on these comments: {comment id: +1 or -1}."""
        return dict(self.filter(member=member, comment__in=comments).values_list("comment_id", "value"))


class Vote(models.Model):
    """One member's vote on one comment: +1 or -1. Both are held by the database."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="votes", verbose_name=_("comment"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="votes", verbose_name=_("member")
    )
    value = models.SmallIntegerField(_("vote"))
    cast_at = models.DateTimeField(_("cast"), default=timezone.now)

    objects: ClassVar[VoteQuerySet] = VoteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "member"], name="one_vote_for_one_member"),
            models.CheckConstraint(condition=Q(value__in=[1, -1]), name="vote_is_up_or_down"),
        ]

    def __str__(self) -> str:
        return f"{self.value:+d}"
