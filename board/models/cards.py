from django.db import models
from django.utils.translation import gettext_lazy as _


class Card(models.Model):
    """A recommendation under the articles."""

    class Place(models.TextChoices):
        RESOURCES = "resources", _("Articles, Offers & Useful Resources")
        TRENDING = "trending", _("A mix of what's trending on our other sites")

    place = models.CharField(_("place"), max_length=10, choices=Place, default=Place.RESOURCES)
    label = models.CharField(_("label"), max_length=40, help_text=_("A word or two, such as “Offer”."))
    title = models.CharField(_("title"), max_length=140)
    source = models.CharField(_("source"), max_length=80)
    address = models.URLField(_("address"), max_length=500)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Low numbers come first.")
    )
    is_shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        ordering = ("place", "position", "id")
        verbose_name = _("card")
        verbose_name_plural = _("cards")

    def __str__(self) -> str:
        return self.title
