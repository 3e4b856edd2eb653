from django.db import models
from django.utils.translation import gettext_lazy as _


class HouseRule(models.Model):
    """One rule of the house: shown at /moderation-policy/, offered as the reason of a removal."""

    title = models.CharField(
        _("rule in a few words"), max_length=80, unique=True, help_text=_("The reason readers see.")
    )
    text = models.TextField(_("explanation"), blank=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Low numbers come first.")
    )

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("house rule")
        verbose_name_plural = _("house rules")

    def __str__(self) -> str:
        return self.title
