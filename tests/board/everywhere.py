"""Every place where the site stores something, searched for words."""

from django.apps import apps
from django.db import connection, models


def stored(*words: str) -> list[tuple[str, int | str]]:
    """(`table.column`, the row's key) wherever one of the words is stored in the database, in any case."""
    found: list[tuple[str, int | str]] = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            for field in model._meta.concrete_fields:
                if not isinstance(field, models.CharField | models.TextField | models.JSONField):
                    continue
                for word in words:
                    cursor.execute(
                        f'SELECT "{model._meta.pk.column}" FROM "{model._meta.db_table}"'
                        f' WHERE LOWER(CAST("{field.column}" AS TEXT)) LIKE %s',
                        [f"%{word.lower()}%"],
                    )
                    found += [(f"{model._meta.db_table}.{field.column}", pk) for (pk,) in cursor.fetchall()]
    return sorted(set(found))
