from typing import Any, ClassVar, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.comments import Comment

# A visitor's, whose address is still there.
VISITORS = ~Q(email="")


class TrackRecord(NamedTuple):
    """How many of a member's decided reports were right, and how many were not."""

    right: int
    wrong: int


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        return self.filter(outcome="")

    def track_record(self, member: Any) -> TrackRecord:
        counted = self.filter(member=member).aggregate(
            right=Count("pk", filter=Q(outcome=Report.Outcome.UPHELD)),
            wrong=Count("pk", filter=Q(outcome=Report.Outcome.DISMISSED)),
        )
        return TrackRecord(**counted)


class Report(models.Model):
    """Somebody says that a comment breaks the rules. A member says it once for each comment and may take it back.

    A visitor, who has no account, gives name and e-mail address: they may report what the law forbids.
    """

    class Reason(models.TextChoices):
        SPAM = "spam", _("spam")
        INSULT = "insult", _("insult")
        OFF_TOPIC = "off-topic", _("off topic")
        ILLEGAL = "illegal", _("illegal")
        PRIVACY = "privacy", _("somebody's privacy")
        OTHER = "other", _("something else")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("something was done")
        DISMISSED = "dismissed", _("the comment stays")
        GONE = "gone", _("the comment was gone")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports", verbose_name=_("comment"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="reports", verbose_name=_("member")
    )
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    remark = models.CharField(_("remark"), max_length=1000, blank=True)
    weight = models.FloatField(default=1.0)
    created_at = models.DateTimeField(_("time"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects: ClassVar[ReportQuerySet] = ReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes: ClassVar = [
            models.Index(fields=["comment", "outcome"], name="report_of_comment"),
            models.Index(fields=["-created_at"], name="report_newest"),
            models.Index(fields=["decided_at", "id"], name="report_of_visitor", condition=VISITORS),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "comment"], name="one_report_for_one_member"),
            models.UniqueConstraint(
                fields=["comment", "email"], condition=VISITORS, name="one_report_for_one_address"
            ),
            # Of a visitor's that was decided long ago, name and address are scrubbed.
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(email="") | Q(decided_at__isnull=False),
                name="report_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}: {self.reason}"
