"""Stories in lists, a row each, filled into their template as the comments of a discussion's page are."""

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from board.discussions.patterns import Value, fill_rows
from board.discussions.quotes import When, reading_now
from board.models import Article
from board.rules import moments

# The first of a list, with a large picture that is loaded at once.
LEAD = "lead-story"


def story_rows(stories: Iterable[tuple[Article, str]], *, level: int) -> SafeString:
    """Each story with its kind, which the style sheet knows; `level`: of their headings."""
    when = reading_now()
    return fill_rows(
        "board/_story.html", (_row(story, kind, when) | {"level": level} for story, kind in stories)
    )


def discussed_rows(stories: Iterable[Article]) -> SafeString:
    when = reading_now()
    return fill_rows("board/front/_discussed.html", (facts(story, when) for story in stories))


def _row(story: Article, kind: str, when: When) -> dict[str, Value]:
    row = facts(story, when) | {"kind": kind, "leads": kind == LEAD, "standfirst": story.standfirst}
    if story.picture:
        row |= {
            "picture": story.picture.url,
            "width": story.picture_width,
            "height": story.picture_height,
        }
    return row


def facts(story: Article, when: When) -> dict[str, Value]:
    """What every list says of a published story."""
    assert story.published_at  # noqa: S101 - what is listed is published
    return {
        "section": story.section.name.lower(),
        "section_url": story.section.get_absolute_url(),
        "url": story.get_absolute_url(),
        "headline": story.headline,
        "when": when(story.published_at),
        "datetime": moments.machine(story.published_at),
        "count": count_words(story),
    }


def count_words(story: Article) -> str:
    """As `_words.html` says it."""
    count = story.comment_count
    return ngettext("%(counter)s Comment", "%(counter)s Comments", count) % {"counter": count}
