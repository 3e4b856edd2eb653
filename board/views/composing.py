"""The comment form, shown and answered: on a page of its own, or in its place on the discussion's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from board.discussions.neutral import render_nodes
from board.discussions.patterns import Value, fill
from board.discussions.personal import Personal, waiting
from board.discussions.quotes import Quoting, html_now, html_of
from board.forms import CommentForm
from board.http import fragment, page, redirect, status_of, told_to_wait, wants_fragment
from board.models import Article, Comment
from board.rules import markup, permissions
from board.rules.threading import Node
from board.rules.weaving import Neutral, weave
from board.views.blank import FORM, empty_form
from board.views.comments import address
from board.views.pace import pace
from board.views.stories import count_words


def show_form(
    request: HttpRequest,
    form: CommentForm,
    action: str,
    article: Article,
    *,
    parent: Comment | None = None,
    comment: Comment | None = None,
    refusal: Exception | None = None,
) -> HttpResponse:
    """The form with what was typed in it, and above it what is wrong, or the preview that was asked for.

    `parent` is answered by what is written, `comment` is changed by it; neither: a new thread.
    """
    wrong = form.is_bound and not form.is_valid()
    context: dict[str, Any] = {
        "form": form,
        "action": action,
        "article": article,
        "parent": parent,
        "comment": comment,
    }
    context |= {"refusal": refusal, "place": place(parent, comment)}
    if comment is None:
        context["warning"] = warning_of(request.user, article)
        # On the discussion's page it stands above the place where this form goes already.
        is_said = parent is None and wants_fragment(request)
        context["slow"] = "" if is_said else pace(request.user, article)
    if form.is_bound and not wrong and not refusal:
        context["preview"] = html_of(form.cleaned_data["body"], comment or Comment(article=article))
    status = 422 if wrong else status_of(refusal) if refusal else 200
    if not wants_fragment(request):
        if parent and parent.is_published:
            context["answered"] = html_now(parent)
        return told_to_wait(page(request, "board/comments/form.html", context, status=status), refusal)
    html = render_to_string(FORM, context, request)
    response = fragment(request, html, target=f"#{context['place']}", swap="innerHTML", status=status)
    return told_to_wait(response, refusal)


def warning_of(member: Any, article: Article) -> str:
    """What a moderator has warned of: in the form stands a button with which to have read it, and no other."""
    answer = permissions.may_comment(member, article)
    return answer.why_not if answer.is_warning else ""


def place(parent: Comment | None, comment: Comment | None) -> str:
    """The id of the element that holds the form on the discussion's page."""
    beside = comment or parent
    return f"slot-{beside.pk}" if beside else "respond"


def posted(request: HttpRequest, comment: Comment, action: str) -> HttpResponse:
    """After posting: with htmx the comment alone, put where it belongs; else the page it stands on."""
    if not wants_fragment(request):
        return redirect(request, address(comment))
    notice = _("Your comment has been posted.") if comment.is_published else waits()
    html = alone(comment, fresh=True)
    values: dict[str, Value] = {"words": count_words(comment.article), "parent": comment.parent_id}
    if comment.parent is None:
        values["empty_form"] = empty_form(get_token(request), action)
    html += fill("board/comments/_posted.html", values)
    target = f"#replies-{comment.parent_id}" if comment.parent_id else "#thread"
    return fragment(
        request, html, target=target, swap="beforeend", notice=notice, events=settled(comment, action)
    )


def edited(request: HttpRequest, comment: Comment, action: str) -> HttpResponse:
    """After an edit: the comment alone, in its own place. One that waits now is no longer counted."""
    if not wants_fragment(request):
        return redirect(request, address(comment))
    html, target, notice = alone(comment), f"#comment-{comment.pk}", _("Your comment has been changed.")
    if not comment.is_published:
        html += count_now(comment.article)
        notice = waits()
    events = settled(comment, action)
    return fragment(request, html, target=target, select=target, notice=notice, events=events)


def count_now(article: Article) -> str:
    """The discussion's heading, for a page that has it already."""
    return fill("board/comments/_count.html", {"words": count_words(article)})


def waits() -> str:
    return _("Your comment waits for a moderator.")


def settled(comment: Comment, action: str) -> dict[str, Any]:
    """What the page's scripts are told: which comment to bring into focus, which draft to forget."""
    return {"posted": {"id": comment.pk, "draft": action}}


def alone(comment: Comment, *, fresh: bool = False) -> str:
    """One comment of the author who asks, as it stands in the list. Nobody has quoted a fresh one."""
    if comment.status == Comment.Status.HELD:
        return waiting(comment, html_now(comment))
    quoting = Quoting() if fresh and not markup.has_quotes(comment.html) else None
    neutral = Neutral.of(render_nodes(comment.article, [Node(comment, comment.depth)], quoting=quoting))
    return weave(neutral, Personal(own=[comment] if comment.is_published else []).fills()).decode()
