"""An article's authors: a line of names that can be typed, and that is suggested where there is JavaScript."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import names
from accounts.models import User

MAX_AUTHORS = 20
SUGGESTED = urlencode({"app_label": "board", "model_name": "article", "field_name": "authors"})


class AuthorsWidget(AdminTextInputWidget):
    class Media:
        js = (Script("js/authors.js", defer=True),)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        suggest = {"data-suggest": f"{reverse('admin:autocomplete')}?{SUGGESTED}", "autocomplete": "off"}
        return super().get_context(name, value, {**(attrs or {}), **suggest})


class AuthorsField(forms.CharField):
    """Its value is a list of members. A name counts as on the site: case and look-alikes make no difference."""

    widget = AuthorsWidget

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(member.name for member in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        parts = [part.strip() for part in super().clean(value).split(",") if part.strip()]
        if len(parts) > MAX_AUTHORS:
            raise ValidationError(_("Please name at most %(most)d authors.") % {"most": MAX_AUTHORS})
        return list(dict.fromkeys(find(parts)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def find(parts: list[str]) -> Iterator[User]:
    """The members with these names, some of which may hold commas: the longest that there is counts."""
    spans = [(start, end) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)]
    keys = {(start, end): names.key(", ".join(parts[start:end])) for start, end in spans}
    members = User.objects.in_bulk(set(keys.values()), field_name="name_key") if keys else {}
    start = 0
    while start < len(parts):
        ends = (end for end in range(len(parts), start, -1) if keys[start, end] in members)
        if (end := next(ends, None)) is None:
            raise ValidationError(_("There is no member with the name “%(name)s”.") % {"name": parts[start]})
        yield members[keys[start, end]]
        start = end
