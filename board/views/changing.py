"""Editing and deleting one's own comments."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.limits import TooMany
from board import limits
from board.actions import comments as verbs
from board.actions import texts
from board.actions.refusals import Refused, Unfit
from board.discussions.quotes import html_now
from board.forms import CommentForm
from board.http import (
    fragment,
    is_member,
    login_first,
    page,
    read_or_post,
    redirect,
    refuse,
    refuse_for,
    region,
    wants_fragment,
)
from board.models import Comment
from board.rules import permissions
from board.views import drafts
from board.views.comments import address, find
from board.views.composing import alone, count_now, edited, show_form
from board.views.writing import keep_and_log_in


@read_or_post
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    comment, action = find(request, pk), reverse("edit", args=[pk])
    if not is_member(request):
        return keep_and_log_in(request) if request.method == "POST" else login_first(request, action)
    answer = verbs.may_edit_now(request.user, comment)
    if not answer and (request.method != "POST" or comment.author_id != request.user.pk):
        return refuse(request, answer.why_not, status=409 if answer.conflict else 403)
    if request.method != "POST":
        initial = {"body": texts.readable_body(comment)} | drafts.take(request, action)
        return show_form(request, CommentForm(initial=initial), action, comment.article, comment=comment)
    form, previewing = CommentForm(request.POST), "preview" in request.POST
    try:
        limits.spend(limits.PREVIEWS if previewing else limits.EDITS, request.user)
        if previewing or not form.is_valid():
            return show_form(request, form, action, comment.article, comment=comment)
        comment = verbs.edit_comment(comment, request.user, form.cleaned_data["body"])
    except Unfit as unfit:
        form.add_error("body", str(unfit))
        return show_form(request, form, action, comment.article, comment=comment)
    except (Refused, TooMany) as refusal:
        return show_form(request, form, action, comment.article, comment=comment, refusal=refusal)
    drafts.drop(request)
    return edited(request, comment, action)


@read_or_post
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, then takes the comment's words away."""
    comment = find(request, pk)
    if not is_member(request):
        return login_first(request, request.path)
    if not (answer := permissions.may_delete(request.user, comment)):
        return refuse(request, answer.why_not, status=409 if answer.conflict else 403)
    if request.method != "POST":
        context = {"comment": comment, "article": comment.article}
        if wants_fragment(request):
            return region(
                request, "board/comments/_delete.html", context, target=f"#slot-{pk}", swap="innerHTML"
            )
        return page(request, "board/comments/delete.html", context | {"comment_html": html_now(comment)})
    try:
        comment = verbs.delete_comment(comment, request.user)
    except Refused as refusal:
        return refuse_for(request, refusal)
    return deleted(request, comment)


def deleted(request: HttpRequest, comment: Comment) -> HttpResponse:
    if not wants_fragment(request):
        discussion = f"{comment.article.get_absolute_url()}#comments"
        return redirect(request, address(comment) if comment.reply_count else discussion)
    target = f"#comment-{comment.pk}"
    count = count_now(comment.article)
    notice = _("Your comment has been deleted.")
    if comment.reply_count:
        return fragment(request, alone(comment) + count, target=target, select=target, notice=notice)
    return fragment(request, count, target=f"#branch-{comment.pk}", notice=notice)
