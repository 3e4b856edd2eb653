"""The list of comments: what it shows and looks through, for those who moderate and for editors."""

from typing import Any

from django.contrib import admin
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board import search
from board.admin import comment_page
from board.admin.access import may
from board.admin.filters import CommentSectionFilter, WaitsFilter
from board.admin.lists import ListAdmin, found
from board.admin.remits import within
from board.models import Comment, LogEntry
from board.rules import markup, tally


class CommentListAdmin(ListAdmin):
    """Editors see what everybody may read: not what was reported, held or removed, nor words of it."""

    list_display = ("story", "author", "excerpt", "tally", "status", "waits", "created_at")
    list_display_links = ("excerpt",)
    list_filter = (WaitsFilter, "status", CommentSectionFilter, "created_at")
    linked = ("author", "article")
    search_fields = ("body", "author__name")
    search_note = gettext_lazy(
        "Whole words are found however old they are, parts of names among the newest. "
        "Moderators find parts of words there too."
    )
    ordering = ("-pk",)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return may(request, "board.moderate_comment")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        long = ("article__body", "article__body_html", "article__standfirst")
        acts = LogEntry.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
        newest = Subquery(acts.annotate(newest=Max("pk")).values("newest"))
        theirs = within(request, super().get_queryset(request), "article__section")
        if not self.has_moderate_permission(request):
            theirs = theirs.filter(status=Comment.Status.PUBLISHED)
        around = theirs.select_related("article", "author", "case")
        return around.defer(*long).annotate(newest_act=newest)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return self.for_role(request, self.list_display, "waits")

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        return self.for_role(request, self.list_filter, WaitsFilter)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Stored texts hold what they quote, also of comments that are gone: only moderators look through them."""
        return self.for_role(request, self.search_fields, "body")

    def for_role(self, request: HttpRequest, names: tuple[Any, ...], theirs: Any) -> tuple[Any, ...]:
        """All of them for moderators; without `theirs` for the others."""
        return tuple(name for name in names if name != theirs or self.has_moderate_permission(request))

    def found_by_index(self, request: HttpRequest, words: str) -> list[int]:
        """Published comments by whole words, however old they are."""
        return found(search.find_comments, words)

    def action_checkbox(self, obj: Any) -> Any:
        """With what was known of the comment when the list was made."""
        box = super().action_checkbox(obj)
        return format_html(
            '{}<input type="hidden" name="seen-{}" value="{}">', box, obj.pk, obj.newest_act or 0
        )

    @admin.display(description=gettext_lazy("article"), ordering="article")
    def story(self, comment: Comment) -> str:
        return Truncator(comment.article.headline).chars(48)

    @admin.display(description=gettext_lazy("text"))
    def excerpt(self, comment: Comment) -> str:
        return markup.excerpt(comment.body, 120) or _("(nothing but a quote)")

    @admin.display(description=gettext_lazy("tally"))
    def tally(self, comment: Comment) -> Any:
        words, spoken = tally.words(comment.up, comment.down), tally.spoken(comment.up, comment.down)
        return format_html('<span class="tally" title="{}">{}</span>', spoken, words)

    @admin.display(description=gettext_lazy("waits"), ordering="case__priority")
    def waits(self, comment: Comment) -> str:
        return comment_page.why_it_waits(comment)
