from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from board import search
from board.models import Edition
from board.rules.markup_text import without_unwanted
from board.rules.queries import Unclear, parse

# How far a list goes back. Whoever looks for what is older narrows it by a filter.
MOST_ROWS = 10_000
# Parts of words are in no index, so that whoever searches a list has this many of its newest rows looked through;
# and so many are shown of what was found, wherever it stands.
SEARCHED = 50_000
MOST_FOUND, MOST_BY_INDEX = 1000, 200
# So many characters of what is typed are looked for: each word is one condition more, and SQLite takes a thousand.
MOST_TYPED = 200
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
    searched = SEARCHED
    # Under the field, not the stock help text, whose field then has no name that can be seen.
    search_note: Any = ""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what is offered. The stock admin takes every field of a row: whoever sees its list could so find out,
        letter by letter, a password's hash or an address that it does not show, or by its number who cast a vote.
        """
        filters: Any = self.get_list_filter(request) if request else self.list_filter
        offered = {*self.linked, *map(field_of, filters)}
        name, _way, how = lookup.partition("__")
        return name in offered and (not how or how in WAYS)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By parts of words among the newest rows, and by what an index finds among all."""
        words = without_unwanted(search_term)[:MOST_TYPED]
        if not words.strip():
            return queryset, False
        newest = queryset.model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
        lately = queryset.filter(pk__gt=newest - self.searched)
        found = super().get_search_results(request, lately, words)[0]
        keys = found.order_by("-pk").values_list("pk", flat=True)[:MOST_FOUND]
        return queryset.filter(pk__in={*keys, *self.found_by_index(request, words)}), False

    def found_by_index(self, request: HttpRequest, words: str) -> Iterable[int]:
        """The keys of a bounded number of rows. They are only shown where they are in the list as it is asked for."""
        return ()

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


def found(find: Callable[..., search.Found], words: str) -> list[int]:
    """The keys of what the site's own search finds, whole words alone; none for what it cannot be asked."""
    try:
        return [row.pk for row in find(parse(words), count=MOST_BY_INDEX).items]
    except (Unclear, search.TooBroad):
        return []


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
