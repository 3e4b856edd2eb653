"""What a word rule would have caught, before it is one."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from board.actions.caught import Said, said
from board.models import Comment, Quote
from board.rules import markup
from board.rules.words import Found, Words

# So many comments are looked at, as long as they hold no more characters than that together.
COMMENTS = 1000
CHARACTERS = 400_000
SHOWN = 20
AROUND = 60


@dataclass(frozen=True)
class Excerpt:
    """The words as they stand in a text, with a little of what is around them."""

    before: str
    words: str
    after: str


@dataclass
class Trial:
    """`caught` are the newest with an excerpt of each; `count` is how many there were of `looked_at`."""

    looked_at: int = 0
    count: int = 0
    caught: list[tuple[Comment, Excerpt]] = field(default_factory=list)


def try_on_comments(words: str, sections: Collection[int] | None = None) -> Trial:
    """Looks at what was said last, in these sections or everywhere. Two queries, whatever there is."""
    rule, trial = Words([(0, words)]), Trial()
    for comment, text in _said_last(sections):
        trial.looked_at += 1
        if excerpt := next(_excerpts(rule, text), None):
            trial.count += 1
            trial.caught += [(comment, excerpt)] * (trial.count <= SHOWN)
    return trial


def try_on_text(words: str, source: str) -> list[Excerpt]:
    """Of a comment that says this, all places that would be caught."""
    return list(_excerpts(Words([(0, words)]), said(source, markup.read(source, ()), ())))[:SHOWN]


def _said_last(sections: Collection[int] | None) -> Iterator[tuple[Comment, Said]]:
    latest = Comment.objects.exclude(status=Comment.Status.DELETED).select_related("author")
    if sections is not None:
        latest = latest.filter(article__section__in=sections)
    shown = ("id", "body", "status", "created_at", "author__name")
    comments, quotes = list(latest.only(*shown).order_by("-pk")[:COMMENTS]), defaultdict(list)
    for quote in Quote.objects.filter(comment__in=[comment.pk for comment in comments]):
        quotes[quote.comment_id].append(quote)
    left = CHARACTERS
    for comment in comments:
        if (left := left - len(comment.body)) < 0:
            return
        made = quotes[comment.pk]
        spoken = markup.read(comment.body, {quote.source_id for quote in made})
        yield comment, said(comment.body, spoken, made)


def _excerpts(rule: Words, text: Said) -> Iterator[Excerpt]:
    return (_excerpt(part, found) for part in text.texts for found in rule.find(part))


def _excerpt(text: str, found: Found) -> Excerpt:
    """Cut between words, where there are spaces."""
    before, after = text[: found.start], text[found.end :]
    if len(before) > AROUND:
        before = "…" + (before[-AROUND:].partition(" ")[2] or before[-AROUND:])
    if len(after) > AROUND:
        after = (after[:AROUND].rpartition(" ")[0] or after[:AROUND]) + "…"
    return Excerpt(before, text[found.start : found.end], after)
