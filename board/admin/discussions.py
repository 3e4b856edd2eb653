"""What moderators do with a discussion as a whole: from the list of stories, and from a story's own page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from board.actions import discussions
from board.actions.refusals import Refused
from board.admin.access import may
from board.admin.bulk import BulkAdmin
from board.models import Article

MODES = Article.Comments


class DiscussionsAdmin(BulkAdmin):
    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return may(request, "board.moderate_comment")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = kwargs.get("obj")
        if article and self.has_moderate_permission(request):
            context |= {"offered": offered(article)}
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(description=gettext_lazy("Comments: open"), permissions=["change", "moderate"])
    def open_comments(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        return self.set_mode(request, queryset, MODES.OPEN)

    @admin.action(description=gettext_lazy("Comments: pre-moderate"), permissions=["change", "moderate"])
    def premoderate_comments(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        return self.set_mode(request, queryset, MODES.PREMODERATED)

    @admin.action(description=gettext_lazy("Comments: close"), permissions=["change", "moderate"])
    def close_comments(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        return self.set_mode(request, queryset, MODES.CLOSED)

    @admin.action(description=gettext_lazy("Comments: slow down"), permissions=["moderate"])
    def slow_down(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        return self.set_pace(request, queryset, is_slow=True)

    @admin.action(description=gettext_lazy("Comments: as fast as they come"), permissions=["moderate"])
    def let_go(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        return self.set_pace(request, queryset, is_slow=False)

    def set_pace(
        self, request: HttpRequest, queryset: QuerySet[Article], *, is_slow: bool
    ) -> HttpResponse | None:
        def change(article: Article) -> None:
            if article.is_slowed == is_slow:
                raise Refused(_("its comments are so already."))
            discussions.set_pace(article, request.user, is_slow=is_slow)

        return self.act(request, queryset, change, changed)

    def set_mode(self, request: HttpRequest, queryset: QuerySet[Article], mode: str) -> HttpResponse | None:
        def change(article: Article) -> None:
            if article.comments_mode == mode:
                raise Refused(_("its comments are so already."))
            discussions.set_comments_mode(article, request.user, mode)

        return self.act(request, queryset, change, changed)


def changed(n: int) -> str:
    return ngettext("%(n)d discussion changed.", "%(n)d discussions changed.", n) % {"n": n}


def offered(article: Article) -> list[tuple[str, str]]:
    """The buttons on a story's page: (name of the action, words). What it is already is not offered."""
    modes = {
        MODES.OPEN: ("open_comments", _("Open the discussion")),
        MODES.PREMODERATED: ("premoderate_comments", _("Pre-moderate the discussion")),
        MODES.CLOSED: ("close_comments", _("Close the discussion")),
    }
    others = [words for mode, words in modes.items() if mode != article.comments_mode]
    slow, free = ("slow_down", _("Slow it down")), ("let_go", _("Let it go as fast as it comes"))
    return [*others, free if article.is_slowed else slow]
