"""The moderation log as readers see it, on its page and in its feed: what was done and why, by rule and by act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode
from django.utils.text import capfirst

from board.models import Article, HouseRule, LogEntry
from board.models.moderation import LogEntryQuerySet
from board.rules import ledger


@dataclass(frozen=True, slots=True)
class Row:
    """Nothing else of an entry reaches a reader."""

    at: datetime
    act: str
    reason: str
    article: Article | None
    digest: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader wants to see of the log."""

    rule: HouseRule | None
    verb: str

    @property
    def query(self) -> str:
        """As it stands in addresses; nothing for the whole log."""
        given = {"rule": self.rule.pk if self.rule else "", "act": self.verb}
        return urlencode({name: value for name, value in given.items() if value})

    @property
    def words(self) -> list[str]:
        verb = [capfirst(str(LogEntry.Verb(self.verb).label))] if self.verb else []
        return [*([ledger.printable(self.rule.title)] if self.rule else []), *verb]

    def entries(self) -> LogEntryQuerySet:
        return LogEntry.objects.by(self.rule, self.verb)


def chosen(request: HttpRequest) -> Chosen:
    """Http404 for a rule or an act that there is not."""
    rule, verb = request.GET.get("rule", ""), request.GET.get("act", "")
    if verb and verb not in LogEntry.Verb.values:
        raise Http404
    return Chosen(_rule(rule) if rule else None, verb)


def _rule(pk: str) -> HouseRule:
    """Retired ones too: what was decided by them stays to be read."""
    if not (pk.isascii() and pk.isdecimal() and len(pk) <= 18):
        raise Http404
    return get_object_or_404(HouseRule, pk=pk)


def readable() -> LogEntryQuerySet:
    """With what `rows` needs of each entry, and not the texts of the stories."""
    around = ("article__section__parent", "member", "moderator", "rule")
    return LogEntry.objects.select_related(*around).defer("article__body", "article__body_html")


def rows(entries: Iterable[Any]) -> list[Row]:
    return [_row(entry) for entry in entries]


def _row(entry: LogEntry) -> Row:
    names = [person.name for person in (entry.member, entry.moderator) if person]
    is_told = entry.verb not in ledger.QUIET and entry.article is not None and entry.article.is_published
    reason = ledger.reason(entry.verb, entry.reason, names, entry.rule.title if entry.rule else "")
    act = capfirst(entry.get_verb_display())
    return Row(entry.at, act, reason, entry.article if is_told else None, entry.digest)
