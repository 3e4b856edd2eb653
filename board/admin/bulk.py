"""Actions on several rows: each goes through its verb by itself, so that a refusal stops no other."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.actions.refusals import Refused
from board.admin.addresses import address
from board.admin.lists import ListAdmin

MAX_ROWS = 200
MAX_REFUSALS_SHOWN = 20
# What a page of one row names in its action buttons, so that they lead back to it.
BACK = "back"


class BulkAdmin(ListAdmin):
    """A list whose actions may also be taken, through the same address, from the page of one row."""

    list_per_page = 50

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        everything = {name for _func, name, _words in self._get_base_actions()}  # type: ignore[attr-defined]
        forbidden = everything - self.get_actions(request).keys()
        if forbidden.intersection(request.POST.getlist("action")):
            raise PermissionDenied(_("You may not do that."))
        return super().changelist_view(request, extra_context)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """Rows that were ticked count although they have left the list's filter: their refusal is told."""
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(map(is_id, ticked)):
            raise BadRequest("a row that was ticked has no number")
        if request.POST.get("select_across") != "1":
            queryset = self.get_queryset(request).filter(pk__in=ticked)
        if len(queryset.values_list("pk")[: MAX_ROWS + 1]) > MAX_ROWS:
            words = _("Please choose at most %(most)d at once. Nothing has been changed.")
            messages.error(request, words % {"most": MAX_ROWS})
            return None
        return super().response_action(request, queryset, *args, **kwargs)

    def back(self, request: HttpRequest) -> HttpResponse | None:
        """To the page of the row that the action was taken from; None for the list, with its filters."""
        return redirect(self.cancel(request)) if is_id(request.POST.get(BACK, "")) else None

    def cancel(self, request: HttpRequest) -> str:
        """Where a page that asks leads back to: where its action was taken from."""
        pk = request.POST.get(BACK, "")
        return address(self.model, "change", int(pk)) if is_id(pk) else request.get_full_path()

    def ask(
        self, request: HttpRequest, form: Any, queryset: Iterable[Any], *, action: str, **words: Any
    ) -> TemplateResponse:
        """The page between an action and its verb, which asks for what the verb needs.

        `words`: its `title`, what its button says (`submit`), whether that `is_grave`, and where it leads back to
        (`cancel`); with `hidden`, (name, value) pairs that it sends along; with `template` and `status`, its own.
        """
        template, status = words.pop("template", "admin/ask.html"), words.pop("status", None)
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": form,
            "rows": queryset,
            "action": action,
            "checkbox": ACTION_CHECKBOX_NAME,
            "back": request.POST.get(BACK, ""),
            **words,
        }
        context["cancel"] = words.get("cancel") or self.cancel(request)
        return TemplateResponse(request, template, context, status=status or (422 if form.errors else 200))

    def act(
        self,
        request: HttpRequest,
        rows: Iterable[Any],
        verb: Callable[[Any], Any],
        done: Callable[[int], str],
        name: Callable[[Any], str] = str,
    ) -> HttpResponse | None:
        """Does it to each row and tells how many it was done to, and for each of the others why not."""
        count, refusals = 0, []
        for row in rows:
            try:
                verb(row)
                count += 1
            except Refused as refusal:
                refusals.append(f"{name(row)}: {refusal}")
        if count:
            messages.success(request, done(count))
        for sentence in refusals[:MAX_REFUSALS_SHOWN]:
            messages.warning(request, sentence)
        if refusals:
            words = ngettext("%(n)d was left as it is.", "%(n)d were left as they are.", len(refusals))
            messages.warning(request, words % {"n": len(refusals)})
        return self.back(request)


def is_id(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= 18
