from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import connections, models, router
from django.db.models import Case, F, Q, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import rows
from accounts.addresses import address_of
from board.models.articles import LARGEST, Article
from board.rules import paths

ORDERS: dict[str, tuple[str, ...]] = {
    "oldest": ("number",),
    "latest": ("-number",),
    "popular": ("-popularity", "down", "number"),
    "controversial": ("-controversy", "number"),
}
DEFAULT_ORDER = "oldest"
BRANCH_OF = ("article", "branch", "shown")

SHOWN = (
    *("article", "author", "parent", "number", "path", "depth", "html", "revision", "status", "reason"),
    *("is_redacted", "created_at", "up", "down", "popularity", "controversy", "reply_count"),
    *("author__name", "author__slug", "author__picture", "author__is_staff"),
)

# One branch's first replies. Written out, since fifty of them built by the ORM cost more than rendering the page;
# wrapped, since SQLite takes a LIMIT inside a UNION only in a subquery.
BRANCH = """SELECT id FROM (SELECT id FROM board_comment WHERE article_id = %s AND path > %s AND path < %s
    AND depth < %s AND shown = 1 ORDER BY path LIMIT %s) branch"""


TO_VOTE_ON = """SELECT c.id, c.article_id, c.author_id, c.status, c.up, c.down, v.value AS vote,
    v.is_void AS is_vote_void FROM board_comment c
    LEFT JOIN board_vote v ON v.comment_id = c.id AND v.member_id = %s WHERE c.id = %s"""
TALLY = "UPDATE board_comment SET up = %s, down = %s, popularity = %s, controversy = %s WHERE id = %s"
# In two parts, so that each is found by its index. `path` holds the parent's too, unless they are very deep.
COUNT_ABOVE = """UPDATE board_comment SET reply_count = reply_count + %%s
    WHERE id = %%s OR (article_id = %%s AND path IN (%s))"""
