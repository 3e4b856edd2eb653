from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts import rows
from board.models.articles import Article

OF_MEMBER = "SELECT * FROM board_visit WHERE member_id = %s AND article_id = %s"


class VisitQuerySet(models.QuerySet["Visit"]):
    def of(self, member: Any, article: Article) -> "Visit | None":
        """By hand, as each page of a member asks for it."""
        return next(iter(rows.read(Visit, self.db, OF_MEMBER, [member.pk, article.pk])), None)


class Visit(rows.Quick):
    """What a member has seen of a discussion: `seen` before this visit, `latest` by now (comment numbers)."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits")
    article = models.ForeignKey(Article, models.CASCADE, related_name="visits")
    seen = models.PositiveIntegerField()
    latest = models.PositiveIntegerField()
    visited_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[VisitQuerySet] = VisitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "article"], name="one_visit_row")]

    def __str__(self) -> str:
        return f"{self.seen}/{self.latest}"
