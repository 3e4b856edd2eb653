"""Votes on a comment and of a member: first what can be told without names, then the names, then what is done.

Names come in the answer to a POST that writes into the log who asked and why; nothing else shows them. Whose votes are
to be voided or restored is asked once more, with how many they are.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.actions import voiding
from board.actions.moderation import MAX_REASON
from board.actions.refusals import Refused
from board.admin import vote_turning as turning
from board.admin.access import may
from board.admin.bulk import is_id
from board.admin.vote_subjects import OfComment, OfMember, Subject
from board.models import Vote


class LookForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why you look"), max_length=MAX_REASON, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Other moderators see this in the log. Readers see there that somebody looked."),
        error_messages={"required": gettext_lazy("Say why you look: it stands in the log.")},
    )  # fmt: skip


@admin.register(Vote)
class VoteAdmin(admin.ModelAdmin):
    """No list of votes: there is a view of a comment's and of a member's."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        pages: dict[str, Callable[..., HttpResponse]] = {"": page, "names": names, "turn": turn}
        return [
            path(
                f"{subject.kind}/<int:pk>/{name and name + '/'}",
                self.admin_site.admin_view(partial(view, self.admin_site, subject)),
                name="_".join(filter(None, ["board_vote", subject.kind, name])),
            )
            for subject in (OfComment, OfMember)
            for name, view in pages.items()
        ]


def page(site: admin.AdminSite, kind: type[Subject], request: HttpRequest, pk: int) -> HttpResponse:
    return show(site, request, kind(request, pk), LookForm())


def names(site: admin.AdminSite, kind: type[Subject], request: HttpRequest, pk: int) -> HttpResponse:
    """Who voted. A look is logged, or not allowed."""
    subject = kind(request, pk)
    if not may(request, "board.view_voters"):
        raise PermissionDenied(_("Only a senior moderator sees who voted."))
    if request.method != "POST":
        return redirect(subject.address)
    form = LookForm(request.POST)
    if not form.is_valid():
        return show(site, request, subject, form, status=422)
    try:
        voiding.see_voters(request.user, reason=form.cleaned_data["reason"], **subject.about)
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return show(site, request, subject, LookForm(), **subject.names(), is_named=True)


def turn(site: admin.AdminSite, kind: type[Subject], request: HttpRequest, pk: int) -> HttpResponse:
    """Voids or restores votes: asks why first."""
    subject = kind(request, pk)
    if not may(request, "board.void_votes"):
        raise PermissionDenied(_("Only a senior moderator voids and restores votes."))
    if request.method != "POST":
        return redirect(subject.address)
    act, ticked = turning.ACTS.get(request.POST.get("action", "")), request.POST.getlist(ACTION_CHECKBOX_NAME)
    if act is None or not all(map(is_id, ticked)):
        raise BadRequest("no act of ours, or a member without a number")
    members = subject.chosen(ticked)
    if why_not := turning.why_not(act, subject, members):
        messages.warning(request, why_not)
        return redirect(subject.address)
    form = turning.TurnForm(members, request.POST if "answered" in request.POST else None)
    if not form.is_valid():
        words = turning.words(act, subject, members)
        return respond(site, request, "ask", {**words, "form": form}, status=422 if form.errors else 200)
    turning.turn(request, act, subject, members, form.cleaned_data["reason"])
    return redirect(subject.address)


def show(
    site: admin.AdminSite,
    request: HttpRequest,
    subject: Subject,
    form: LookForm,
    status: int = 200,
    **facts: Any,
) -> HttpResponse:
    facts |= {"subject": subject, "title": _("Votes: %(name)s") % {"name": subject.title}}
    facts |= {"reports": subject.reports(), "form": form, "checkbox": ACTION_CHECKBOX_NAME}
    if may(request, "board.void_votes"):
        facts["offered"] = turning.offered(subject)
    return respond(site, request, "page", facts, status=status)


def respond(
    site: admin.AdminSite, request: HttpRequest, name: str, facts: dict[str, Any], *, status: int
) -> HttpResponse:
    request.current_app = site.name
    context = {**site.each_context(request), **facts}
    return TemplateResponse(request, f"admin/votes/{name}.html", context, status=status)
