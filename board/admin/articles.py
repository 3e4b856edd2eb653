from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db.models import Field, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from board import search
from board.actions import articles
from board.admin.access import may
from board.admin.addresses import address
from board.admin.article_form import ArticleForm
from board.admin.discussions import DiscussionsAdmin
from board.admin.filters import SectionFilter, StateFilter
from board.admin.lists import found
from board.admin.remits import within
from board.models import Article, Comment
from board.rules import markup

MODES = Article.Comments


@admin.register(Article)
class ArticleAdmin(DiscussionsAdmin):
    form = ArticleForm
    change_form_template = "admin/board/article/change_form.html"
    list_display = ("headline", "section", "state", "published_at", "mode", "comments")
    list_filter = (StateFilter, SectionFilter, "comments_mode", "published_at")
    list_select_related = ("section__parent",)
    search_fields = ("headline", "byline", "body")
    search_note = gettext_lazy("Whole words are found however old they are, parts of words among the newest.")
    searched = 5_000  # their texts are long
    ordering = ("-pk",)
    actions = (
        *("publish_now", "open_comments", "premoderate_comments", "close_comments"),
        *("slow_down", "let_go"),
    )
    radio_fields = {"comments_mode": admin.VERTICAL}
    fieldsets = (
        (None, {"fields": ("section", "headline", "slug", "standfirst", "body")}),
        (
            gettext_lazy("Who wrote it"),
            {"fields": ("byline", "authors", "source", "source_copyright")},
        ),
        (
            gettext_lazy("Picture"),
            {"fields": ("thumbnail", "picture", "picture_alt", "picture_caption", "picture_credit")},
        ),
        (gettext_lazy("Publication"), {"fields": ("published_at", "comments_mode")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Editors write everywhere, whatever else they are limited to."""
        rows = super().get_queryset(request)
        return rows if may(request, "board.change_article") else within(request, rows, "section")

    # --- The list ---------------------------------------------------------------------------------------------------

    def found_by_index(self, request: HttpRequest, words: str) -> list[int]:
        """Published stories by whole words, however old they are."""
        return found(search.find_articles, words)

    @admin.display(description=gettext_lazy("state"), ordering="published_at")
    def state(self, article: Article) -> str:
        if article.is_published:
            return _("published")
        return _("draft") if article.published_at is None else _("scheduled")

    @admin.display(description=gettext_lazy("comments are"), ordering="comments_mode")
    def mode(self, article: Article) -> str:
        words = {MODES.OPEN: _("open"), MODES.PREMODERATED: _("pre-moderated"), MODES.CLOSED: _("closed")}
        mode = words[MODES(article.comments_mode)]
        return _("%(mode)s, slow") % {"mode": mode} if article.is_slowed else mode

    @admin.display(description=gettext_lazy("comments"), ordering="comment_count")
    def comments(self, article: Article) -> Any:
        query = f"{address(Comment, 'changelist')}?article__id__exact={article.pk}"
        return format_html('<a href="{}">{}</a>', query, article.comment_count)

    # --- The form ---------------------------------------------------------------------------------------------------

    def view_on_site(self, article: Article) -> str:
        return article.get_absolute_url()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and obj.picture:
            return self.fieldsets
        without = {
            name: [field for field in options["fields"] if field != "thumbnail"]
            for name, options in self.fieldsets
        }
        return [(name, {"fields": fields}) for name, fields in without.items()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("thumbnail", *(("slug",) if obj and is_fixed(obj) else ()))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        return {} if obj and is_fixed(obj) else {"slug": ("headline",)}

    @admin.display(description=gettext_lazy("picture now"))
    def thumbnail(self, article: Article) -> Any:
        return format_html(
            '<img class="thumbnail" src="{}" width="{}" height="{}" alt="{}">',
            article.picture.url, article.picture_width, article.picture_height, article.picture_alt,
        )  # fmt: skip

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Sections have pages of their own: none is added or deleted from inside a story's form."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        articles.save_article(obj, request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """A story with comments stays: they belong to those who wrote them. So does one that the log tells of."""
        gone = obj is None or not (obj.comments.exists() or obj.logentry_set.exists())
        return gone and super().has_delete_permission(request, obj)

    def get_urls(self) -> list[Any]:
        preview = path(
            "preview/", self.admin_site.admin_view(self.preview_view), name="board_article_preview"
        )
        return [preview, *super().get_urls()]

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """What was typed, rendered and not stored."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied(_("You may not do that."))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Preview"),
            "article": {name: request.POST.get(name, "") for name in ("headline", "standfirst", "byline")},
            "html": markup.render_article(request.POST.get("body", "")),
        }
        return TemplateResponse(request, "admin/board/article/preview.html", context)

    # --- The actions ------------------------------------------------------------------------------------------------

    @admin.action(description=gettext_lazy("Publish now"), permissions=["change"])
    def publish_now(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        def done(n: int) -> str:
            return ngettext("%(n)d story published.", "%(n)d stories published.", n) % {"n": n}

        return self.act(request, queryset, articles.publish_now, done)


def is_fixed(article: Article) -> bool:
    """Links from outside lead to a published story, and members' links to one that has been talked about."""
    return article.is_published or article.last_number > 0
