"""What editors do with stories. The comments mode goes through discussions.set_comments_mode, which logs it."""

from collections.abc import Iterable
from itertools import count
from typing import IO, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import pictures
from board import search
from board.actions import discussions
from board.actions.comments import lock
from board.actions.refusals import Refused
from board.models import Article, Section
from board.rules import markup

MAX_SLUG = 60
PICTURE_BOX = (1600, 1200)
# Words that stand for something else at the place in an address where an article's slug stands.
RESERVED = {"feed"}
# What an editor writes. All else about an article is the discussion's, and kept by its verbs.
WRITTEN = (
    *(
        "section",
        "headline",
        "slug",
        "standfirst",
        "body",
        "body_html",
        "byline",
        "source",
        "source_copyright",
    ),
    *("picture", "picture_width", "picture_height", "picture_alt", "picture_caption", "picture_credit"),
    "published_at",
)


@transaction.atomic
def publish_article(
    *, editor: Any, section: Section, headline: str, body: str, authors: Iterable[Any] = (),
    picture: IO[bytes] | None = None, comments_mode: str = Article.Comments.OPEN, **fields: Any,
) -> Article:  # fmt: skip
    """A new story, published now unless `published_at` says otherwise (None for a draft).

    Further fields are the article's own. ValidationError for a picture that is none or too large.
    """
    fields = {"published_at": timezone.now(), **fields}
    article = Article(section=section, headline=headline, body=body, comments_mode=comments_mode, **fields)
    if picture:
        article.picture = shrink(picture)
    article = save_article(article, editor)
    article.authors.set(authors)
    return article


@transaction.atomic
def save_article(article: Article, editor: Any) -> Article:
    """Stores what an editor wrote, with the HTML of the body; a slug is made from the headline where there is none.

    Only what editors write is stored: the counts of a discussion that goes on meanwhile stay its own.
    """
    mode = article.comments_mode
    article.body_html = markup.render_article(article.body)
    article.slug = article.slug or free_slug(article.headline, leave_out=article.pk)
    if article._state.adding:
        article.comments_mode = Article.Comments.OPEN
        article.save(force_insert=True)
    else:
        before = lock(article.pk).picture
        article.save(update_fields=WRITTEN)
        if before.name != article.picture.name:
            pictures.drop(before)
        Article.objects.filter(pk=article.pk).raise_version()
    search.index_article(article)
    stored = discussions.set_comments_mode(article, editor, mode)
    article.comments_mode, article.closed_at = stored.comments_mode, stored.closed_at
    return article


@transaction.atomic
def publish_now(article: Article) -> Article:
    """Publishes a draft or a scheduled story at this moment. One that is published already keeps its time."""
    stored = lock(article.pk)
    if stored.is_published:
        raise Refused(_("This story is published already."), conflict=True)
    stored.published_at = timezone.now().replace(microsecond=0)  # what the form can show
    Article.objects.filter(pk=stored.pk).raise_version(published_at=stored.published_at)
    return stored


def shrink(picture: IO[bytes]) -> ContentFile:
    """The picture as it is stored: at most 1600 x 1200 pixels. ValidationError for what is no picture."""
    return pictures.shrink(picture, PICTURE_BOX, crop=False)


def free_slug(headline: str, *, leave_out: int | None = None) -> str:
    """The headline as an address of at most 60 characters, with `-2`, `-3` and so on where it is taken."""
    slug = slugify(headline, allow_unicode=True)
    if len(slug) > MAX_SLUG:
        slug = slug[: MAX_SLUG + 1].rpartition("-")[0] or slug[:MAX_SLUG]
    slug = slug.strip("-_") or "story"
    numbered = (
        slug if n == 1 else f"{slug[: MAX_SLUG - 1 - len(str(n))].rstrip('-_')}-{n}" for n in count(1)
    )
    return next(candidate for candidate in numbered if is_free(candidate, leave_out=leave_out))


def is_free(slug: str, *, leave_out: int | None = None) -> bool:
    """Articles and subsections share the same place in their addresses."""
    if slug in RESERVED or Section.objects.exclude(parent=None).filter(slug=slug).exists():
        return False
    others = Article.objects.filter(slug=slug)
    return not (others.exclude(pk=leave_out) if leave_out else others).exists()
