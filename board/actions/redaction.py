"""A moderator takes words out of a comment: what that means for its earlier texts, and for those who quoted them."""

from django.utils import timezone

from board import search
from board.actions import texts
from board.models import Article, Comment, LogEntry, Quote, Revision


def apply(comment: Comment, body: str, entry: LogEntry) -> None:
    """Makes `body` the text of the comment, whose article is locked. All its earlier texts are out of sight."""
    _replace(comment, body, is_redacted=True)
    comment.revisions.filter(redaction=None).update(redaction=entry, kept_since=entry.at)
    judge_quotes_of(comment)


def undo(comment: Comment, entry: LogEntry) -> None:
    """Makes the text that this act took away the present one again, and what was in sight before it is so again."""
    before = comment.revisions.filter(redaction=entry).order_by("-number")[0].body
    others = comment.revisions.exclude(redaction=None).exclude(redaction=entry)
    _replace(comment, before, is_redacted=others.exists())
    comment.revisions.filter(redaction=entry).update(redaction=None, kept_since=None)
    judge_quotes_of(comment)


def judge_quotes_of(source: Comment) -> None:
    """Which of the words that others quoted from this comment can still be read in it, or in an earlier text."""
    for quote in Quote.objects.filter(source=source).select_related("comment__article"):
        passages = texts.render(
            quote.comment.article, quote.comment.body, leave_out=quote.comment_id
        ).passages
        words = next((passage.words for passage in passages if passage.index == quote.index), "")
        quote.source = source
        texts.judge(quote, words).save(update_fields=["revision", "altered", "is_taken_out"])


def _replace(comment: Comment, body: str, *, is_redacted: bool) -> None:
    Revision.objects.create(
        comment=comment, number=comment.revision, body=comment.body, html=comment.html,
        written_at=comment.edited_at or comment.created_at,
    )  # fmt: skip
    rendered = texts.write_text(comment, body)
    comment.revision += 1
    comment.edited_at, comment.is_redacted = timezone.now(), is_redacted
    comment.save(update_fields=["body", "html", "renderer", "revision", "edited_at", "is_redacted"])
    search.index(comment, rendered.words)
    texts.store_quotes(comment, rendered)
    Article.objects.filter(pk=comment.article_id).raise_version()
