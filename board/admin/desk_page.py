"""The page of the desk: who may see it, and what stands on it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from board.admin import desk_entries, desk_queue
from board.admin.access import may
from board.admin.desk_decisions import MODERATE_COMMENT, MODERATE_USER
from board.admin.desk_entries import Entry
from board.admin.desk_notices import Notice
from board.admin.desk_queue import Shown
from board.admin.member_forms import TERMS
from board.models import HouseRule, Remit


@dataclass
class Asked:
    """A form that was sent and came back: it stands open at its entry, with what is wrong."""

    act: str
    comment: int
    form: Any

    @property
    def typed(self) -> str:
        return self.form.data.get("words") or self.form.data.get("reason") or ""


def permit(request: HttpRequest) -> None:
    if not may(request, MODERATE_COMMENT):
        raise PermissionDenied(_("You may not do that."))


def show(
    request: HttpRequest, *, notice: Notice | None = None, asked: Asked | None = None, status: int = 200
) -> HttpResponse:
    shown, sections = Shown.read(request.GET), Remit.objects.sections(request.user)
    cases, after = desk_queue.page(shown, sections)
    entries = desk_entries.read(cases, request.user)
    notice = settle(entries, notice, asked)
    context = {
        **choices(),
        "title": _("Desk"),
        "is_desk": True,
        "tabs": list(desk_queue.tabs(shown, sections)),
        "entries": entries,
        "more": Shown(shown.kind, after).address() if after else "",
        "start": Shown(shown.kind).address() if shown.after else "",
        "query": shown.address().partition("?")[2],
        "notice": notice,
        "asked": asked,
        "may_warn": may(request, MODERATE_USER),
        # It holds in all sections: see `permissions.may_act_everywhere`.
        "may_suspend": may(request, MODERATE_USER) and sections is None,
        "is_limited": sections is not None,
    }
    return render(request, "admin/desk/desk.html", context, status=status)


def choices() -> dict[str, Any]:
    """What the forms offer. It is the same at each entry, so what nobody has chosen from yet is rendered once."""
    offered = {"rules": list(HouseRule.objects.in_force()), "terms": tuple(TERMS.items())}
    blank = {name: render_to_string(f"admin/desk/_{name}.html", offered) for name in offered}
    return {**offered, "blank": blank}


def settle(entries: list[Entry], notice: Notice | None, asked: Asked | None) -> Notice | None:
    """Puts both in their places; where a form has none any more, what was wrong and what was typed is told."""
    places = {entry.comment.pk: entry for entry in entries}
    if asked and asked.comment in places:
        places[asked.comment].asked = asked
    elif asked and not notice:
        errors = [error for listed in asked.form.errors.values() for error in listed]
        notice = Notice(" ".join(errors), 0, asked.comment, is_refusal=True, typed=asked.typed)
    if notice and notice.at not in places:
        notice.at = 0
    return notice


def render(request: HttpRequest, template: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    request.current_app = admin.site.name
    context = {**admin.site.each_context(request), **context}
    return TemplateResponse(request, template, context, status=status)
