from collections.abc import Collection
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from board.models.comments import Comment


class QuoteQuerySet(models.QuerySet["Quote"]):
    def touching(self, comments: Collection[int]) -> Self:
        """Quotes made in these comments, and quotes of them."""
        return self.filter(Q(comment__in=comments) | Q(source__in=comments))

    def quoters(self, sources: Collection[int]) -> models.QuerySet[Comment]:
        """The comments that can be read and quote one of these, which are none of these themselves."""
        quoting = self.filter(source__in=sources).values("comment")
        found = Comment.objects.published().filter(pk__in=quoting).exclude(pk__in=sources)
        return found.select_related("author").order_by("pk")


class Quote(models.Model):
    """Words in `comment` that are said to be somebody else's: a comment's, or (no source) the article's.

    `revision` is the source's revision that holds the words, the newest at the time where none does.
    """

    comment = models.ForeignKey(
        Comment, models.CASCADE, related_name="quotes", verbose_name=_("quoting comment")
    )
    index = models.PositiveSmallIntegerField(_("which quote of the comment"))
    source = models.ForeignKey(
        Comment, models.PROTECT, null=True, related_name="quoted_by", verbose_name=_("quoted comment")
    )
    revision = models.PositiveSmallIntegerField(_("quoted revision"), default=0)
    altered = models.BooleanField(_("words differ from the source"), default=False)
    is_taken_out = models.BooleanField(_("words that moderators took out of the source"), default=False)

    objects: ClassVar[QuoteQuerySet] = QuoteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["comment", "index"], name="quote_index")]

    def __str__(self) -> str:
        return f"#{self.comment_id} > {self.source or 'article'}"

    @property
    def edited_since(self) -> bool:
        return self.source is not None and self.source.revision > self.revision

    @property
    def source_gone(self) -> bool:
        """A source that nobody may read any more takes its quoted words with it; so do words taken out of it."""
        return self.source is not None and (self.is_taken_out or not self.source.is_published)
