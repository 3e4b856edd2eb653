from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class HouseRuleQuerySet(models.QuerySet["HouseRule"]):
    def in_force(self) -> Self:
        return self.filter(is_retired=False)


class HouseRule(models.Model):
    """One rule of the house: shown at /moderation-policy/, offered as the reason of a removal."""

    title = models.CharField(
        _("rule in a few words"), max_length=80, unique=True, help_text=_("The reason readers see.")
    )
    text = models.TextField(_("explanation"), blank=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Low numbers come first.")
    )
    is_retired = models.BooleanField(
        _("retired"), default=False, help_text=_("No longer a rule. What was decided by it stays in the log.")
    )

    objects: ClassVar[HouseRuleQuerySet] = HouseRuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("house rule")
        verbose_name_plural = _("house rules")

    def __str__(self) -> str:
        return self.title


class Policy(models.Model):
    """What stands before the rules at /moderation-policy/, in Markdown. One row."""

    text = models.TextField(
        _("introduction"), blank=True, max_length=5000,
        help_text=_("In Markdown: what moderators look at, how to write to them. It stands before the rules."),
    )  # fmt: skip

    class Meta:
        default_permissions = ()
        verbose_name = _("introduction to the house rules")
        verbose_name_plural = _("introduction to the house rules")

    def __str__(self) -> str:
        return str(_("Introduction to the house rules"))


class WordRule(models.Model):
    """Words that hold a comment for a moderator, or refuse it. How they are looked for: `board.rules.words`."""

    class Effect(models.TextChoices):
        HOLD = "hold", _("hold for a moderator")
        REFUSE = "refuse", _("refuse")

    words = models.CharField(
        _("words"), max_length=100, unique=True,
        help_text=_("One word, or several that stand together. Case and look-alike letters make no difference."),
    )  # fmt: skip
    effect = models.CharField(_("what happens"), max_length=10, choices=Effect, default=Effect.HOLD)
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("Why, for other moderators."))
    is_active = models.BooleanField(_("in force"), default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("words",)
        verbose_name = _("word rule")
        verbose_name_plural = _("word rules")

    def __str__(self) -> str:
        return self.words
