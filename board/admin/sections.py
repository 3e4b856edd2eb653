from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.actions.articles import RESERVED
from board.admin.lists import AroundAdmin
from board.models import Article, Section


class SectionForm(forms.ModelForm):
    class Meta:
        model = Section
        fields = ("name", "slug", "parent", "position")
        help_texts = {"slug": gettext_lazy("Its part of the address. Fixed once stories stand in it.")}

    def clean(self) -> dict[str, Any] | None:
        """Subsections and articles share the same place in their addresses."""
        cleaned = super().clean() or self.cleaned_data
        slug = cleaned.get("slug", self.instance.slug)
        if cleaned.get("parent", self.instance.parent) and slug:
            if slug in RESERVED:
                raise ValidationError(
                    {"slug": _("This address stands for something else. Please choose another one.")}
                )
            if Article.objects.filter(slug=slug).exists():
                raise ValidationError(
                    {"slug": _("A story has this address already. Please choose another one.")}
                )
        return cleaned


@admin.register(Section)
class SectionAdmin(AroundAdmin):
    form = SectionForm
    list_display = ("name", "parent", "slug", "position", "stories")
    list_editable = ("position",)
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    fields = ("name", "slug", "parent", "position")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).annotate(story_count=Count("articles"))

    @admin.display(description=gettext_lazy("stories"), ordering="story_count")
    def stories(self, section: Any) -> int:
        return section.story_count

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj and _has_stories(obj) else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        return {} if obj and _has_stories(obj) else {"slug": ("name",)}

    def has_delete_permission(self, request: HttpRequest, obj: Section | None = None) -> bool:
        """A section goes only once it is empty, since stories would lose their addresses; and while nobody is limited
        to it, since they would moderate everywhere then.
        """
        free = obj is None or not (_has_stories(obj) or obj.subsections.exists() or obj.remits.exists())
        return free and super().has_delete_permission(request, obj)


def _has_stories(section: Section) -> bool:
    """In it or in its subsections: all of them have its slug in their address."""
    return Article.objects.in_section(section).exists()
