from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


def address(model: type[Model], page: str, *args: Any) -> str:
    """The address of a page of the admin for a model: `changelist`, `change`, `add`."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def link(row: Model, words: str = "") -> SafeString:
    """A link to a row's own page in the admin."""
    return format_html('<a href="{}">{}</a>', address(type(row), "change", row.pk), words or row)
