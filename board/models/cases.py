from collections.abc import Collection
from datetime import datetime
from typing import ClassVar, NamedTuple, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.comments import Comment
from board.models.rules import WordRule

# The most urgent first, then the one that waits longest.
QUEUE = ("-priority", "opened_at", "comment")


class Place(NamedTuple):
    """Where a case stands in the queue."""

    priority: float
    opened_at: datetime
    pk: int


class CaseQuerySet(models.QuerySet["Case"]):
    def within(self, sections: Collection[int] | None) -> Self:
        """What a moderator decides who is limited to these sections; None: all of it.

        Asked of each case, since all comments of a section are many more than those that wait.
        """
        theirs = Comment.objects.filter(pk=OuterRef("pk"), article__section__in=sections or ())
        return self if sections is None else self.filter(Exists(theirs))

    def reported(self) -> Self:
        return self.filter(report_count__gt=0)

    def held(self) -> Self:
        return self.filter(cause__gt="")

    def queue(self, after: Place | None = None) -> Self:
        """In the order in which they are to be decided; `after`: those that stand behind this place."""
        cases = self.order_by("-priority", "opened_at", "pk")
        if after is None:
            return cases
        same = Q(priority=after.priority)
        behind = Q(priority__lt=after.priority) | same & Q(opened_at__gt=after.opened_at)
        behind |= same & Q(opened_at=after.opened_at, pk__gt=after.pk)
        # The first condition says nothing new: by it a database finds the place in the index.
        return cases.filter(behind, priority__lte=after.priority)


class Case(models.Model):
    """A comment that waits on the moderators' desk: reported, or held. It is there as long as it waits, and no longer.

    `priority` grows with the reports: see `board.rules.moderation`. `cause`, and with it what `caught` it, is why it
    is held, and is empty for a comment that is published.
    """

    class Cause(models.TextChoices):
        PREMODERATED = "premoderated", _("each comment under this story waits for a moderator")
        MEMBER = "member", _("a moderator looks at all your comments before others see them")
        FIRST = "first", _("the first comments of new members wait for a moderator")
        NEW_LINK = "new-link", _("links by new members wait for a moderator")
        LINKS = "links", _("it holds many links")
        REPEATED = "repeated", _("you have posted the same text before")
        COPIED = "copied", _("others who are new here have posted the same text")
        WORDS = "words", _("it holds words that a moderator looks at first")

    comment = models.OneToOneField(
        Comment, models.CASCADE, primary_key=True, related_name="case", verbose_name=_("comment")
    )
    opened_at = models.DateTimeField(_("since"), default=timezone.now)
    priority = models.FloatField(_("priority"), default=0.0)
    report_count = models.PositiveIntegerField(_("reports"), default=0)
    cause = models.CharField(_("why it is held"), max_length=20, choices=Cause, blank=True)
    caught = models.CharField(_("the very words"), max_length=200, blank=True)
    rule = models.ForeignKey(
        WordRule, models.SET_NULL, null=True, related_name="+", verbose_name=_("word rule")
    )

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes: ClassVar = [
            models.Index(fields=QUEUE, name="case_queue"),
            # Each of these two queues by itself, so that none is looked for among thousands of the other kind.
            models.Index(fields=QUEUE, name="case_reported", condition=Q(report_count__gt=0)),
            models.Index(fields=QUEUE, name="case_held", condition=Q(cause__gt="")),
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}"

    @property
    def place(self) -> Place:
        return Place(self.priority, self.opened_at, self.pk)
