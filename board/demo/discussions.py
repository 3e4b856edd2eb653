"""The demo's discussions: what happened in them, replayed in the order in which it happened."""

import random
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from django.utils import timezone

from accounts.models import User
from board.actions import cases, log, texts
from board.models import Article, Case, Comment, HouseRule, LogEntry, Revision, Vote
from board.rules import paths

SOURCE = re.compile(r"\{(\w+)\}")


class Event(NamedTuple):
    minutes: float
    step: int
    verb: str
    entry: dict[str, Any]
    text: str


def replay(talks: Iterable["Discussion"]) -> None:
    """All of them side by side, so that whatever came later has the higher id, as on a real site."""
    talks = list(talks)
    happened = [(talk.time(event), event.step, talk, event) for talk in talks for event in talk.events()]
    for _time, _step, talk, event in sorted(happened, key=itemgetter(0, 1)):
        getattr(talk, event.verb)(event)
    for talk in talks:
        talk.finish()


class Discussion:
    def __init__(
        self, article: Article, members: dict[str, User], chance: random.Random, entries: list[dict[str, Any]]
    ) -> None:
        self.article, self.members, self.chance, self.entries = article, members, chance, entries
        self.published_at = article.published_at or timezone.now()
        self.comments: dict[str, Comment] = {}

    def finish(self) -> None:
        Article.objects.filter(pk=self.article.pk).update(last_number=len(self.entries))
        self._vote(self.entries)

    def events(self) -> Iterator[Event]:
        for step, entry in enumerate(self.entries):
            yield Event(entry["minutes"], step, "post", entry, entry["text"])
            for edit in entry.get("edits", ()):
                yield Event(entry["minutes"] + edit["after"], step, "edit", entry, edit["text"])
            if "removed" in entry or entry.get("deleted"):
                yield Event(entry["minutes"] + 90, step, "take_down", entry, "")

    def post(self, event: Event) -> None:
        entry = event.entry
        parent = self.comments.get(entry.get("parent", ""))
        comment = Comment(article=self.article, author=self.members[entry["author"]], parent=parent)
        comment.number = len(self.comments) + 1
        comment.path = paths.extend(parent.path if parent else "", comment.number)
        comment.depth = parent.depth + 1 if parent else 0
        comment.created_at = self.time(event)
        if entry.get("held"):
            comment.status = Comment.Status.HELD
        rendered = texts.write_text(comment, self._text(event.text))
        comment.save(force_insert=True)
        texts.store_quotes(comment, rendered)
        if entry.get("held"):
            cases.hold(comment, Case.Cause.PREMODERATED)
            Case.objects.filter(comment=comment).update(opened_at=comment.created_at)
        self.comments[entry["id"]] = comment

    def edit(self, event: Event) -> None:
        comment = self.comments[event.entry["id"]]
        Revision.objects.create(
            comment=comment, number=comment.revision, body=comment.body, html=comment.html,
            written_at=comment.edited_at or comment.created_at,
        )  # fmt: skip
        rendered = texts.write_text(comment, self._text(event.text))
        comment.revision += 1
        comment.edited_at = self.time(event)
        comment.save()
        texts.store_quotes(comment, rendered)

    def take_down(self, event: Event) -> None:
        comment, reason = self.comments[event.entry["id"]], event.entry.get("removed", "")
        comment.status = Comment.Status.REMOVED if reason else Comment.Status.DELETED
        comment.reason = reason
        comment.kept_since = timezone.now()  # whatever the story's age: moderators have something to look at
        comment.save()
        if reason:
            log.record(
                LogEntry.Verb.REMOVE, self.members["moderator"], at=self.time(event), article=self.article,
                comment=comment, member=comment.author,
                rule=HouseRule.objects.filter(title=reason).first(), reason=reason,
                before=Comment.Status.PUBLISHED, after=Comment.Status.REMOVED,
            )  # fmt: skip

    def time(self, event: Event) -> datetime:
        return self.published_at + timedelta(minutes=event.minutes)

    def _text(self, text: str) -> str:
        """The text with {c5} as the attribution line of a quote, {article} as the article's."""

        def attribution(match: re.Match[str]) -> str:
            if match[1] == "article":
                return "#article:"
            source = self.comments[match[1]]
            return f"#{source.pk} {source.author.name}:"

        return SOURCE.sub(attribution, text.strip("\n"))

    def _vote(self, entries: list[dict[str, Any]]) -> None:
        votes = []
        for entry in entries:
            comment = self.comments[entry["id"]]
            others = [member for member in self.members.values() if member.pk != comment.author_id]
            voters = self.chance.sample(others, entry.get("up", 0) + entry.get("down", 0))
            for place, voter in enumerate(voters):
                value = 1 if place < entry.get("up", 0) else -1
                cast_at = comment.created_at + timedelta(minutes=1 + place)
                votes.append(Vote(comment=comment, member=voter, value=value, cast_at=cast_at))
        Vote.objects.bulk_create(votes)
