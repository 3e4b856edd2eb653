from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from board.models.articles import Article
from board.models.comments import Comment


class LogEntry(models.Model):
    """One act of moderation. The database refuses to change or delete an entry; undoing is a new act."""

    class Verb(models.TextChoices):
        APPROVE = "approve", _("approved a comment")
        REMOVE = "remove", _("removed a comment")
        RESTORE = "restore", _("restored a comment")
        SUSPEND = "suspend", _("suspended a member")
        BAN = "ban", _("banned a member")
        LIFT = "lift", _("lifted a sanction")
        COMMENTS_MODE = "comments-mode", _("changed who may comment")

    at = models.DateTimeField(_("time"), default=timezone.now, editable=False)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="acts", verbose_name=_("moderator")
    )
    verb = models.CharField(_("act"), max_length=20, choices=Verb)
    article = models.ForeignKey(Article, models.PROTECT, null=True, verbose_name=_("article"))
    comment = models.ForeignKey(
        Comment, models.PROTECT, null=True, related_name="log", verbose_name=_("comment")
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="record", verbose_name=_("member")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    before = models.CharField(_("before"), max_length=60, blank=True)
    after = models.CharField(_("after"), max_length=60, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        default_permissions = ("view",)
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="log_newest")]
        verbose_name = _("log entry")
        verbose_name_plural = _("moderation log")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_verb_display()}"

    @property
    def change(self) -> str:
        """From what to what, in words."""
        words = dict([*Comment.Status.choices, *Article.Comments.choices, *User.Standing.choices])
        return f"{words.get(self.before, self.before)} → {words.get(self.after, self.after)}"
