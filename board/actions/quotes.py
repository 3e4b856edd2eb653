"""Words that others quoted are taken out of the quoting texts: by a moderator, or when they shall be stored nowhere."""

from collections.abc import Callable, Iterator, Set
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from board import search
from board.actions import moderation, texts
from board.actions.refusals import Refused
from board.models import Article, Comment, HouseRule, Quote, Revision
from board.rules import markup

IsGone = Callable[[Quote], bool]


@transaction.atomic
def take_out(
    comment: Comment,
    moderator: Any,
    *,
    source: Comment,
    rule: HouseRule | None = None,
    seen: int | None = None,
) -> Comment:
    """Takes what a comment quotes of `source`, which was removed, out of its text; all else stays.

    Its author has done nothing wrong, so they are told why in words of their own: not in those that the moderator
    chose for the author of the source. Readers see that a moderator did it, as with all words that are taken out.
    """
    comment = moderation.take(comment, moderator, seen)
    if comment.status not in (Comment.Status.PUBLISHED, Comment.Status.HELD):
        raise Refused(_("It is no longer there."), conflict=True)
    body = markup.without_quotes_of(source.pk, comment.body)
    if body == comment.body:
        raise Refused(_("It no longer quotes that comment."), conflict=True)
    if not body.strip():
        raise Refused(_("It says nothing but what it quotes: remove it instead."), conflict=True)
    reason = _("It quoted a comment that was removed.")
    return moderation.redact(comment, moderator, body=body, reason=reason, rule=rule, seen=seen)


# --- When they shall be stored nowhere any more ---------------------------------------------------------------------


def empty(article: Article, sources: Set[int], is_gone: IsGone) -> int:
    """Empties the quotes of these comments, of the locked article, that are gone; in how many texts that was.

    Where it stood it says what it said before: that the quoted comment was removed. It is no edit of the author's.
    """
    return sum(_empty(text, comment, sources, is_gone) for text, comment in _texts(article, sources))


def _texts(article: Article, sources: Set[int]) -> Iterator[tuple[Comment | Revision, Comment]]:
    """(text, comment) of all that may quote them, present texts and earlier ones."""
    for comment in Comment.objects.filter(quotes__source__in=sources).distinct():
        comment.article = article
        yield comment, comment
    earlier = Revision.objects.filter(comment__article=article, body__contains="#")
    for revision in earlier.select_related("comment").iterator():
        if sources & {int(number) for number in texts.CITED.findall(revision.body)}:
            revision.comment.article = article
            yield revision, revision.comment


def _empty(text: Comment | Revision, comment: Comment, sources: Set[int], is_gone: IsGone) -> bool:
    body = _without_quotes(text.body, comment, sources, is_gone)
    if body == text.body:
        return False
    rendered = texts.render(comment.article, body, leave_out=comment.pk)
    if isinstance(text, Comment):
        text.body, text.html = body, rendered.html
        text.save(update_fields=["body", "html"])
        texts.store_quotes(text, rendered)
        search.index(text, rendered.words)
    else:
        Revision.objects.filter(pk=text.pk).update(body=body, html=rendered.html)
    return True


def _without_quotes(body: str, comment: Comment, sources: Set[int], is_gone: IsGone) -> str:
    rendered = texts.render(comment.article, body, leave_out=comment.pk)
    quotes = zip(texts.quotes_in(comment, rendered), rendered.passages, strict=True)
    gone = {
        quote.index
        for quote, passage in quotes
        if quote.source_id in sources and passage.words and is_gone(quote)
    }
    return texts.without_quotes(comment, body, gone) if gone else body
