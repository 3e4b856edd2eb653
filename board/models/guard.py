from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from board.models.articles import Article


def at_most(most: int, least: int = 0) -> list[BaseValidator]:
    return [MinValueValidator(least), MaxValueValidator(most)]


class Guard(models.Model):
    """What is held and slowed by itself. One row.

    `words_version` is another with every change of a word rule, and never one that it was before.
    """

    first_comments = models.PositiveSmallIntegerField(
        _("hold the first comments of a new member"), default=0, validators=at_most(50),
        help_text=_("So many wait for a moderator; 0: none."),
    )  # fmt: skip
    new_member_days = models.PositiveSmallIntegerField(
        _("days that a member counts as new"), default=7, validators=at_most(365),
        help_text=_("And whoever has had no comment published yet."),
    )  # fmt: skip
    hold_new_links = models.BooleanField(_("hold links by new members"), default=True)
    most_links = models.PositiveSmallIntegerField(
        _("links that a comment may hold"), default=5, validators=at_most(100),
        help_text=_("One with more of them waits for a moderator."),
    )  # fmt: skip
    hold_repeated = models.BooleanField(
        _("hold the same text again"), default=True,
        help_text=_("By the same member, or by several new ones, within a day."),
    )  # fmt: skip
    heated_signs = models.PositiveSmallIntegerField(
        _("reports and removals that make a discussion heated"), default=8, validators=at_most(1000),
        help_text=_("So many within half an hour, and it goes on slowly for a while; 0: never."),
    )  # fmt: skip
    heated_hours = models.PositiveSmallIntegerField(
        _("hours that a heated discussion goes on slowly"), default=2, validators=at_most(72, 1)
    )
    slow_minutes = models.PositiveSmallIntegerField(
        _("minutes between two comments of a member in a slow discussion"),
        default=5,
        validators=at_most(1440, 1),
    )
    after_days = models.PositiveSmallIntegerField(
        _("days after which a discussion changes by itself"), default=0, validators=at_most(3650),
        help_text=_("Counted from publication; 0: never."),
    )  # fmt: skip
    after_mode = models.CharField(
        _("what it changes to"), max_length=12, default=Article.Comments.CLOSED,
        choices=[choice for choice in Article.Comments.choices if choice[0] != Article.Comments.OPEN],
    )  # fmt: skip
    keep_removed_days = models.PositiveSmallIntegerField(
        _("days that the text of a removed comment is kept for moderators"),
        default=180,
        validators=at_most(3650, 1),
    )
    words_version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        default_permissions = ("view", "change")
        verbose_name = _("settings of moderation")
        verbose_name_plural = _("settings")

    def __str__(self) -> str:
        return str(_("Settings of moderation"))
