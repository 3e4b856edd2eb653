"""What holds a text for a moderator by itself, or refuses it: words, links, the same again, whoever is new here.

The staff are trusted; nobody else is exempt. The settings are `Guard`'s, and hold for each text that comes after.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connections, router
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rows
from board.actions import cases
from board.actions.caught import Caught, Said, find
from board.actions.refusals import Unfit
from board.models import Article, Case, Comment, Guard, WordRule
from board.rules import repeats

Cause, Status = Case.Cause, Comment.Status

# The same text is looked for within a day, in so many comments: the member's own latest, and the site's.
A_DAY = timedelta(days=1)
OWN_LATEST, LATEST = 20, 300
THERE = (Status.PUBLISHED, Status.HELD, Status.REMOVED)
MOST_TOLD = 5
# Of PostgreSQL's advisory locks with two numbers, the one under which the same text is posted one after another.
SAME_TEXT = 7_243
# Asked for each text, so they are not built anew each time.
GUARD = "SELECT * FROM board_guard WHERE id = 1"
PUBLISHED = "SELECT id FROM board_comment WHERE author_id = %s AND id <> %s AND status = %s LIMIT %s"
LATELY = """SELECT body FROM board_comment WHERE author_id = %s AND id <> %s AND created_at > %s
    AND status IN (%s, %s, %s) ORDER BY created_at DESC LIMIT %s"""


class Finding(NamedTuple):
    """Why a text waits; with the very words, and the rule that caught them, whatever else it waits for."""

    cause: Case.Cause
    caught: str = ""
    rule: int | None = None


def look_at(
    comment: Comment, article: Article, author: Any, text: Said, earlier: Said | None = None
) -> Finding | None:
    """Why a text is held, None where it is not; raises Unfit for one that a rule refuses.

    `earlier` is what an edited comment said before. What stood in it was let through: words in a line that is as it
    was, links that were there, a text said before, do not count again. Whoever's comments wait before anybody sees
    them, for their author or their place, wait again with each edit.
    """
    if author.is_staff:
        return Finding(Cause.MEMBER) if author.standing == "held" else None
    look = Look(comment, article, author, text, earlier or Said())
    refuse(one.words for one in look.caught if one.effect == WordRule.Effect.REFUSE)
    if (cause := next(look.causes(), None)) is None:
        return None
    if look.caught:
        return Finding(cause, look.caught[0].words, look.caught[0].rule)
    return Finding(cause, look.new_links[0] if cause == Cause.NEW_LINK else "")


def hold(comment: Comment, finding: Finding) -> None:
    """Puts it on the desk. The rule that caught it stays until this is stored, or is gone already."""
    rules = WordRule.objects.select_for_update(no_key=True)
    rule = rules.filter(pk=finding.rule).first() if finding.rule else None
    cases.hold(comment, finding.cause, caught=finding.caught, rule=rule)


def refuse(words: Iterable[str]) -> None:
    """Names the words: their author may have meant no harm, and whoever did finds them out by trying anyway."""
    if told := list(dict.fromkeys(words))[:MOST_TOLD]:
        sentence = _(
            "This site does not take comments with these words: %(words)s. Please write it without them."
        )
        raise Unfit(sentence % {"words": ", ".join(f"“{word}”" for word in told)})


class Look:
    """One text of a member, looked at."""

    def __init__(self, comment: Comment, article: Article, author: Any, text: Said, earlier: Said) -> None:
        self.comment, self.article, self.author = comment, article, author
        self.text, self.earlier, self.now = text, earlier, timezone.now()
        self.guard = rows.read(Guard, router.db_for_write(Guard), GUARD, [])[0]
        self.new_links = list((Counter(text.links) - Counter(earlier.links)).elements())

    def causes(self) -> Iterator[Case.Cause]:
        """The most telling for the author comes first; what has to be asked for comes last."""
        guard = self.guard
        if self.author.standing == "held":
            yield Cause.MEMBER
        if self.article.comments_mode == Article.Comments.PREMODERATED:
            yield Cause.PREMODERATED
        if self.caught:
            yield Cause.WORDS
        if self.new_links and len(self.text.links) > guard.most_links:
            yield Cause.LINKS
        if self.new_links and guard.hold_new_links and self.is_new:
            yield Cause.NEW_LINK
        if guard.first_comments and self.is_new and self.published_before < guard.first_comments:
            yield Cause.FIRST
        if guard.hold_repeated:
            yield from self.repeats()

    @cached_property
    def caught(self) -> list[Caught]:
        """Without what the earlier text was let through with."""
        found = find(self.guard.words_version, self.text)
        added = Counter(found) - Counter(find(self.guard.words_version, self.earlier)) if found else ()
        return [one for one in dict.fromkeys(found) if one in added]

    @cached_property
    def is_new(self) -> bool:
        """For some days, and as long as nobody has read anything of theirs: accounts are made in advance, too."""
        joined = self.author.joined_at > self.now - timedelta(days=self.guard.new_member_days)
        return joined or not self.published_before

    @cached_property
    def published_before(self) -> int:
        """How many of the member's other comments are published, as far as it matters."""
        most = max(self.guard.first_comments, 1)
        return len(self._of_author(PUBLISHED, [Status.PUBLISHED, most]))

    def repeats(self) -> Iterator[Case.Cause]:
        """The member's own text again, or that of another new member, if this one is new as well."""
        essence = repeats.essence(self.text.source)
        if not essence or essence == repeats.essence(self.earlier.source):
            return
        one_after_another(essence)
        since = self.now - A_DAY
        if is_among(essence, self._of_author(LATELY, [since, *THERE, OWN_LATEST])):
            yield Cause.REPEATED
        if self.is_new and is_among(essence, self._said_by_new_members(since)):
            yield Cause.COPIED

    def _of_author(self, sql: str, values: list[Any]) -> list[Any]:
        """The first column of what `sql` finds of the author's other comments."""
        writer = router.db_for_write(Comment)
        adapt: Any = connections[writer].ops.adapt_datetimefield_value
        values = [adapt(value) if isinstance(value, datetime) else value for value in values]
        with connections[writer].cursor() as cursor:
            cursor.execute(sql, [self.author.pk, self.comment.pk or 0, *values])
            return [first for (first,) in cursor.fetchall()]

    def _said_by_new_members(self, since: datetime) -> Iterable[str]:
        there = Comment.objects.filter(status__in=THERE, created_at__gt=since)
        newest = Comment.objects.aggregate(newest=Max("pk"))["newest"] or 0
        joined = self.now - timedelta(days=self.guard.new_member_days)
        others = there.filter(pk__gt=newest - LATEST, author__joined_at__gt=joined)
        return others.exclude(author=self.author).values_list("body", flat=True)


def is_among(essence: str, bodies: Iterable[str]) -> bool:
    return any(repeats.essence(body) == essence for body in bodies)


def one_after_another(essence: str) -> None:
    """Who posts the same at the same time waits for the other, and then finds it. SQLite has one writer anyway."""
    connection = connections[router.db_for_write(Comment)]
    if connection.vendor == "postgresql":
        number = int.from_bytes(sha256(essence.encode()).digest()[:4], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SAME_TEXT, number])
