"""Two people at one page: the second is told what the first did, field by field, before it is overwritten."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from board.actions.refusals import Refused
from board.admin.addresses import address
from board.admin.lists import ListAdmin

EXCERPT = 300


class TogetherForm(forms.ModelForm):
    """Each field carries what it said when the page was opened, and only what was changed on the page is stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = self.instance.pk is not None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is not None:
            for name in set(self.changed_data).intersection(cleaned, self.initial):
                now = self.initial[name]
                if cleaned[name] != now and self._saw(name) != _flat(now):
                    self._tell(name, now)
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.initial}

    def _saw(self, name: str) -> Any:
        field, key = self.fields[name], self.add_initial_prefix(name)
        return _flat(field.to_python(field.hidden_widget().value_from_datadict(self.data, self.files, key)))

    def _tell(self, name: str, now: Any) -> None:
        """Whoever saves once more has read what it says now, and means it."""
        words = (_("Yes") if now else _("No")) if isinstance(now, bool) else str(now)
        sentence = _(
            "Somebody else has changed this meanwhile. It says now: “%(now)s”. Save once more to have yours."
        )
        self.add_error(name, sentence % {"now": Truncator(words).chars(EXCERPT)})
        sent: Any = self.data
        self.data = sent = sent.copy()
        sent[self.add_initial_prefix(name)] = str(now)


def _flat(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


class WrittenAdmin(ListAdmin):
    """All is stored by a verb, which logs it. Where somebody else comes in between, the form is looked at anew."""

    actions = None

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused:
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changelist_view(request, *args, **kwargs)
        except Refused:
            return super().changelist_view(request, *args, **kwargs)

    def view_on_site(self, obj: Any) -> str:
        return reverse("policy")


class OneRowAdmin(WrittenAdmin):
    """What would be its list leads straight to the one row, which is neither added nor deleted."""

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied(_("You may not do that."))
        return redirect(address(self.model, "change", 1))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
