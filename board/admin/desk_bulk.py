"""Several entries of the desk at once: each goes through its verb by itself, so that a refusal stops no other."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.actions import moderation
from board.actions.refusals import Refused
from board.admin import removal, seen
from board.admin.bulk import MAX_ROWS, is_id
from board.admin.desk_page import permit, render
from board.admin.desk_queue import Shown
from board.admin.remits import sections_of
from board.models import Comment

Verb = Callable[[Comment, int], Any]


def ticked(request: HttpRequest) -> HttpResponse:
    permit(request)
    desk = Shown.read(request.GET).address()
    if request.method != "POST":
        return redirect(desk)
    if not (comments := chosen(request)):
        messages.warning(request, _("Tick some comments first. Nothing has been changed."))
    elif request.POST.get("act") == "remove":
        return remove(request, comments, desk)
    elif request.POST.get("act") == "approve":
        approve(request, comments)
    else:
        raise BadRequest("there is no such act")
    return redirect(desk)


def chosen(request: HttpRequest) -> list[Comment]:
    """Also those that have left the desk meanwhile: their refusal is told."""
    ids = request.POST.getlist("case")
    if not all(map(is_id, ids)) or len(ids) > MAX_ROWS:
        raise BadRequest("a comment that was ticked has no number, or there are too many")
    return list(Comment.objects.filter(pk__in=ids).select_related("article", "author").order_by("pk"))


def approve(request: HttpRequest, comments: list[Comment]) -> None:
    def done(n: int) -> str:
        return ngettext("%(n)d comment approved.", "%(n)d comments approved.", n) % {"n": n}

    act(request, comments, lambda one, entry: moderation.approve(one, request.user, seen=entry), done)


def remove(request: HttpRequest, comments: list[Comment], desk: str) -> HttpResponse:
    """Asks why first; what stands in other sections than the moderator's is not shown there."""
    form = removal.RemovalForm(request.POST if "answered" in request.POST else None)
    if not form.is_valid():
        sections = sections_of(request)
        own = [one for one in comments if sections is None or one.article.section_id in sections]
        cases = [("case", one.pk) for one in own]
        sent = [("act", "remove"), ("answered", "yes"), *cases, *seen.sent_along(known(request, own))]
        words = {"title": _("Remove comments"), "submit": _("Remove"), "is_grave": True, "cancel": desk}
        context = {"form": form, "rows": removal.rows(own), "hidden": sent, **words}
        return render(request, "admin/desk/ask.html", context, status=422 if form.errors else 200)
    why = {"rule": form.cleaned_data["rule"], "reason": form.cleaned_data["words"]}

    def done(n: int) -> str:
        return ngettext("%(n)d comment removed.", "%(n)d comments removed.", n) % {"n": n}

    act(request, comments, lambda one, entry: moderation.remove(one, request.user, seen=entry, **why), done)
    return redirect(desk)


def known(request: HttpRequest, comments: list[Comment]) -> dict[int, int]:
    """The newest log entry that the desk knew of, about each: none, where it says nothing."""
    return {comment.pk: seen.told(request, comment.pk) or 0 for comment in comments}


def act(request: HttpRequest, comments: list[Comment], verb: Verb, done: Callable[[int], str]) -> None:
    """Does it to each as it was seen, and tells how many that were, and of each other one why not."""
    count, entries = 0, known(request, comments)
    for comment in comments:
        try:
            verb(comment, entries[comment.pk])
            count += 1
        except Refused as refusal:
            messages.warning(request, f"{removal.name(comment)}: {refusal}")
    if count:
        messages.success(request, done(count))
