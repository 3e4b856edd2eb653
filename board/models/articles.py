from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.sections import Section


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        return self.filter(published_at__lte=Now())

    def newest(self) -> "ArticleQuerySet":
        return self.order_by("-published_at", "-pk").select_related("section__parent")

    def in_section(self, section: Section) -> "ArticleQuerySet":
        """Articles of the section and of its subsections."""
        return self.filter(Q(section=section) | Q(section__parent=section))

    def most_discussed(self, since: datetime | None) -> "ArticleQuerySet":
        """Of the stories published since then, or ever; those that nobody has commented on are left out."""
        found = self.published().filter(comment_count__gt=0)
        if since:
            found = found.filter(published_at__gte=since)
        return found.order_by("-comment_count", "-published_at").select_related("section__parent")

    def raise_version(self, **changes: Any) -> None:
        """Raises the discussion's version, and changes what else the caller names, in one statement."""
        self.update(version=F("version") + 1, **changes)


class Article(models.Model):
    """A story. It is a draft without a publication time, scheduled with one to come, published with one past."""

    class Comments(models.TextChoices):
        OPEN = "open", _("open")
        PREMODERATED = "premoderated", _("pre-moderated: each waits for a moderator")
        CLOSED = "closed", _("closed")

    section = models.ForeignKey(Section, models.PROTECT, related_name="articles", verbose_name=_("section"))
    headline = models.CharField(_("headline"), max_length=200)
    slug = models.SlugField(_("address"), max_length=80, unique=True, allow_unicode=True)
    standfirst = models.TextField(_("standfirst"), blank=True, validators=[MaxLengthValidator(500)])
    body = models.TextField(
        _("body"), help_text=_("Markdown: paragraphs, emphasis, links, lists, quotes, code.")
    )
    body_html = models.TextField(editable=False)
    byline = models.CharField(_("byline"), max_length=200, blank=True, help_text=_("Without “By”."))
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="articles", verbose_name=_("authors who are members"),
        help_text=_("Their comments under this article carry a badge."),
    )  # fmt: skip
    source = models.CharField(
        _("source"), max_length=120, blank=True, help_text=_("An agency, where not our own.")
    )
    source_copyright = models.CharField(_("source's copyright line"), max_length=200, blank=True)
    picture = models.ImageField(
        _("picture"),
        upload_to="articles/",
        blank=True,
        width_field="picture_width",
        height_field="picture_height",
    )
    picture_width = models.PositiveIntegerField(null=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, editable=False)
    picture_alt = models.CharField(_("picture in words"), max_length=300, blank=True)
    picture_caption = models.CharField(_("caption"), max_length=300, blank=True)
    picture_credit = models.CharField(_("credit"), max_length=120, blank=True)
    published_at = models.DateTimeField(
        _("publication"), null=True, blank=True, help_text=_("Empty: a draft. In the future: published then.")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    comments_mode = models.CharField(_("comments"), max_length=12, choices=Comments, default=Comments.OPEN)
    closed_at = models.DateTimeField(_("comments closed"), null=True, blank=True, editable=False)

    # Kept by the verbs in actions/; `manage.py recount` checks the count.
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveBigIntegerField(default=1, editable=False)

    objects: ClassVar[models.Manager["Article"]] = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes: ClassVar = [
            models.Index(fields=["-published_at", "-id"], name="article_newest"),
            models.Index(fields=["section", "-published_at", "-id"], name="article_section_newest"),
            models.Index(fields=["-comment_count", "-published_at"], name="article_most_discussed"),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.section.top.slug, self.slug])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_closed(self) -> bool:
        return self.comments_mode == self.Comments.CLOSED
