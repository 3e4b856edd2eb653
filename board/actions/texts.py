"""From what was typed to what is stored: the HTML, who is mentioned, who is quoted."""

import re
from collections.abc import Collection, Iterable
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from accounts import names
from accounts.models import User
from board.actions.refusals import Refused
from board.models import Article, Comment, Quote
from board.rules import markup, quoting

CITED = re.compile(r"#(\d{1,18})\b")
MAX_CITED = 100


def clean(body: str) -> str:
    """The text as it is stored; Refused for one that is empty or too long."""
    body = markup.clean_source(body)
    if not body.strip():
        raise Refused(_("Write something first."))
    if len(body) > markup.MAX_LENGTH:
        raise Refused(_("Please write at most %(most)d characters.") % {"most": markup.MAX_LENGTH})
    return body


def write_text(comment: Comment, body: str) -> markup.Rendered:
    """Sets the comment's text and HTML; `store_quotes` follows once the comment is saved."""
    comment.body = markup.clean_source(body)
    rendered = render(comment.article, comment.body, leave_out=comment.pk)
    comment.html = rendered.html
    comment.renderer = markup.RENDERER
    return rendered


def render(article: Article, body: str, *, leave_out: int | None = None) -> markup.Rendered:
    """The text as it stands under this article: what Preview shows and what a comment stores.

    A quote may name any comment under the same article, but for the one that it stands in. Whether its source can
    still be read is worked out when it is shown.
    """
    sources = known_sources(article, body, leave_out=leave_out)
    return markup.render(body, mentions=_mentioned(article, body), known_sources=sources)


def known_sources(article: Article, body: str, *, leave_out: int | None = None) -> set[int | None]:
    """What the quotes in a text may name."""
    cited = {int(number) for number in CITED.findall(body)[:MAX_CITED]} - {leave_out}
    if not cited:
        return {None}
    found = Comment.objects.filter(article=article, pk__in=cited).values_list("pk", flat=True)
    return {None, *found}


def without_quotes(comment: Comment, body: str, indexes: Collection[int]) -> str:
    """A text of the comment without the words of these of its quotes."""
    return markup.take_out(body, indexes, known_sources(comment.article, body, leave_out=comment.pk))


def store_quotes(comment: Comment, rendered: markup.Rendered) -> None:
    """Writes a row for each quote in the text, in place of those that stood there before."""
    comment.quotes.all().delete()
    Quote.objects.bulk_create(quotes_in(comment, rendered))


def quotes_in(comment: Comment, rendered: markup.Rendered) -> list[Quote]:
    """The quotes of a text, unsaved: whose words they are, of which revision, and whether they are altered."""
    cited = [passage.source for passage in rendered.passages if passage.source]
    sources = Comment.objects.select_related("author").in_bulk(cited) if cited else {}
    quotes = []
    for passage in rendered.passages:
        source = sources[passage.source] if passage.source else None
        quotes.append(judge(Quote(comment=comment, index=passage.index, source=source), passage.words))
    return quotes


def judge(quote: Quote, words: str) -> Quote:
    """The quote with what is to be said of its words: whose revision holds them, whether they are altered, whether
    moderators have taken them out of their source.
    """
    source = quote.source
    texts = comment_texts(source) if source else [(0, article_words(quote.comment.article))]
    quote.revision, quote.altered = quoting.judge(words, texts)
    taken_out = texts_taken_out(source) if source and quote.altered and source.is_redacted else ()
    # Words that were taken out long ago are scrubbed: nothing is left of such a quote.
    is_scrubbed = bool(source and source.is_redacted and not words)
    quote.is_taken_out = is_scrubbed or any(quoting.holds(text, words) for text in taken_out)
    return quote


def comment_texts(source: Comment) -> Iterable[tuple[int, str]]:
    """(revision, plain words) of everything that the comment says and said, for all to read, the newest first."""
    yield source.revision, markup.plain_words(source.body)
    for earlier in source.revisions.filter(redaction=None).order_by("-number"):
        yield earlier.number, markup.plain_words(earlier.body)


def texts_taken_out(source: Comment) -> Iterable[str]:
    """The plain words of the texts that only moderators still see."""
    return map(markup.plain_words, source.revisions.exclude(redaction=None).values_list("body", flat=True))


def source_of(comment: Comment, selection: str) -> Comment | None:
    """Whose words a selection inside this comment is, where it lies in a quote: the source, else None."""
    if quoting.holds(markup.plain_words(comment.body), selection):
        return None
    sources = [quote.source for quote in comment.quotes.select_related("source__author")]
    readable = (source for source in sources if source and source.is_published)
    return next(
        (source for source in readable if quoting.holds(markup.plain_words(source.body), selection)), None
    )


def quotes_what_is_gone(comment: Comment) -> bool:
    """Whether the comment holds words that nobody may read any more, folded away where it is shown."""
    return any(quote.source_gone for quote in comment.quotes.select_related("source"))


def readable_body(comment: Comment) -> str:
    """What was typed, without words of others that nobody may read any more."""
    gone = {quote.index for quote in comment.quotes.select_related("source") if quote.source_gone}
    return without_quotes(comment, comment.body, gone) if gone else comment.body


def article_words(article: Article) -> str:
    """All that a reader can select of an article's text."""
    return "\n".join([article.headline, article.standfirst, unescape(strip_tags(article.body_html))])


def _mentioned(article: Article, body: str) -> dict[str, str]:
    """{mention key: address} of the members named with @ who take part in this discussion."""
    if "@" not in body or not (candidates := markup.mention_candidates(body)):
        return {}
    members = User.objects.filter(
        name_key__in={names.key(candidate) for candidate in candidates},
        pk__in=Comment.objects.published().filter(article=article).values("author"),
    )
    return {markup.mention_key(member.name): member.get_absolute_url() for member in members}
