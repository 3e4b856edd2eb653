from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.addresses import address_of

TAKEN = _("There is a section at this address already.")


class SectionQuerySet(models.QuerySet["Section"]):
    def navigation(self) -> "SectionQuerySet":
        """The top sections in the editor's order: what the site's header lists."""
        return self.filter(parent=None)

    def find(self, category: str, subcategory: str = "") -> "SectionQuerySet":
        """The section at /category/<category>/ or /category/<category>/<subcategory>/."""
        if subcategory:
            return self.filter(parent__slug=category, slug=subcategory).select_related("parent").order_by()
        return self.filter(parent=None, slug=category).order_by()


class Section(models.Model):
    """A part of the paper, such as politics; a section may have subsections, these none of their own."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subsections", verbose_name=_("part of"),
        limit_choices_to={"parent": None},
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("address"), max_length=60, allow_unicode=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Low numbers come first.")
    )

    objects: ClassVar[models.Manager["Section"]] = SectionQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        # Two, since to a database no parent is unlike no parent.
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parent", "slug"], name="subsection_address", violation_error_message=TAKEN
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(parent=None),
                name="section_address",
                violation_error_message=TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        if self.parent:
            return address_of("subsection", self.parent.slug, self.slug)
        return address_of("section", self.slug)

    def clean(self) -> None:
        if self.parent and (
            self.parent.parent_id or self.parent_id == self.pk or (self.pk and self.subsections.exists())
        ):
            raise ValidationError({"parent": _("Sections have one level of subsections, not more.")})

    @property
    def top(self) -> "Section":
        return self.parent or self
