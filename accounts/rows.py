"""Rows as model instances, by SQL that is not made anew each time: what each request reads, and each comment writes.

The same as `Manager.raw` and `Model.save`, where working the columns out costs several times what the database does.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, Self, TypeVar

from django.db import connections
from django.db.models import Model
from django.db.models.base import ModelState

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
        instance = cls.__new__(cls)
        instance._state = ModelState()
        instance._state.adding, instance._state.db = False, db
        instance.__dict__.update(zip(field_names, values, strict=True))
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
    names, places, others = _shape(model, connection.vendor, columns)
    found = []
    for row in rows:
        instance = model.from_db(alias, names, [_value(row, place, connection) for place in places])
        for name, position in others:
            setattr(instance, name, row[position])
        found.append(instance)
    return found


def insert(instance: Model, alias: str) -> None:
    """Stores a new instance on the database `alias` and gives it its key. It must have none yet; no signal is sent."""
    connection = connections[alias]
    fields, sql = _inserting(type(instance), connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [field.get_db_prep_save(getattr(instance, field.attname), connection) for field in fields]
        )
        instance.pk = cursor.fetchone()[0]
    instance._state.adding, instance._state.db = False, alias


@cache
def _inserting(model: type[Model], vendor: str) -> tuple[list[Any], str]:
    """The fields that are stored, and the statement. What the database works out itself is not stored."""
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]
    columns, places = ", ".join(str(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    table, key = model._meta.db_table, model._meta.pk.column
    return fields, f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING {key}"  # noqa: S608 - names of ours


def _value(row: Sequence[Any], column: Column, connection: Any) -> Any:
    position, converters, expression = column
    value = row[position]
    for converter in converters:
        value = converter(value, expression, connection)
    return value


@cache
def _shape(
    model: type[Model], vendor: str, columns: tuple[str, ...]
) -> tuple[list[str], list[Column], list[tuple[str, int]]]:
    """The model's fields in its own order with their columns, and the other columns, by name and place."""
    connection = next(connections[alias] for alias in connections if connections[alias].vendor == vendor)
    at: dict[Any, int] = {name: position for position, name in enumerate(columns)}
    names, places = [], []
    for field in model._meta.concrete_fields:
        if (position := at.pop(field.column, None)) is None:
            continue
        expression = field.get_col(model._meta.db_table)
        converters = [
            *connection.ops.get_db_converters(expression),
            *expression.get_db_converters(connection),
        ]
        names.append(field.attname)
        places.append((position, converters, expression))
    return names, places, list(at.items())
