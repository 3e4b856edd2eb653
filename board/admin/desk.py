"""The desk: what waits for moderators, each comment in its context, decided at its place, the next one after it."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from board.actions import desk as verbs
from board.actions.refusals import Refused, demand
from board.admin import desk_bulk
from board.admin.access import may
from board.admin.desk_decisions import ACTS, MODERATE_USER, Act, number
from board.admin.desk_notices import Notice, done
from board.admin.desk_page import Asked, permit, show
from board.admin.desk_queue import Shown
from board.http import status_of
from board.models import Case, Comment, LogEntry, Remit
from board.models.articles import LARGEST
from board.rules import permissions


def desk(request: HttpRequest) -> HttpResponse:
    permit(request)
    return show(request, notice=done(request))


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One act at one entry. Goes on to the next entry, or to the same where its comment still waits."""
    permit(request)
    if request.method != "POST":
        return redirect(Shown.read(request.GET).address())
    act, comment = wanted(request), find(request, pk)
    asked = Asked(request.POST["act"], pk, act.form(request.POST))
    if not asked.form.is_valid():
        return show(request, asked=asked, status=422)
    try:
        act.do(comment, request, asked.form.cleaned_data)
    except Refused as refusal:
        return refuse(request, refusal, asked)
    return onwards(request, pk if waits(pk) else number(request, "next"), about=comment.author)


def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back what the moderator has done: `pk` is its entry of the log."""
    permit(request)
    mine = LogEntry.objects.filter(moderator=request.user).select_related("comment", "member")  # type: ignore[misc]
    entry = mine.filter(pk=min(pk, LARGEST)).first()
    if request.method != "POST" or entry is None:
        return redirect(Shown.read(request.GET).address())
    if entry.verb != LogEntry.Verb.REMOVE and not may(request, MODERATE_USER):
        raise PermissionDenied(_("You may not do that."))
    at = number(request, "next")
    try:
        verbs.undo(entry, request.user)
    except Refused as refusal:
        notice = Notice(str(refusal), at, entry.comment_id or 0, is_refusal=True)
        return show(request, notice=notice, status=status_of(refusal))
    return onwards(request, at, about=entry.member)


def wanted(request: HttpRequest) -> Act:
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise BadRequest("there is no such act")
    if not may(request, act.permission):
        raise PermissionDenied(_("You may not do that."))
    return act


def find(request: HttpRequest, pk: int) -> Comment:
    """A comment that is the moderator's to decide about, whether or not it still waits."""
    around = ("article__section", "author")
    comment = Comment.objects.select_related(*around).filter(pk=min(pk, LARGEST)).first()
    if comment is None:
        raise Http404(_("There is no such comment."))
    try:
        demand(permissions.may_moderate(request.user, comment, Remit.objects.sections(request.user)))
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return comment


def waits(pk: int) -> bool:
    return Case.objects.filter(pk=pk).exists()


def onwards(request: HttpRequest, at: int, *, about: Any) -> HttpResponse:
    """To this entry of the desk, which is told there what was done last about the member."""
    acts = LogEntry.objects.filter(moderator=request.user, member=about)  # type: ignore[misc]
    newest = acts.order_by("-pk").values_list("pk", flat=True).first()
    address = Shown.read(request.GET).address(at=at or "", done=newest or "")
    return redirect(f"{address}#case-{at}" if at else address)


def refuse(request: HttpRequest, refusal: Refused, asked: Asked) -> HttpResponse:
    """In words, at the place. Nothing was changed, and what was typed is there again."""
    here = waits(asked.comment)
    at, typed = (asked.comment, "") if here else (number(request, "next"), asked.typed)
    notice = Notice(str(refusal), at, asked.comment, is_refusal=True, typed=typed)
    again = asked if here and asked.act != "approve" else None
    return show(request, notice=notice, asked=again, status=status_of(refusal))


urls = [
    path("desk/", admin.site.admin_view(desk), name="desk"),
    path("desk/<int:pk>/", admin.site.admin_view(decide), name="desk_decide"),
    path("desk/undo/<int:pk>/", admin.site.admin_view(undo), name="desk_undo"),
    path("desk/ticked/", admin.site.admin_view(desk_bulk.ticked), name="desk_ticked"),
]
