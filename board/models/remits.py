from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from board.models.sections import Section


class RemitQuerySet(models.QuerySet["Remit"]):
    def sections(self, moderator: Any) -> set[int] | None:
        """The sections, with their subsections, that the moderator is limited to; None for all of them."""
        found = list(self.filter(moderator=moderator).values_list("section", "section__subsections"))
        return {pk for pair in found for pk in pair if pk} if found else None


class Remit(models.Model):
    """A section that a moderator is limited to. Whoever has none moderates everywhere: so the section stays."""

    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="remits")
    section = models.ForeignKey(Section, models.PROTECT, related_name="remits", verbose_name=_("section"))

    objects: ClassVar[RemitQuerySet] = RemitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        verbose_name = _("section to moderate")
        verbose_name_plural = _("sections to moderate")
        constraints: ClassVar = [models.UniqueConstraint(fields=["moderator", "section"], name="one_remit")]

    def __str__(self) -> str:
        return str(self.section)
