"""What moderators want each other to know about a member: on the member's page, for moderators alone."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from board.actions import sanctions
from board.actions.refusals import Refused
from board.admin.access import may
from board.admin.addresses import address
from board.admin.bulk import BulkAdmin
from board.models import Note

SHOWN = 50


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note"), max_length=sanctions.MAX_NOTE, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Seen by moderators alone, with your name. It cannot be changed later."),
        error_messages={"required": gettext_lazy("Write what other moderators should know.")},
    )  # fmt: skip


def of(member: User, request: HttpRequest) -> QuerySet[Note] | None:
    """For those who moderate members, the newest first; None for others. Nobody reads what is noted of themselves."""
    if not may(request, "accounts.moderate_user") or member.pk == request.user.pk:
        return None
    return Note.objects.filter(member=member).select_related("author")[:SHOWN]


class NotesAdmin(BulkAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.note_view)
        return [path("<path:pk>/note/", view, name="accounts_user_note"), *super().get_urls()]

    def note_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Adds a note; the form stands on the member's page, and alone where something is wrong with it."""
        if not may(request, "accounts.moderate_user"):
            raise PermissionDenied(_("You may not do that."))
        member: User | None = self.get_object(request, unquote(pk))
        if member is None:
            raise Http404(_("There is no such member."))
        form = NoteForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                sanctions.add_note(member, request.user, form.cleaned_data["text"])
            except Refused as refusal:
                raise PermissionDenied(str(refusal)) from refusal
            messages.success(request, _("The note is stored."))
            return redirect(address(User, "change", member.pk))
        words = {"title": _("A note about %(name)s") % {"name": member.name}, "submit": _("Add note")}
        return self.ask(request, form, (), action="", cancel=address(User, "change", member.pk), **words)
