"""Moderators who are limited to sections: what they see of the admin's lists, and who limits them."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from board.actions import remits
from board.actions.refusals import Refused
from board.admin.access import is_administrator
from board.admin.addresses import address
from board.admin.bulk import BulkAdmin, is_id
from board.models import Remit, Section


def sections_of(request: HttpRequest) -> Collection[int] | None:
    """The sections that who asks is limited to, None for all; looked up once for a request."""
    if not hasattr(request, "remit"):
        request.remit = Remit.objects.sections(request.user)  # type: ignore[attr-defined]
    return request.remit  # type: ignore[attr-defined]


def within(request: HttpRequest, rows: QuerySet[Any], section: str) -> QuerySet[Any]:
    """The rows of their sections."""
    sections = sections_of(request)
    return rows if sections is None else rows.filter(**{f"{section}__in": sections})


class SectionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.parent} › {obj}" if obj.parent else str(obj)


# Each subsection after what it belongs to.
IN_ORDER = (
    *(Coalesce("parent__position", "position"), Coalesce("parent", "pk")),
    *(F("parent").asc(nulls_first=True), "position", "name"),
)


class SectionsForm(forms.Form):
    sections = SectionsField(
        Section.objects.select_related("parent").order_by(*IN_ORDER), label=gettext_lazy("Sections"),
        required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("With their subsections. None of them: everywhere."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data["seen"].split(",") if is_id(pk)}


class RemitsAdmin(BulkAdmin):
    """What the members' admin has of it: a line on the page of whoever moderates, and a page to change it."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.sections_view)
        return [path("<path:pk>/sections/", view, name="accounts_user_sections"), *super().get_urls()]

    @admin.display(description=gettext_lazy("moderates"))
    def moderates(self, member: User) -> Any:
        names = [section.name for section in Section.objects.filter(remits__moderator=member)]
        return ", ".join(names) or _("all sections")

    @admin.display(description=gettext_lazy("moderates"))
    def moderates_link(self, member: User) -> Any:
        words = self.moderates(member)
        return format_html('{} <a href="{}">{}</a>', words, address(User, "sections", member.pk), _("Change"))

    def sections_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        if not is_administrator(request):
            raise PermissionDenied(_("You may not do that."))
        member: User | None = self.get_object(request, unquote(pk))
        if member is None or not moderates(member):
            raise Http404(_("There is no such moderator."))
        form = SectionsForm(request.POST if request.method == "POST" else None, initial=stored(member))
        if form.is_valid() and store(form, member, request.user):
            messages.success(request, _("It is stored which sections %(name)s moderates.") % {"name": member})
            return redirect(address(User, "change", member.pk))
        title = _("Which sections %(name)s moderates") % {"name": member.name}
        words = {"title": title, "submit": _("Store"), "cancel": address(User, "change", member.pk)}
        return self.ask(request, form, (), action="", **words)


def moderates(member: User) -> bool:
    return member.is_staff and member.has_perm("board.moderate_comment")


def stored(member: User) -> dict[str, Any]:
    sections = list(Remit.objects.filter(moderator=member).values_list("section", flat=True))
    return {"sections": sections, "seen": ",".join(map(str, sections))}


def store(form: SectionsForm, member: User, administrator: Any) -> bool:
    """Whoever comes second is told what the first has chosen, and stores over it by sending once more."""
    given = form.cleaned_data
    try:
        remits.set_sections(member, administrator, given["sections"], seen=given["seen"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        sent: Any = form.data
        form.data = sent = sent.copy()
        sent["seen"] = stored(member)["seen"]
        return False
    return True
