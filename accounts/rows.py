"""Rows as model instances, by SQL that is not made anew each time: what each request reads, and each comment writes.

The same as `Manager.raw` and `Model.save`, where working the columns out costs several times what the database does.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, Self, TypeVar

from django.db import connections
from django.db.models import Model
from django.db.models.base import ModelState

# What drivers take as it is, whatever field it is for; but for JSON, of which no model that is stored here has any.
PLAIN = {str, int, float, type(None)}

Row = TypeVar("Row", bound=Model)
Column = tuple[
    int, list[Any], Any
]  # its place in the answer, what makes it a value, the field as an expression


class Quick(Model):
    """A model whose rows are many on a page: they are made from what was read without the detour over `__init__`.

    That is half of the cost of reading them. What the signals of `__init__` do is left out: nobody here listens.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(  # type: ignore[override] # as Django 5.2 has it
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        return make(cls, db, field_names, values)


def make(model: type[Row], alias: str | None, names: Collection[str], values: Collection[Any]) -> Row:
    """An instance of what was read, without the detour over `__init__`."""
    instance = model.__new__(model)
    instance._state = ModelState()
    instance._state.adding, instance._state.db = False, alias
    instance.__dict__.update(zip(names, values, strict=True))
    return instance


def read(model: type[Row], alias: str, sql: str, values: Sequence[Any]) -> list[Row]:
    """The rows that `sql` selects of the model's table, asked on the database `alias`.

    Columns that it leaves out are deferred; those that are none of the model's become plain attributes. `values` go
    to the driver as they are: moments and numbers of another form are the caller's to prepare.
    """
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
        if not rows:
            return []
        columns = tuple([column[0] for column in cursor.description])
    names, changed = _shape(model, connection.vendor, columns)
    found = []
    for row in rows:
        values = list(row)
        for position, converters, expression in changed:
            for converter in converters:
                values[position] = converter(values[position], expression, connection)
        found.append(make(model, alias, names, values))
    return found


def key(model: type[Row], pk: int) -> Row:
    """As much of an instance as names it: for verbs that read the rest themselves, under their lock."""
    return make(model, None, (model._meta.pk.attname,), (pk,))


def insert(instance: Model, alias: str) -> None:
    """Stores a new instance on the database `alias` and gives it its key. It must have none yet; no signal is sent."""
    connection = connections[alias]
    fields, sql = _inserting(type(instance))
    values = []
    for name, prepare in fields:
        value = getattr(instance, name)
        values.append(value if type(value) in PLAIN else prepare(value, connection))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        instance.pk = cursor.fetchone()[0]
    instance._state.adding, instance._state.db = False, alias


@cache
def _inserting(model: type[Model]) -> tuple[list[tuple[str, Any]], str]:
    """(attribute, what makes it a value) of each that is stored, and the statement.

    What the database works out itself is not stored.
    """
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]
    columns, places = ", ".join(str(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    table, key = model._meta.db_table, model._meta.pk.column
    prepared = [(field.attname, field.get_db_prep_save) for field in fields]
    return prepared, f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING {key}"  # noqa: S608 - names of ours


@cache
def _shape(model: type[Model], vendor: str, columns: tuple[str, ...]) -> tuple[list[str], list[Column]]:
    """The name of each column's attribute, and the columns that the database does not give as they are."""
    connection = next(connections[alias] for alias in connections if connections[alias].vendor == vendor)
    fields = {field.column: field for field in model._meta.concrete_fields}
    names, changed = [], []
    for position, column in enumerate(columns):
        field = fields.get(column)
        names.append(field.attname if field else column)
        if field:
            expression = field.get_col(model._meta.db_table)
            converters = [
                *connection.ops.get_db_converters(expression),
                *expression.get_db_converters(connection),
            ]
            if converters:
                changed.append((position, converters, expression))
    return names, changed
