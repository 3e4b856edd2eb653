"""One story of the crowd with its discussion: every row that its comments, votes, edits and quotes are made of."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from board import search
from board.demo.crowd import shape, texts
from board.demo.crowd.quotes import Quoted, write_quote
from board.demo.crowd.shape import Thread
from board.demo.crowd.texts import Saying, Text
from board.models import Comment, CommentTerms, LogEntry, Quote, Revision, Vote
from board.rules import markup, paths, ranking
from board.rules.terms import TERMS

Status = Comment.Status
Member = tuple[int, str]  # id and name

# Shares of all comments; of those that answer something, for quotes.
REMOVED, DELETED, EDITED, QUOTING, QUOTING_THE_STORY, ALTERED = 0.015, 0.01, 0.03, 0.05, 0.01, 0.15
REASONS = ("Off topic", "Advertising", "An insult, not an argument", "話題から外れています")
# A discussion is over after so long, and most is said in its first hours.
LASTS = timedelta(days=5)


@dataclass
class Rows:
    """A batch of a discussion's rows, in the order in which they are stored."""

    comments: list[Comment] = field(default_factory=list)
    terms: list[CommentTerms] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    log: list[LogEntry] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.comments) + len(self.votes)


class Discussion:
    """Everything about the thread is decided before its first row is made, so that rows are final when stored."""

    def __init__(
        self,
        chance: random.Random,
        size: int,
        votes: int,
        *,
        article_id: int,
        first_id: int,
        published_at: datetime,
        now: datetime,
        members: Sequence[Member],
        story: texts.Story,
    ) -> None:
        self.chance, self.members, self.story = chance, members, story
        self.article_id, self.first_id = article_id, first_id
        self.published_at, self.now = published_at, now
        self.thread: Thread = shape.grow(chance, size)
        self.statuses = [self._status(place) for place in range(size)]
        # A few write much: the square prefers the first members.
        self.authors = [int(len(members) * chance.random() ** 2) for _place in range(size)]
        self.said = [self._saying(place) for place in range(size)]
        counted = [status == Status.PUBLISHED for status in self.statuses]
        self.readable = sum(counted)
        self.replies = shape.replies_below(self.thread.parents, counted)
        rooms = [0 if place in self.thread.held else len(members) - 1 for place in range(size)]
        self.dealt = shape.deal_votes(chance, votes, rooms)
        self.paths: list[str] = []

    def rows(self, most: int) -> Iterator[Rows]:
        """The discussion in batches of about `most` comments and votes."""
        batch = Rows()
        for place in range(len(self.thread)):
            self._add(batch, place)
            if batch.size >= most:
                yield batch
                batch = Rows()
        yield batch

    def _status(self, place: int) -> Status:
        if place in self.thread.held:
            return Status.HELD
        drawn = self.chance.random()
        if drawn < REMOVED:
            return Status.REMOVED
        return Status.DELETED if drawn < REMOVED + DELETED else Status.PUBLISHED

    def _saying(self, place: int) -> tuple[Saying, bool]:
        """What is said, and whether it is edited later."""
        return self.chance.choice(texts.sayings()), self.chance.random() < EDITED

    def _posted_at(self, place: int) -> datetime:
        lasts = min(LASTS, (self.now - self.published_at) * 0.9)
        return self.published_at + lasts * ((place + 1) / len(self.thread)) ** 2

    def _edited_at(self, place: int) -> datetime:
        """Within the quarter of an hour in which comments can be edited; the place keeps it the same each time."""
        return min(self.now, self._posted_at(place) + timedelta(minutes=1 + place % 13))

    # --- Rows -----------------------------------------------------------------------------------------------

    def _add(self, batch: Rows, place: int) -> None:
        comment = self._comment(place)
        saying, edited = self.said[place]
        own = saying.first
        if quoted := self._quoted(place):
            batch.quotes += write_quote(comment, quoted, own.body)
        elif edited:
            own = saying.later
            self._write_edit(batch, comment, saying, self._edited_at(place))
        else:
            comment.body, comment.html = own.body, own.html
        batch.votes += self._votes(comment, place)
        if comment.status == Status.REMOVED:
            comment.reason = self.chance.choice(REASONS)
            batch.log.append(self._removal(comment))
        if comment.status == Status.PUBLISHED:
            found_by = search.in_discussion(self.article_id, own.terms)
            batch.terms.append(CommentTerms(comment_id=comment.pk, terms=found_by, version=TERMS))
        batch.comments.append(comment)

    def _comment(self, place: int) -> Comment:
        parent = self.thread.parents[place]
        above = "" if parent is None else self.paths[parent]
        self.paths.append(paths.extend(above, place + 1))
        return Comment(
            id=self.first_id + place,
            article_id=self.article_id,
            author_id=self.members[self.authors[place]][0],
            parent_id=None if parent is None else self.first_id + parent,
            number=place + 1,
            path=self.paths[place],
            depth=self.thread.depths[place],
            renderer=markup.RENDERER,
            status=self.statuses[place],
            created_at=self._posted_at(place),
            kept_since=self.now if self.statuses[place] in (Status.REMOVED, Status.DELETED) else None,
            reply_count=self.replies[place],
        )

    def _write_edit(self, batch: Rows, comment: Comment, saying: Saying, edited_at: datetime) -> None:
        first = Revision(
            comment_id=comment.pk, number=0, body=saying.first.body, html=saying.first.html,
            written_at=comment.created_at,
        )  # fmt: skip
        batch.revisions.append(first)
        comment.body, comment.html = saying.later.body, saying.later.html
        comment.revision, comment.edited_at = 1, edited_at

    def _votes(self, comment: Comment, place: int) -> list[Vote]:
        """Distinct members, never the author; how many are for it differs from comment to comment."""
        liking = self.chance.betavariate(4, 1.3)
        drawn = (
            self.chance.sample(range(len(self.members) - 1), self.dealt[place]) if self.dealt[place] else ()
        )
        votes = []
        for nth, voter in enumerate(drawn):
            member = self.members[voter + (voter >= self.authors[place])][0]
            value = 1 if self.chance.random() < liking else -1
            cast_at = min(self.now, comment.created_at + timedelta(minutes=1 + nth))
            votes.append(Vote(comment_id=comment.pk, member_id=member, value=value, cast_at=cast_at))
        comment.up = sum(vote.value == 1 for vote in votes)
        comment.down = len(votes) - comment.up
        comment.popularity, comment.controversy = scores(comment.up, comment.down)
        return votes

    def _removal(self, comment: Comment) -> LogEntry:
        return LogEntry(
            at=min(self.now, comment.created_at + timedelta(minutes=50)), moderator_id=self.members[0][0],
            verb=LogEntry.Verb.REMOVE, article_id=self.article_id, comment_id=comment.pk,
            member_id=comment.author_id, reason=comment.reason,
            before=Status.PUBLISHED, after=Status.REMOVED,
        )  # fmt: skip

    def _quoted(self, place: int) -> Quoted | None:
        """What of the comment that is answered, or of the story, is quoted; nothing most of the time."""
        parent, drawn = self.thread.parents[place], self.chance.random()
        if drawn >= (QUOTING_THE_STORY if parent is None else QUOTING):
            return None
        if parent is None:
            return Quoted(None, "", self.story.standfirst, [(0, self.story.opening)])
        said = self._said_until(parent, self._posted_at(place))
        words = self.chance.choice(said[0][1].lines)
        if self.chance.random() < ALTERED:
            words = words.replace(" ", " not ", 1)
        return Quoted(self.first_id + parent, self.members[self.authors[parent]][1], words, said)

    def _said_until(self, place: int, moment: datetime) -> list[tuple[int, Text]]:
        """The revisions of a comment that were there at that moment, the newest first."""
        saying, edited = self.said[place]
        if edited and self._edited_at(place) <= moment:
            return [(1, saying.later), (0, saying.first)]
        return [(0, saying.first)]


@lru_cache(maxsize=100_000)
def scores(up: int, down: int) -> tuple[float, float]:
    return ranking.popularity(up, down), ranking.controversy(up, down)
