"""Words that others quoted and that shall be stored nowhere any more are taken out of the quoting texts."""

from collections.abc import Callable, Iterator, Set

from board.actions import texts
from board.models import Article, Comment, Quote, Revision

IsGone = Callable[[Quote], bool]


def take_out(article: Article, sources: Set[int], is_gone: IsGone) -> int:
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
