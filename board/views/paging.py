"""Long lists in pages: which rows stand on a page is found in an index alone, then just these rows are read."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

# (from, to): the keys of the rows between these places of the list, in its order.
Keys = Callable[[int, int], Sequence[int]]


class KeyPaginator(Paginator):
    """Pages of `rows`, which may leave out some of the `count` rows that `keys` gives."""

    def __init__(self, keys: Keys, count: int, rows: QuerySet[Any], per_page: int) -> None:
        super().__init__([], per_page)
        self.keys, self.rows, self.total = keys, rows, count

    @cached_property
    def count(self) -> int:
        return self.total

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = self.keys(start, min(start + self.per_page, self.total))
        found = self.rows.order_by().in_bulk(keys)
        return Page([found[key] for key in keys if key in found], number, self)


def by_index(ordered: QuerySet[Any], rows: QuerySet[Any], per_page: int) -> KeyPaginator:
    """Pages of what `ordered` finds, in its order, passing over the other rows from the nearer end."""
    count = ordered.count()

    def keys(start: int, stop: int) -> Sequence[int]:
        if start <= count - stop:
            return list(ordered.values_list("pk", flat=True)[start:stop])
        return list(ordered.reverse().values_list("pk", flat=True)[count - stop : count - start])[::-1]

    return KeyPaginator(keys, count, rows, per_page)
