"""The heads that stand above quoted words, and who quotes a comment. Worked out afresh for each rendering."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from board.actions import texts
from board.models import Comment, Quote
from board.rules import markup, moments

When = Callable[[datetime], str]


@dataclass
class Quoting:
    """All quotes that touch some comments: made in them, and made of them."""

    made: dict[int, list[Quote]] = field(default_factory=dict)
    received: dict[int, list[Quote]] = field(default_factory=dict)

    def html(self, comment: Comment, here: Collection[int], when: When) -> SafeString:
        """The comment's text as everybody reads it."""
        return compose(comment, comment.html, self.made.get(comment.id, ()), here, when)

    def quoters(self, comment: Comment) -> list[Comment]:
        """The comments that quote this one, each once."""
        return list({quote.comment_id: quote.comment for quote in self.received.get(comment.id, ())}.values())


def read_quoting(comments: Collection[int], known: Mapping[int, Comment] = MappingProxyType({})) -> Quoting:
    """Two queries, whatever the number of comments; one where all that are quoted are known; none for none."""
    made, received = defaultdict(list), defaultdict(list)
    wanted = set(comments)
    quotes = list(Quote.objects.touching(wanted)) if wanted else []
    ends = {pk for quote in quotes for pk in (quote.comment_id, quote.source_id) if pk} - known.keys()
    found = {**known, **(Comment.objects.with_authors().in_bulk(ends) if ends else {})}
    for quote in quotes:
        quote.comment, quote.source = found[quote.comment_id], found.get(quote.source_id)
    for quote in sorted(quotes, key=lambda quote: (quote.comment.number, quote.index)):
        if quote.comment_id in wanted:
            made[quote.comment_id].append(quote)
        if quote.source_id in wanted and quote.comment_id != quote.source_id and quote.comment.is_published:
            received[quote.source_id].append(quote)
    return Quoting(made, received)


def reading_now() -> When:
    """How times read on a page that is made now."""
    return moments.reader(timezone.now(), timezone.get_current_timezone())


def html_now(comment: Comment) -> SafeString:
    """One comment's text, away from the discussion's page."""
    return read_quoting([comment.pk]).html(comment, (), reading_now())


def html_of(body: str, comment: Comment) -> SafeString:
    """A text that is not stored as this comment's present one: an earlier one, or one that is still being written.

    Its quotes are held to the same rules: what is gone is gone there too.
    """
    rendered = texts.render(comment.article, body, leave_out=comment.pk)
    return compose(comment, rendered.html, texts.quotes_in(comment, rendered), (), reading_now())


def compose(
    comment: Comment, html: str, quotes: Collection[Quote], here: Collection[int], when: When
) -> SafeString:
    """A comment's rendered HTML with each quote headed by its source, or folded away with a source that is gone."""
    if not markup.has_quotes(html):
        return markup.vouch(html)
    gone = {quote.index: folded(quote) for quote in quotes if quote.source_gone}
    heads = {quote.index: head(comment, quote, here, when) for quote in quotes if not quote.source_gone}
    return markup.vouch(markup.assemble(html, heads, gone))


def head(comment: Comment, quote: Quote, here: Collection[int], when: When) -> SafeString:
    """`showchinmono Today 09:53 am JST`, a link to the source, and what a reader must know about the words."""
    if quote.source is None:
        story = "" if here else comment.article.get_absolute_url()
        source = format_html('<a href="{}#article">{}</a>', story, _("From the article"))
    else:
        address = (
            f"#comment-{quote.source_id}" if quote.source_id in here else quote.source.get_absolute_url()
        )
        moment = quote.source.created_at
        source = format_html(
            '<a href="{}">{} <time datetime="{}">{}</time></a>',
            address,
            quote.source.author.name,
            moments.machine(moment),
            when(moment),
        )
    flags = [(_("altered"),)] * quote.altered + [(_("edited since"),)] * quote.edited_since
    marks = format_html_join("", ' <span class="flag">{}</span>', flags)
    return format_html('<p class="quote-source">{}{}</p>', source, marks)


def folded(quote: Quote) -> SafeString:
    gone = _("quoted comment was removed")
    if quote.source and quote.source.status == Comment.Status.DELETED:
        gone = _("quoted comment was deleted by its author")
    return format_html('<p class="quote-gone">{}</p>', gone)
