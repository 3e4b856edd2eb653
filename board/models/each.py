"""Some rows of each of several, in one query: the newest notes of each of thirty members."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

# Wrapped, since SQLite takes an ORDER BY or a LIMIT inside a UNION only in a subquery.
PART = "SELECT * FROM (%s) part"


def together(parts: Iterable[QuerySet[Any]]) -> QuerySet[Any]:
    """The rows of all these parts of one table, unordered; each part may be sliced and is read by its own index."""
    parts = list(parts)
    compiled = [part.values("pk").query.sql_with_params() for part in parts]
    sql = " UNION ALL ".join(PART % sql for sql, _values in compiled)
    values = [value for _sql, values in compiled for value in values]
    rows = parts[0].model._default_manager.order_by()
    return rows.filter(pk__in=RawSQL(sql, values))  # noqa: S611 - made by the ORM
