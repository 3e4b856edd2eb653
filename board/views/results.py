"""What a search has found, a row each, filled into its template as the comments of a discussion's page are."""

from collections.abc import Iterable
from html import unescape

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

from board.discussions.patterns import Value, fill_rows
from board.discussions.quotes import When, reading_now
from board.models import Article, Comment
from board.rules import moments
from board.rules.markup_shown import own_words
from board.rules.queries import Query
from board.rules.snippets import Piece, marked, snippet
from board.views.stories import facts

MARK, PLAIN = "<mark>{}</mark>", "{}"


def comment_results(comments: Iterable[Comment], query: Query, *, with_stories: bool) -> SafeString:
    when = reading_now()
    rows = (_comment(comment, query, when, with_stories) for comment in comments)
    return fill_rows("board/search/_comment.html", rows)


def story_results(stories: Iterable[Article], query: Query) -> SafeString:
    when = reading_now()
    return fill_rows("board/search/_story.html", (_story(story, query, when) for story in stories))


def _comment(comment: Comment, query: Query, when: When, with_story: bool) -> dict[str, Value]:
    values: dict[str, Value] = {
        "author": comment.author.name,
        "author_url": comment.author.get_absolute_url(),
        "when": when(comment.created_at),
        "datetime": moments.machine(comment.created_at),
        "url": comment.get_absolute_url(),
        "snippet": html(snippet(own_words(comment.html), query)),
    }
    if with_story:
        values |= {"headline": comment.article.headline, "story_url": comment.article.get_absolute_url()}
    return values


def _story(story: Article, query: Query, when: When) -> dict[str, Value]:
    said = {"headline": html(marked(story.headline, query)), "snippet": html(_of_story(story, query))}
    return facts(story, when) | said


def _of_story(story: Article, query: Query) -> list[Piece]:
    """Its standfirst, unless what was looked for stands in its text or its byline alone."""
    texts = (story.standfirst, unescape(strip_tags(story.body_html)), story.byline)
    found = (snippet(text, query) for text in texts)
    matching = (pieces for pieces in found if any(piece.is_match for piece in pieces))
    return next(matching, None) or snippet(texts[0] or texts[1], query)


def html(pieces: Iterable[Piece]) -> SafeString:
    marked_up = (format_html(MARK if piece.is_match else PLAIN, piece.text) for piece in pieces)
    return format_html_join("", "{}", ((piece,) for piece in marked_up))
