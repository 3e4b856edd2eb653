"""Commenting, replying and quoting: each form is a page of its own, and opens in place with htmx."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts import rows
from accounts.addresses import address_of
from accounts.limits import TooMany, client_ip
from board import limits
from board.actions import comments as verbs
from board.actions import sanctions, texts
from board.actions.refusals import Refused, Unfit
from board.discussions.kept import read_article
from board.forms import CommentForm
from board.http import is_member, login_first, read_or_post, refuse, refuse_for
from board.models import Article, Comment
from board.rules import markup, permissions
from board.views import drafts
from board.views.comments import find
from board.views.composing import posted, show_form


@read_or_post
def post_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A new thread under the article."""
    return write(request, pk)


@read_or_post
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    return write(request, Comment.objects.article_of(pk) or find(request, pk).article_id, pk)


@read_or_post
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """The reply form with the comment quoted: all of it, or the words that were selected (posted; nothing changes)."""
    comment = find(request, pk)
    source, selection = comment, _selection(request)
    if selection:
        source = texts.source_of(comment, selection) or comment
    elif texts.quotes_what_is_gone(comment):
        selection = markup.plain_words(comment.body) or "…"
    quoted = markup.quote_markdown(source.pk, source.author.name, source.body, selection)
    return open_form(request, comment.article, comment, quoted)


@read_or_post
def quote_article(request: HttpRequest, pk: int) -> HttpResponse:
    """The comment form with words of the article: those that were selected; without JavaScript, the standfirst."""
    article = _article(pk)
    text = article.standfirst or article.headline
    return open_form(request, article, None, markup.quote_markdown(None, "", text, _selection(request)))


def open_form(request: HttpRequest, article: Article, parent: Comment | None, body: str = "") -> HttpResponse:
    action = _action(article.pk, parent.pk if parent else None)
    if not is_member(request):
        return login_first(request, action if body == "" else request.path)
    answer = _may_write(request, article, parent)
    if not (answer or answer.is_warning):
        return refuse(request, answer.why_not, status=409 if answer.conflict else 403)
    initial = {"body": body} if body else drafts.take(request, action)
    return show_form(request, CommentForm(initial=initial), action, article, parent=parent)


def write(request: HttpRequest, article_id: int, parent_id: int | None = None) -> HttpResponse:
    """The form, or what was written in it. The article, and the comment it answers, are read where they are shown."""
    if request.method != "POST":
        return open_form(request, *_around(request, article_id, parent_id))
    if not is_member(request):
        _around(request, article_id, parent_id)
        return keep_and_log_in(request)
    if "acknowledge" in request.POST:
        return acknowledge(request, *_around(request, article_id, parent_id))
    form, previewing = CommentForm(request.POST), "preview" in request.POST
    action, refusal = _action(article_id, parent_id), None
    try:
        limits.spend(limits.PREVIEWS if previewing else limits.COMMENTS, request.user)
        if form.is_valid() and not previewing:
            around = rows.key(Article, article_id), rows.key(Comment, parent_id) if parent_id else None
            comment = verbs.post_comment(around[0], request.user, parent=around[1], **form.cleaned_data)
            drafts.drop(request)
            return posted(request, comment, action)
    except Unfit as unfit:
        form.add_error("body", str(unfit))
    except (Refused, TooMany, Article.DoesNotExist) as error:
        refusal = error
    article, parent = _around(request, article_id, parent_id)
    return show_form(request, form, action, article, parent=parent, refusal=refusal)


def acknowledge(request: HttpRequest, article: Article, parent: Comment | None) -> HttpResponse:
    """The member has read a moderator's warning: the form is there again, with what they had typed."""
    try:
        limits.spend(limits.ACKNOWLEDGING, request.user)
    except TooMany as refusal:
        return refuse_for(request, refusal)
    member: Any = request.user
    sanctions.acknowledge(member)
    return open_form(request, article, parent, request.POST.get("body", "").replace("\0", ""))


def keep_and_log_in(request: HttpRequest) -> HttpResponse:
    """A text that arrives after the login has ended is kept, and is in the form again once they are back."""
    try:
        limits.spend(limits.DRAFTS, client_ip(request))
    except TooMany as refusal:
        return refuse_for(request, refusal)
    drafts.keep(request)
    return login_first(request, request.path)


def _around(request: HttpRequest, article_id: int, parent_id: int | None) -> tuple[Article, Comment | None]:
    """The article, and the comment that is answered; 404 where this reader may not know of them."""
    if parent_id:
        parent = find(request, parent_id)
        return parent.article, parent
    return _article(article_id), None


def _article(pk: int) -> Article:
    article = read_article(pk)
    if article is None or not article.is_published:
        raise Http404(_("There is no such story, or not yet."))
    return article


def _selection(request: HttpRequest) -> str:
    return request.POST.get("selection", "").replace("\0", "")[: markup.MAX_LENGTH].strip()


def _action(article_id: int, parent_id: int | None) -> str:
    return address_of("reply", parent_id) if parent_id else address_of("post_comment", article_id)


def _may_write(request: HttpRequest, article: Article, parent: Comment | None) -> permissions.Answer:
    if parent:
        parent.article = article
        return permissions.may_reply(request.user, parent)
    return permissions.may_comment(request.user, article)
