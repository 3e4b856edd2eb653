from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from board.models import Edition

# How far a list goes back. Whoever looks for what is older narrows it by a filter.
MOST_ROWS = 10_000
# How the stock filters and dates ask for a field, in the list's address.
WAYS = ("exact", "id__exact", "isnull", "gte", "lt", "year", "month", "day")


class Bounded(Paginator):
    """Counts no further than that: a list of ten million rows opens as fast as one of ten thousand."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.order_by()[:MOST_ROWS].count()


class ListAdmin(admin.ModelAdmin):
    """The stock pages, with the list headed by what it lists, and a name for each field that is edited in it."""

    paginator = Bounded
    show_full_result_count = False
    # Fields that are no filters, by which links of other pages narrow the list.
    linked: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what is offered. The stock admin takes every field of a row: whoever sees its list could so find out,
        letter by letter, a password's hash or an address that it does not show, or by its number who cast a vote.
        """
        filters: Any = self.get_list_filter(request) if request else self.list_filter
        offered = {*self.linked, self.date_hierarchy, *map(field_of, filters)}
        name, _way, how = lookup.partition("__")
        return name in offered and (not how or how in WAYS)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        heading = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, heading | (extra_context or {}))

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        formset: Any = super().get_changelist_formset(request, **kwargs)
        for name in self.list_editable:
            field = formset.form.base_fields[name]
            field.widget.attrs["aria-label"] = capfirst(field.label)
        return formset


def field_of(list_filter: Any) -> str:
    """What stands for a filter in the list's address: its own name, or that of its field."""
    if isinstance(list_filter, tuple):
        return str(list_filter[0])
    return str(getattr(list_filter, "parameter_name", list_filter))


class AroundAdmin(ListAdmin):
    """For what stands around every discussion: a change shows on all of their pages at once."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        Edition.raise_version()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        Edition.raise_version()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        Edition.raise_version()
