"""Fills the database with a crowd that talks: as much as asked for, the same each time, every count true.

It writes what the verbs in actions/ would have left behind, in bulk: they take a millisecond for each comment and
vote, this a small part of it. `manage.py recount` agrees with it to the last vote.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import F, Max, Model
from django.utils.text import slugify

from board import search
from board.actions import log
from board.demo import loader
from board.demo.crowd import members, shape, texts
from board.demo.crowd.discussion import Discussion, Member, Rows
from board.models import Article, Case, Comment, CommentTerms, Quote, Revision, Section, Vote
from board.rules import moderation

# Comments and votes in a transaction and in memory.
BATCH = 20_000
INDEX_FROM = """INSERT INTO board_commentterms_index (rowid, terms)
    SELECT comment_id, terms FROM board_commentterms WHERE comment_id BETWEEN %s AND %s"""
# The first story, of which most is said, is from yesterday; the oldest is so old.
FIRST_IS_OLD = timedelta(hours=30)
OLDEST = timedelta(days=400)


class Impossible(Exception):
    """What was asked for cannot be; its text is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    articles: int
    comments: int
    votes: int
    members: int
    spread: str = "skewed"

    def sizes(self) -> list[int]:
        """How many comments each article gets."""
        return shape.share(self.comments, shape.weights(self.articles, self.spread)) if self.articles else []

    def refuse_nonsense(self) -> None:
        for name in ("articles", "comments", "votes", "members"):
            if getattr(self, name) < 0:
                raise Impossible(f"--{name} cannot be less than 0.")
        if self.comments and not self.articles:
            raise Impossible("Comments need an article to stand under: give --articles.")
        if self.comments and not self.members:
            raise Impossible("Comments need somebody who writes them: give --members.")
        sizes = self.sizes()
        if max(sizes, default=0) > shape.MOST_COMMENTS:
            raise Impossible(
                f"One article holds at most {shape.MOST_COMMENTS:,} comments: give more --articles."
            )
        if self.votes > (room := shape.room_for_votes(sizes, self.members)):
            raise Impossible(
                f"{self.votes:,} votes do not fit: with {self.comments:,} comments and {self.members:,} members there "
                f"is room for {room:,}. Each votes once on a comment, and on none of their own."
            )


def populate(wanted: Wanted, now: datetime) -> None:
    """Adds the articles with all that belongs to them; members of an earlier crowd are taken again.

    An article is a draft until the last of its rows is stored, so that what was broken off is seen by editors alone.
    Raises Impossible before anything is written.
    """
    wanted.refuse_nonsense()
    crowd = members.gather(wanted.members, now)
    if not wanted.articles:
        return
    sections = sections_to_fill()
    sizes = wanted.sizes()
    votes = shape.share(wanted.votes, [size - shape.held_of(size) for size in sizes]) if wanted.votes else []
    first = (Article.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    for place, size in enumerate(sizes):
        article, story = draft(first + place, sections)
        chance = random.Random(f"article {first + place}")  # noqa: S311 - the same each time
        published_at = now - (
            FIRST_IS_OLD if place == 0 else OLDEST * chance.random() ** 2 + timedelta(hours=2)
        )
        fill(article, chance, size, votes[place] if votes else 0, published_at, now, crowd, story)


def sections_to_fill() -> list[Section]:
    """The site's own; on a site without any, those of the demo."""
    if not Section.objects.exists():
        loader.load_site()
    return list(Section.objects.order_by("pk"))


def draft(number: int, sections: list[Section]) -> tuple[Article, texts.Story]:
    stories = texts.stories()
    story = stories[number % len(stories)]
    article = Article.objects.create(
        section=sections[number % len(sections)],
        headline=story.headline,
        slug=free_slug(story.headline, number),
        standfirst=story.standfirst,
        byline=story.byline,
        body=story.body,
        body_html=story.html,
    )
    search.index_article(article)
    return article, story


def free_slug(headline: str, number: int) -> str:
    """The headline with a number behind it that no other story has."""
    stem = slugify(headline, allow_unicode=True)[:50].strip("-_")
    while Article.objects.filter(slug=f"{stem}-{number}").exists():
        number += 1
    return f"{stem}-{number}"


def fill(
    article: Article,
    chance: random.Random,
    size: int,
    votes: int,
    published_at: datetime,
    now: datetime,
    crowd: list[Member],
    story: texts.Story,
) -> None:
    last = Comment.objects.aggregate(last=Max("pk"))["last"] or 0
    discussion = Discussion(
        chance, size, votes, article_id=article.pk, first_id=last + 1,
        published_at=published_at, now=now, members=crowd, story=story,
    )  # fmt: skip
    for rows in discussion.rows(BATCH):
        store(rows)
    Article.objects.filter(pk=article.pk).update(
        published_at=published_at, created_at=published_at, version=F("version") + 1,
        comment_count=discussion.readable, last_number=size,
    )  # fmt: skip


@transaction.atomic
def store(rows: Rows) -> None:
    """One batch. Comments bring their ids along, since replies name them: PostgreSQL's counter has to be told."""
    insert(Comment, rows.comments)
    insert_terms(rows.terms)
    Revision.objects.bulk_create(rows.revisions)
    Quote.objects.bulk_create(rows.quotes)
    insert(Vote, rows.votes)
    log.append(rows.log)
    Case.objects.bulk_create(
        map(waiting, (row for row in rows.comments if row.status == Comment.Status.HELD))
    )
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            cursor.execute(statement)


def insert_terms(rows: Sequence[CommentTerms]) -> None:
    """On SQLite the index takes the whole batch at once: by the trigger, row by row, it takes ten times as long."""
    if connection.vendor != "sqlite" or not rows:
        insert(CommentTerms, rows)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'board_commentterms_insert'")
        trigger = cursor.fetchone()[0]
        cursor.execute("DROP TRIGGER board_commentterms_insert")
        insert(CommentTerms, rows)
        cursor.execute(INDEX_FROM, [rows[0].pk, rows[-1].pk])
        cursor.execute(trigger)


def waiting(comment: Comment) -> Case:
    """A held comment's place on the desk."""
    cause, priority = Case.Cause.PREMODERATED, moderation.priority((), is_held=True)
    return Case(comment_id=comment.pk, opened_at=comment.created_at, cause=cause, priority=priority)


def insert(model: type[Model], rows: Sequence[Model]) -> None:
    """What bulk_create does, faster: nothing is asked back, and no statement is written anew for each few rows."""
    database = connections[DEFAULT_DB_ALIAS]  # itself, not the name that looks it up for each value
    keyed = bool(rows) and rows[0].pk is not None
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and (keyed or not field.primary_key)
    ]
    quoted = database.ops.quote_name
    columns, places = (
        ", ".join(quoted(field.column or "") for field in fields),
        ", ".join(["%s"] * len(fields)),
    )
    table = quoted(model._meta.db_table)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names of the models' own
    prepared = [(field.attname, field.get_db_prep_save) for field in fields]
    values = [[prepare(getattr(row, name), database) for name, prepare in prepared] for row in rows]
    with database.cursor() as cursor:
        cursor.executemany(statement, values)
