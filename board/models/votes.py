from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar, NamedTuple, Self

from django.conf import settings
from django.db import connections, models, router
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.comments import Comment

# By hand, since each vote runs them: the ORM takes several times as long to build as they take to run.
STORE = """INSERT INTO board_vote (comment_id, member_id, value, cast_at, is_void) VALUES (%s, %s, %s, %s, FALSE)
    ON CONFLICT (comment_id, member_id) DO UPDATE SET value = excluded.value"""
TAKE_BACK = "DELETE FROM board_vote WHERE comment_id = %s AND member_id = %s"

# Wrapped, since SQLite takes a LIMIT inside a UNION only in a subquery. Each is read from one end of an index.
NEWEST_ON = (
    """SELECT id FROM (SELECT id FROM board_vote WHERE comment_id = %s ORDER BY id DESC LIMIT %s) newest"""
)
NEWEST_OF = """SELECT * FROM (SELECT member_id, comment_id, value FROM board_vote WHERE member_id = %s
    ORDER BY comment_id DESC LIMIT %s) newest"""
HABITS = """SELECT v.member_id, v.comment_id, v.value, c.author_id FROM (%s) v
    JOIN board_comment c ON c.id = v.comment_id"""


class Habit(NamedTuple):
    """What a member voted lately: {comment id: +1 or -1}, and {author id: how many of these are on their comments}."""

    votes: dict[int, int]
    authors: dict[int, int]


class VoteQuerySet(models.QuerySet["Vote"]):
    def store(self, comment_id: int, member_id: int, value: int) -> None:
        """Makes this the member's vote; 0 takes it back. Under the lock of the comment's article."""
        with connections[router.db_for_write(Vote)].cursor() as cursor:
            if value:
                cursor.execute(STORE, [comment_id, member_id, value, timezone.now()])
            else:
                cursor.execute(TAKE_BACK, [comment_id, member_id])

    def tallies(self) -> dict[int, tuple[int, int]]:
        """What these votes add up to: {comment id: (up, down)}. Void ones do not count."""
        rows = self.filter(is_void=False).order_by().values_list("comment")
        counted = rows.annotate(up=Count("pk", filter=Q(value=1)), down=Count("pk", filter=Q(value=-1)))
        return {comment: (up, down) for comment, up, down in counted}

    def with_voters(self, few: int) -> Self:
        """With who voted, and as `takes_part` whether they have published at least `few` comments."""
        said = Comment.objects.published().filter(author=OuterRef("member"))
        return self.select_related("member").annotate(takes_part=Exists(said[few - 1 : few]))

    def newest_on(self, comments: Iterable[int], most: int) -> Self:
        """Of each of these comments its newest votes, at most `most`."""
        values = [value for comment in comments for value in (comment, most)]
        if not values:
            return self.none()
        sql = " UNION ALL ".join([NEWEST_ON] * (len(values) // 2))
        return self.filter(pk__in=RawSQL(sql, values))  # noqa: S611 - every value is a parameter

    def habits(self, members: Iterable[int], most: int) -> dict[int, Habit]:
        """{member id: what they voted on the newest `most` comments that they voted on}. Void votes too."""
        values = [value for member in members for value in (member, most)]
        found: dict[int, Habit] = defaultdict(lambda: Habit({}, defaultdict(int)))
        if values:
            with connections[self.db].cursor() as cursor:
                cursor.execute(HABITS % " UNION ALL ".join([NEWEST_OF] * (len(values) // 2)), values)
                for member, comment, value, author in cursor.fetchall():
                    found[member].votes[comment] = value
                    found[member].authors[author] += 1
        return dict(found)


class Vote(models.Model):
    """One member's vote on one comment: +1 or -1. Both are held by the database."""

    comment = models.ForeignKey(
        Comment,
        models.CASCADE,
        related_name="votes",
        verbose_name=_("comment"),
        db_index=False,  # as below
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="votes",
        verbose_name=_("member"),
        db_index=False,  # the index below begins with it
    )
    value = models.SmallIntegerField(_("vote"))
    cast_at = models.DateTimeField(_("cast"), default=timezone.now)
    is_void = models.BooleanField(
        _("void"), default=False, help_text=_("Not counted: a moderator voided it.")
    )

    # Only on those that `with_voters` reads.
    takes_part: bool

    objects: ClassVar[VoteQuerySet] = VoteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [
            ("view_voters", "Can see who voted"),
            ("void_votes", "Can void and restore votes"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member", "comment", "value", "is_void"], name="vote_of_member"),
            models.Index(fields=["comment", "-id"], name="vote_newest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "member"], name="one_vote_for_one_member"),
            models.CheckConstraint(condition=Q(value__in=[1, -1]), name="vote_is_up_or_down"),
        ]

    def __str__(self) -> str:
        return f"{self.value:+d}"
