from collections.abc import Iterable
from datetime import datetime
from heapq import nlargest
from operator import itemgetter
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import connections, models, router
from django.db.models import F, Q, Subquery
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import rows
from accounts.addresses import address_of
from board.models.editions import Edition
from board.models.sections import Section

STATE = """SELECT article.version, edition.version FROM board_article article, board_edition edition
    WHERE article.id = %s AND edition.id = 1"""

AROUND = """SELECT a.id, a.section_id, a.comments_mode, a.published_at FROM board_article a
    JOIN board_comment c ON c.article_id = a.id WHERE c.id = %s"""

NEWEST_IN = """SELECT * FROM (SELECT published_at, id FROM board_article WHERE section_id = %s AND published_at <= %s
    ORDER BY published_at DESC, id DESC LIMIT %s) section"""
# By hand, since there may be thousands; their index holds all that is asked for.
RECENT = """SELECT comment_count, id FROM board_article WHERE published_at >= %s AND published_at <= %s
    ORDER BY published_at DESC, id DESC LIMIT 2000"""
# A key beyond this is no row's, and no database takes it.
LARGEST = models.BigAutoField.MAX_BIGINT
# Without the counts: SQLite writes a column's indexes anew where it is named, whether it changes or not.
RAISE = "UPDATE board_article SET version = version + 1 WHERE id = %s"
COUNT_ON = """UPDATE board_article SET version = version + 1, comment_count = comment_count + %s,
    last_number = CASE WHEN last_number < %s THEN %s ELSE last_number END WHERE id = %s"""


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        return self.filter(published_at__lte=Now())

    def with_sections(self) -> "ArticleQuerySet":
        """What lists show of articles: not their text."""
        return self.select_related("section__parent").defer("body", "body_html")

    def newest(self) -> "ArticleQuerySet":
        return self.order_by("-published_at", "-pk").with_sections()

    def newest_keys(self, sections: Iterable[int], stop: int) -> list[int]:
        """The keys of the newest `stop` published articles in these sections: each section's by its index, merged."""
        wanted, now = list(sections), connections[self.db].ops.adapt_datetimefield_value(timezone.now())
        values = [value for section in wanted for value in (section, now, stop)]
        with connections[self.db].cursor() as cursor:
            cursor.execute(" UNION ALL ".join([NEWEST_IN] * len(wanted)), values)
            rows = sorted(cursor.fetchall(), reverse=True)
        return [pk for _published_at, pk in rows[:stop]]

    def in_section(self, section: Section) -> "ArticleQuerySet":
        """Articles of the section and of its subsections."""
        return self.filter(Q(section=section) | Q(section__parent=section))

    def most_discussed(self, since: datetime, count: int) -> list["Article"]:
        """Of the stories published since then, or ever if that is none; without those that nobody has commented on.

        The recent ones, of which there are not many, are weighed here: their index gives them by age, and of two
        that weigh the same the newer one stays ahead.
        """
        adapt, now = connections[self.db].ops.adapt_datetimefield_value, timezone.now()
        with connections[self.db].cursor() as cursor:
            cursor.execute(RECENT, [adapt(since), adapt(now)])
            rows = cursor.fetchall()
        keys = [pk for comments, pk in nlargest(count, rows, key=itemgetter(0)) if comments]
        if keys:
            found = self.with_sections().in_bulk(keys)
            return [found[key] for key in keys if key in found]
        ever = self.published().filter(comment_count__gt=0).order_by("-comment_count", "-published_at")
        return list(ever.with_sections()[:count])

    def with_edition(self) -> "ArticleQuerySet":
        """Each with its section and, as `edition`, the version of what stands around all discussions: in one row."""
        edition = Subquery(Edition.objects.filter(pk=1).values("version"))
        return self.select_related("section__parent").annotate(edition=edition)

    def state(self, pk: int) -> tuple[int, int] | None:
        """(version, edition) of an article, in the cheapest way: each reader of a discussion asks for it."""
        connection = connections[self.db]
        with connection.cursor() as cursor:
            cursor.execute(STATE, [pk])
            return cursor.fetchone()

    def lock(self, pk: int) -> "Article":
        """The article, its row locked until the transaction ends. SQLite's transactions lock everything."""
        return self._lock("SELECT a.* FROM board_article a WHERE a.id = %s", pk)

    def lock_around(self, comment_id: int) -> "Article":
        """The comment's article, locked, with what a vote needs to know of it."""
        return self._lock(AROUND, comment_id)

    def _lock(self, sql: str, pk: int) -> "Article":
        writer = router.db_for_write(Article)
        lock = " FOR UPDATE OF a" if connections[writer].features.has_select_for_update_of else ""
        for article in rows.read(Article, writer, sql + lock, [pk]) if pk <= LARGEST else ():
            return article
        raise Article.DoesNotExist

    def count_on(self, pk: int, *, comments: int = 0, last_number: int = 0) -> None:
        """`raise_version` of one article, in the cheapest way: each vote and each comment does."""
        sql, counts = (
            (COUNT_ON, [comments, last_number, last_number]) if comments or last_number else (RAISE, [])
        )
        with connections[router.db_for_write(Article)].cursor() as cursor:
            cursor.execute(sql, [*counts, pk])

    def authors_of(self, pk: int) -> set[int]:
        """The ids of the members who are authors of the article."""
        with connections[self.db].cursor() as cursor:
            cursor.execute("SELECT user_id FROM board_article_authors WHERE article_id = %s", [pk])
            return {row[0] for row in cursor.fetchall()}

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
    is_slow = models.BooleanField(_("goes on slowly"), default=False, editable=False)
    heated_until = models.DateTimeField(_("heated until"), null=True, blank=True, editable=False)

    # Kept by the verbs in actions/; `manage.py recount` checks the count.
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveBigIntegerField(default=1, editable=False)

    # Only on those that `with_edition` reads.
    edition: int

    objects: ClassVar[ArticleQuerySet] = ArticleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes: ClassVar = [
            models.Index(fields=["-published_at", "-id", "comment_count"], name="article_newest"),
            models.Index(fields=["section", "-published_at", "-id"], name="article_section_newest"),
            models.Index(fields=["-comment_count", "-published_at"], name="article_most_discussed"),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return address_of("article", self.section.top.slug, self.slug)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_closed(self) -> bool:
        return self.comments_mode == self.Comments.CLOSED

    @property
    def is_slowed(self) -> bool:
        """Whether members have to leave some minutes between two comments: by a moderator's word, or by itself."""
        return self.is_slow or (self.heated_until is not None and self.heated_until > timezone.now())
