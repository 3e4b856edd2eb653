from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as StockGroupAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from board.admin.access import is_administrator

# The site knows these by their names: they come with the migrations, and their members carry badges.
KNOWN = ("Moderators", "Senior moderators", "Editors")

admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(StockGroupAdmin):
    """For administrators alone: whoever may change a group could give themselves every right."""

    actions = None
    filter_horizontal = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return is_administrator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Only an empty group, so that nobody loses badge and rights unnoticed; never one that the site needs."""
        free = obj is None or (obj.name not in KNOWN and not obj.user_set.exists())
        return free and is_administrator(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("name",) if obj and obj.name in KNOWN else ()
