from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from board.admin.addresses import link
from board.admin.lists import ListAdmin
from board.admin.remits import sections_of
from board.models import LogEntry


@admin.register(LogEntry)
class LogEntryAdmin(ListAdmin):
    """Read by those who may; added to by the verbs alone, changed and deleted by nobody: the database refuses too."""

    list_display = ("at", "moderator", "verb", "member", "comment_link", "article_link", "why", "change")
    list_filter = ("verb", "rule", ("moderator", admin.RelatedOnlyFieldListFilter), "at")
    list_select_related = ("moderator", "member", "article", "comment")
    search_fields = ("reason", "member__name", "moderator__name", "article__headline")
    fields = (
        *("at", "moderator", "verb", "member", "comment_link", "article_link", "reason", "internal"),
        "change",
    )
    actions = None
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """What was done elsewhere is nothing to a moderator of some sections; sanctions hold everywhere."""
        entries: Any = super().get_queryset(request)
        return entries.within(sections_of(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False

    @admin.display(description=_("comment"), empty_value="")
    def comment_link(self, entry: LogEntry) -> Any:
        return entry.comment and link(entry.comment)

    @admin.display(description=_("article"), empty_value="")
    def article_link(self, entry: LogEntry) -> Any:
        return entry.article and link(entry.article)

    @admin.display(description=_("reason"), ordering="reason")
    def why(self, entry: LogEntry) -> str:
        """Where readers are told nothing, what moderators alone are told."""
        return entry.reason or entry.internal

    @admin.display(description=_("from → to"))
    def change(self, entry: LogEntry) -> str:
        return entry.change
