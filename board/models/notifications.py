from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.moderation import LogEntry


class Notification(models.Model):
    """What the site tells a member. Its words are made when it is shown, from the log entry that it is about.

    How many a member has not read is counted on the member (`User.unread`): each page of theirs shows it.
    """

    class About(models.TextChoices):
        OWN = "own", _("what moderators did about you or your comment")
        REPORT = "report", _("what came of your report")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    about = models.CharField(max_length=10, choices=About)
    entry = models.ForeignKey(LogEntry, models.PROTECT, related_name="notifications")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [models.Index(fields=["member", "-id"], name="notification_newest")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.about} {self.entry_id}"
