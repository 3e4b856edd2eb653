from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class MuteQuerySet(models.QuerySet["Mute"]):
    def of(self, member: Any) -> set[int]:
        """The ids of those whom this member has muted; nobody has for a visitor."""
        return set(self.filter(member=member).values_list("muted", flat=True)) if member.pk else set()

    def has(self, member: Any, other: Any) -> bool:
        """Whether this member, or visitor, has muted that one."""
        return bool(member.pk) and self.filter(member=member, muted=other).exists()


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