TO_ANSWER = "SELECT * FROM board_comment WHERE id = %s AND article_id = %s"
SUBMITTED = "SELECT * FROM board_comment WHERE author_id = %s AND submission = %s"


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self) -> Self:
        return self.filter(status=Comment.Status.PUBLISHED)

    def readable(self) -> Self:
        """What everybody may read: published comments under published articles."""
        return self.published().filter(article__published_at__lte=timezone.now())

    def shown(self) -> Self:
        """What stands on the page: published comments, and tombstones that still hold up replies."""
        return self.filter(shown=1)

    def tops(self, article: Article, parent: "Comment | None", order: str) -> Self:
        """The branches of a page: the article's own threads, or the replies to one comment, in this order."""
        branch = parent.pk if parent else 0
        return self.filter(article=article, branch=branch).shown().order_by(*ORDERS[order])

    def flat(self, article: Article) -> Self:
        return self.filter(article=article).shown().order_by("number")

    def below(self, tops: Iterable["Comment"], limits: Mapping[int, int], max_depth: int) -> Self:
        """The first replies below each of `tops`, at most `limits[top.pk]` of each: one query, read by index."""
        wanted = [top for top in tops if limits.get(top.pk)]
        if not wanted:
            return self.none()
        sql = " UNION ALL ".join([BRANCH] * len(wanted))
        values: list[object] = []
        for top in wanted:
            values += [top.article_id, top.path, paths.after(top.path), top.depth + max_depth, limits[top.pk]]
        return self.filter(pk__in=RawSQL(sql, values))  # noqa: S611 - every value is a parameter

    def ahead_of(self, top: "Comment", order: str) -> Self:
        """The branches that stand before `top` in this order: what its page number is counted from."""
        before, same = Q(), Q()
        for field in ORDERS[order]:
            name, value = field.removeprefix("-"), getattr(top, field.removeprefix("-"))
            step = {f"{name}__{'gt' if field.startswith('-') else 'lt'}": value}
            before |= same & Q(**step)
            same &= Q(**{name: value})
        return self.filter(article=top.article_id, branch=top.parent_id or 0).shown().filter(before)

    def held_by(self, author: Any, article: Article) -> list["Comment"]:
        """An author's own comments that wait for a moderator: in their place, for their author's eyes.

        With each comes as `cause` why it waits: a `Case.Cause`, or none.
        """
        held = self.filter(author=author, status=Comment.Status.HELD, article=article)
        return sorted(held.annotate(cause=F("case__cause")), key=lambda comment: comment.number)

    def submitted(self, author: Any, submission: UUID) -> "Comment | None":
        """What the author's form of this number has posted already."""
        writer = router.db_for_write(Comment)
        number = Comment._meta.get_field("submission").get_db_prep_value(submission, connections[writer])
        return next(iter(rows.read(Comment, writer, SUBMITTED, [author.pk, number])), None)

    def to_answer(self, comment_id: int, article: Article) -> "Comment":
        """A comment that is replied to under this article; DoesNotExist where it is under another."""
        writer = router.db_for_write(Comment)
        for comment in rows.read(Comment, writer, TO_ANSWER, [comment_id, article.pk]):
            comment.article = article
            return comment
        raise Comment.DoesNotExist

    def article_of(self, comment_id: int) -> int | None:
        """The id of the article that the comment stands under."""
        with connections[self.db].cursor() as cursor:
            cursor.execute("SELECT article_id FROM board_comment WHERE id = %s", [min(comment_id, LARGEST)])
            row = cursor.fetchone()
        return row[0] if row else None

    def to_vote_on(self, comment_id: int, member: Any) -> "Comment":
        """What a vote needs to know of a comment; with the member's present one as `vote`: +1, -1 or None.

        `is_vote_void`: whether moderators have voided it.
        """
        return rows.read(Comment, router.db_for_write(Comment), TO_VOTE_ON, [member.pk, comment_id])[0]

    def count_above(self, comment: "Comment", step: int) -> None:
        """Adds `step` replies to those that the comment's path runs through, and to its parent."""
        above = paths.prefixes(comment.path)
        with connections[router.db_for_write(Comment)].cursor() as cursor:
            sql = COUNT_ABOVE % ", ".join(["%s"] * len(above))
            cursor.execute(sql, [step, comment.parent_id, comment.article_id, *above])

    def store_tally(self, comment: "Comment") -> None:
        with connections[router.db_for_write(Comment)].cursor() as cursor:
            cursor.execute(
                TALLY, [comment.up, comment.down, comment.popularity, comment.controversy, comment.pk]
            )

    def lately_by(self, authors: Iterable[int], since: datetime, sections: set[int] | None = None) -> Self:
        """What these members have written since then that is there or waits, the newest first.

        `sections`: in these alone.
        """
        there = (Comment.Status.PUBLISHED, Comment.Status.HELD)
        found = self.filter(author__in=authors, status__in=there, created_at__gte=since)
        if sections is not None:
            found = found.filter(article__section__in=sections)
        return found.order_by("-created_at", "-pk")

    def with_authors(self) -> Self:
        """What a page shows of comments: not what was typed, and of their authors what everybody may know."""
        return self.select_related("author").only(*SHOWN)

    def names_of(self, comments: Collection[int]) -> dict[int, str | None]:
        """{comment id: its author's name, None where the comment is gone}."""
        found = self.filter(pk__in=comments).values_list("pk", "status", "author__name") if comments else ()
        return {pk: name if status == Comment.Status.PUBLISHED else None for pk, status, name in found}


