from typing import Any

from django.contrib import admin
from django.db.models import Field, URLField
from django.http import HttpRequest

from board.admin.lists import AroundAdmin
from board.models import Card


@admin.register(Card)
class CardAdmin(AroundAdmin):
    list_display = ("title", "label", "source", "place", "position", "is_shown")
    list_editable = ("position", "is_shown")
    list_filter = ("place", "is_shown")
    search_fields = ("title", "label", "source", "address")
    fields = ("place", ("label", "source"), "title", "address", ("position", "is_shown"))

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)
