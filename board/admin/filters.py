from collections.abc import Iterable
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.models import Case, Section


class SectionFilter(SimpleListFilter):
    """Articles of a section with its subsections."""

    title = gettext_lazy("section")
    parameter_name = "section"
    lookup = "section"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, str]]:
        sections = list(Section.objects.all())
        for top in sections:
            if top.parent_id is None:
                yield str(top.pk), top.name
                yield from ((str(sub.pk), f"– {sub.name}") for sub in sections if sub.parent_id == top.pk)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        if not value.isdecimal() or len(value) > 18:
            return queryset
        return queryset.filter(Q(**{self.lookup: value}) | Q(**{f"{self.lookup}__parent": value}))


class CommentSectionFilter(SectionFilter):
    lookup = "article__section"


class StateFilter(SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, str]]:
        return [("draft", _("draft")), ("scheduled", _("scheduled")), ("published", _("published"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        states = {
            "draft": Q(published_at=None),
            "scheduled": Q(published_at__gt=Now()),
            "published": Q(published_at__lte=Now()),
        }
        return queryset.filter(states.get(self.value() or "", Q()))


class WaitsFilter(SimpleListFilter):
    """Comments that are on the moderators' desk: those that were reported, those that are held."""

    title = gettext_lazy("what waits")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, str]]:
        return [("reported", _("reported")), ("held", _("held"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        waiting = {"reported": Case.objects.reported, "held": Case.objects.held}.get(self.value() or "")
        # By number: few wait, and they are not looked for among all comments.
        return queryset.filter(pk__in=waiting().values("pk")) if waiting else queryset


class AppealStateFilter(SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, str]]:
        return [("open", _("waits")), ("granted", _("granted")), ("refused", _("refused"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        states = {"open": Q(granted=None), "granted": Q(granted=True), "refused": Q(granted=False)}
        return queryset.filter(states.get(self.value() or "", Q()))
