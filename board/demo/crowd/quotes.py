"""Comments of the crowd that quote: each has a text of its own, so that it is rendered and judged like a member's."""

from typing import NamedTuple

from board.demo.crowd.texts import Text
from board.models import Comment, Quote
from board.rules import markup, quoting


class Quoted(NamedTuple):
    """`words` of `source` (a comment's id, None for the story), with its revisions as (number, text), newest first."""

    source: int | None
    author: str
    words: str
    said: list[tuple[int, Text]]


def write_quote(comment: Comment, quoted: Quoted, answer: str) -> list[Quote]:
    """Sets the comment's text: the quote, then the answer. Returns the rows of its quotes."""
    newest = quoted.said[0][1].body
    quotation = markup.quote_markdown(quoted.source, quoted.author, newest, quoted.words)
    comment.body = markup.clean_source(quotation + answer)
    rendered = markup.render(comment.body, known_sources={quoted.source})
    comment.html = rendered.html
    return [quote_of(comment, passage, quoted) for passage in rendered.passages]


def quote_of(comment: Comment, passage: markup.Passage, quoted: Quoted) -> Quote:
    texts = [(number, "\n".join(text.lines)) for number, text in quoted.said]
    revision, altered = quoting.judge(passage.words, texts)
    return Quote(
        comment_id=comment.pk,
        index=passage.index,
        source_id=quoted.source,
        revision=revision,
        altered=altered,
    )
