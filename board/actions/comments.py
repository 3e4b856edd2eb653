from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import router, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rows
from board import search
from board.actions import cases, caught, holds, texts
from board.actions.log import record
from board.actions.refusals import Refused, demand
from board.models import Article, Comment, Guard, LogEntry, Quote, Report, Revision
from board.rules import moments, paths, permissions

Status = Comment.Status


def post_comment(
    article: Article, author: Any, body: str, *, parent: Comment | None = None, submission: UUID | None = None
) -> Comment:
    """Posts a comment, or a reply to `parent`, and returns it: published, or held for what `holds` finds.

    One form posts a text once: a second post with the same `submission` returns the first one's comment, unless
    other words are in it: they are never lost. Raises Refused with a sentence where the author may not, also when
    that changed only while they were typing; Unfit where a rule refuses the words; Article.DoesNotExist before its
    publication. Of `article` and `parent` only the keys are used.
    """
    submission = submission and uuid5(submission, f"{article.pk} {parent and parent.pk} {body}")
    comment = Comment(article=article, author=author, submission=submission)
    rendered = texts.write_text(comment, body)  # nobody has to wait for that, so it comes before the lock
    caught.look_ahead(rendered.spoken)
    found_by = search.comment_terms(article.pk, rendered.words)
    with transaction.atomic():
        comment.article = article = lock(article.pk)
        if not article.is_published:
            raise Article.DoesNotExist
        if submission and (earlier := Comment.objects.submitted(author, submission)):
            earlier.article = article
            return earlier
        if parent:
            parent = Comment.objects.to_answer(parent.pk, article)
            demand(permissions.may_reply(author, parent))
        demand(permissions.may_comment(author, article))
        if article.is_slowed and not author.is_staff:
            _refuse_fast(article, author)
        quotes = texts.quotes_in(comment, rendered)
        finding = holds.look_at(comment, article, author, caught.said(comment.body, rendered.spoken, quotes))
        _place(comment, article, parent)
        comment.status = Status.HELD if finding else Status.PUBLISHED
        rows.insert(comment, router.db_for_write(Comment))
        if finding:
            holds.hold(comment, finding)
        Quote.objects.bulk_create(quotes)
        if comment.is_published:
            search.store(comment.pk, found_by)
            count(comment, +1, last_number=comment.number)
        else:
            Article.objects.filter(pk=article.pk).update(last_number=comment.number)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, editor: Any, body: str) -> Comment:
    """Replaces the text; the earlier one stays as a revision that readers can see. The same text again is no edit.

    A published comment is held for what the edit brings in. One that is held stays so, whatever it says now.
    """
    article = lock(comment.article_id)
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    comment.article = article
    demand(may_edit_now(editor, comment))
    earlier = Revision(
        comment=comment, number=comment.revision, body=comment.body, html=comment.html,
        written_at=comment.edited_at or comment.created_at,
    )  # fmt: skip
    rendered = texts.write_text(comment, body)
    if comment.body == earlier.body:
        return comment
    quotes = texts.quotes_in(comment, rendered)
    was = texts.render(article, earlier.body, leave_out=comment.pk)
    before = caught.said(earlier.body, was.spoken, comment.quotes.all())
    finding = holds.look_at(
        comment, article, editor, caught.said(comment.body, rendered.spoken, quotes), before
    )
    earlier.save()
    comment.revision += 1
    comment.edited_at = timezone.now()
    comment.save(update_fields=["body", "html", "renderer", "revision", "edited_at"])
    search.index(comment, rendered.words)
    comment.quotes.all().delete()
    Quote.objects.bulk_create(quotes)
    Article.objects.filter(pk=article.pk).raise_version()
    # Of one that waits already, what caught it before is not forgotten for a finding that says less.
    if finding and (comment.is_published or finding.caught):
        change_status(comment, Status.HELD)
        holds.hold(comment, finding)
    return comment


@transaction.atomic
def delete_comment(comment: Comment, author: Any) -> Comment:
    """Takes the author's words off the page; with replies below it a tombstone stays."""
    lock(comment.article_id)
    comment = Comment.objects.select_for_update().select_related("article").get(pk=comment.pk)
    demand(permissions.may_delete(author, comment))
    told = cases.settle(comment, Report.Outcome.GONE, mail=_("Its author has deleted it meanwhile."))
    change_status(comment, Status.DELETED)
    if told:
        record(
            LogEntry.Verb.GONE, None, article=comment.article, comment=comment, before=Status.PUBLISHED,
            after=Status.DELETED, tell=told,
        )  # fmt: skip
    return comment


def may_edit_now(member: Any, comment: Comment) -> permissions.Answer:
    window = timedelta(minutes=settings.EDIT_MINUTES)
    return permissions.may_edit(member, comment, now=timezone.now(), window=window)


def change_status(comment: Comment, status: Comment.Status, *, reason: str = "") -> None:
    """Moves a comment, whose article is locked, to another status and counts it in or out."""
    was_published = comment.is_published
    comment.status, comment.reason = status, reason
    comment.kept_since = timezone.now() if status in (Status.REMOVED, Status.DELETED) else None
    comment.save(update_fields=["status", "reason", "kept_since"])
    if comment.is_published != was_published:
        search.index(comment)
        count(comment, +1 if comment.is_published else -1)
    else:
        Article.objects.filter(pk=comment.article_id).raise_version()


def count(comment: Comment, step: int, *, last_number: int = 0) -> None:
    """Counts a comment in (+1) or out (-1): on its article and on everything it is below. Raises the version.

    The comment's own article in memory, which was read under the lock, is counted on too. `last_number`: that of a
    new comment.
    """
    Article.objects.count_on(comment.article_id, comments=step, last_number=last_number)
    comment.article.comment_count += step
    if comment.parent_id:
        Comment.objects.count_above(comment, step)


def lock(article_id: int) -> Article:
    """Every verb that changes a discussion locks its article's row first, so that no two wait in a circle."""
    return Article.objects.lock(article_id)


def _place(comment: Comment, article: Article, parent: Comment | None) -> None:
    comment.parent = parent
    comment.number = article.last_number = article.last_number + 1
    comment.path = paths.extend(parent.path if parent else "", comment.number)
    comment.depth = parent.depth + 1 if parent else 0


def _refuse_fast(article: Article, author: Any) -> None:
    """In a discussion that goes on slowly, a member leaves some minutes between two comments."""
    pause, now = timedelta(minutes=Guard.objects.get(pk=1).slow_minutes), timezone.now()
    # Each status is named, so that the index by author, status and time is read from its newest end.
    lately = Comment.objects.filter(author=author, status__in=Status.values, created_at__gt=now - pause)
    if latest := lately.filter(article=article).order_by("-created_at").first():
        again = moments.reader(now, timezone.get_current_timezone())(latest.created_at + pause)
        sentence = _("This discussion goes on slowly for a while. You can write again: %(time)s.")
        raise Refused(sentence % {"time": again}, conflict=True)
