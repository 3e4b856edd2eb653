from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from board.discussions.kept import read_article
from board.discussions.pages import Page, chosen, page_of, read_thread, whole
from board.discussions.quotes import html_now, html_of
from board.http import page, read_only
from board.models import Article, Comment, Revision
from board.models.comments import DEFAULT_ORDER, ORDERS
from board.views.discussion import may_open, query_for, show


def no_comment() -> Http404:
    """One sentence, whatever the reason: nobody learns by it whether a comment waits, was removed, or never was."""
    return Http404(_("There is no such comment, or it is no longer here."))


def find(request: HttpRequest, pk: int) -> Comment:
    """A comment that this reader may know of."""
    reader = request.user.pk  # asked for in any case: an answer's Vary tells of it
    around = ("author", "parent__author", "article__section__parent")
    comment = Comment.objects.select_related(*around).filter(pk=pk).first()
    if comment is None or not (may_open(request, comment.article) and is_told_of(comment, reader)):
        raise no_comment()
    return comment


def is_told_of(comment: Comment, reader: int | None) -> bool:
    """Published, a tombstone, or their own that waits."""
    own_held = comment.status == Comment.Status.HELD and comment.author_id == reader
    return bool(comment.is_published or comment.reply_count or own_held)


def address(comment: Comment) -> str:
    """Where the comment stands: on its discussion's page, or on its own thread's where that cuts it off."""
    place = comment
    if comment.status == Comment.Status.HELD and comment.parent:
        place = comment.parent
    number = page_of(place)
    if number is None:
        return f"{reverse('thread', args=[place.pk])}#comment-{comment.pk}"
    query = f"?page={number}" if number > 1 else ""
    return f"{comment.article.get_absolute_url()}{query}#comment-{comment.pk}"


@read_only
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(address(find(request, pk)))


@read_only
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment, what it answers, and all below it."""
    comment = find(request, pk)
    if comment.status == Comment.Status.HELD:
        return redirect(address(comment))
    order = chosen(request.GET.get("comment-order"), ORDERS, DEFAULT_ORDER)
    number = whole(request.GET.get("page"))

    def read(article: Article) -> tuple[Page, dict[str, Any]]:
        top = Comment.objects.with_authors().select_related("parent__author").get(pk=pk)
        top.article = article
        return read_thread(top, order=order, number=number), {"comment": top}

    here = query_for(request.path, {"comment-order": order, "page": number})
    article = read_article(comment.article_id)
    if article is None:
        raise no_comment()
    key = ("thread", pk)
    return show(request, "board/comments/thread.html", read, article, key=key, address=here, parent=comment)


@read_only
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version of a comment, the newest first; of those that a moderator took out only that, and why."""
    comment = find(request, pk)
    if not comment.is_published:
        raise no_comment()
    earlier = comment.revisions.select_related("redaction").order_by("-number")
    context = {
        "comment": comment,
        "article": comment.article,
        "comment_html": html_now(comment),
        "versions": [version(row, comment) for row in earlier],
    }
    return page(request, "board/comments/history.html", context)


def version(row: Revision, comment: Comment) -> dict[str, Any]:
    if row.redaction:
        return {"at": row.written_at, "taken_out": row.redaction.reason}
    return {"at": row.written_at, "html": html_of(row.body, comment)}
