from collections.abc import Collection
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from board.models.moderation import LogEntry

# Until it is scrubbed.
WITH_TEXT = ~models.Q(text="")


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> Self:
        return self.filter(granted=None)

    def within(self, sections: Collection[int] | None) -> Self:
        """What a moderator may decide about who is limited to these sections; None: all of it."""
        return self if sections is None else self.filter(entry__article__section__in=sections)


class Appeal(models.Model):
    """A member asks that a decision about them be looked at again: once, by another moderator."""

    entry = models.OneToOneField(LogEntry, models.PROTECT, related_name="appeal", verbose_name=_("decision"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appeals", verbose_name=_("member")
    )
    text = models.TextField(_("text"), max_length=2000)
    created_at = models.DateTimeField(_("time"), default=timezone.now)
    granted = models.BooleanField(_("granted"), null=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects: ClassVar[AppealQuerySet] = AppealQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        indexes: ClassVar = [
            models.Index(fields=["granted", "created_at"], name="appeal_queue"),
            models.Index(fields=["decided_at", "id"], name="appeal_kept", condition=WITH_TEXT),
        ]

    def __str__(self) -> str:
        return gettext("Appeal by %(name)s") % {"name": self.member}