class Comment(rows.Quick):
    """What somebody said under an article. Its place in the thread is `parent`; `path` is that place as an index."""

    class Status(models.TextChoices):
        PUBLISHED = "published", _("published")
        HELD = "held", _("waits for a moderator")
        REMOVED = "removed", _("removed by a moderator")
        DELETED = "deleted", _("deleted by its author")

    # Neither has an index of its own, which every comment would pay for: others begin with them.
    article = models.ForeignKey(
        Article, models.PROTECT, related_name="comments", verbose_name=_("article"), db_index=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments", verbose_name=_("author"), db_index=False
    )  # fmt: skip
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replies", verbose_name=_("reply to")
    )
    number = models.PositiveIntegerField(
        _("number"), help_text=_("Its place in the order of posting, from 1.")
    )
    path = models.CharField(max_length=paths.MAX_LENGTH)
    depth = models.PositiveSmallIntegerField(default=0)

    body = models.TextField(_("text"))
    html = models.TextField()
    renderer = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(_("revision"), default=0)

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PUBLISHED)
    reason = models.CharField(_("public reason"), max_length=300, blank=True)
    is_redacted = models.BooleanField(_("words taken out by a moderator"), default=False)
    created_at = models.DateTimeField(_("posted"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True)
    kept_since = models.DateTimeField(
        null=True,
        help_text="Gone from readers' eyes since then; moderators see the text until it is scrubbed.",
    )

    up = models.PositiveIntegerField(_("up"), default=0)
    down = models.PositiveIntegerField(_("down"), default=0)
    popularity = models.FloatField(default=0.0)
    controversy = models.FloatField(default=0.0)
    reply_count = models.PositiveIntegerField(
        _("replies below"), default=0, help_text=_("Published comments anywhere below.")
    )
    # Worked out by the database, so that they cannot drift. Numbers, not truth values or nulls: so that an index can
    # find them and still give the rows in order.
    shown = models.GeneratedField(
        expression=Case(When(Q(status="published") | Q(reply_count__gt=0), then=1), default=0),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    branch = models.GeneratedField(
        expression=Coalesce("parent_id", 0), output_field=models.BigIntegerField(), db_persist=True
    )
    submission = models.UUIDField(null=True, help_text=_("The form it came from: one form posts once."))

    # Only on one that `to_vote_on` reads.
    vote: int | None
    is_vote_void: bool | None
    # Only on those that `held_by` reads.
    cause: str | None

    objects: ClassVar[CommentQuerySet] = CommentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions: ClassVar = [("moderate_comment", "Can approve, remove and restore comments")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="comment_number"),
            models.UniqueConstraint(fields=["article", "path"], name="comment_path"),
            models.UniqueConstraint(fields=["author", "submission"], name="comment_submitted_once"),
        ]
        indexes: ClassVar = [
            # The last column is what a page needs of the comments before it: none of their rows is read.
            models.Index(fields=[*BRANCH_OF, "number", "id"], name="comment_oldest"),
            models.Index(fields=[*BRANCH_OF, *ORDERS["popular"], "id"], name="comment_popular"),
            models.Index(fields=[*BRANCH_OF, *ORDERS["controversial"], "id"], name="comment_controversial"),
            models.Index(fields=["article", "shown", "number", "id"], name="comment_flat"),
            models.Index(fields=["author", "status", "-created_at", "-id"], name="comment_by_author"),
            models.Index(fields=["status", "-id"], name="comment_by_status"),
            models.Index(
                fields=["kept_since", "id"], name="comment_kept", condition=Q(kept_since__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return address_of("comment", self.pk)

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def score(self) -> int:
        return self.up - self.down


class Revision(models.Model):
    """An earlier text of a comment: written when an edit replaces it, never changed."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="revisions", verbose_name=_("comment"))
    number = models.PositiveSmallIntegerField(_("revision"))
    body = models.TextField(_("text"))
    html = models.TextField()
    written_at = models.DateTimeField(_("written"))
    redaction = models.ForeignKey(
        "board.LogEntry", models.PROTECT, null=True, related_name="+", verbose_name=_("taken out by"),
        help_text=_("By this act moderators took words out; only they still see this text."),
    )  # fmt: skip
    kept_since = models.DateTimeField(null=True, help_text="Of that act, until the text is scrubbed.")

    class Meta:
        ordering = ("number",)
        indexes: ClassVar = [
            models.Index(
                fields=["kept_since", "id"], name="revision_kept", condition=Q(kept_since__isnull=False)
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "number"], name="revision_number")
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}.{self.number}"
