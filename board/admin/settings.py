from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Field, PositiveSmallIntegerField
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from board.actions import discussions, settings
from board.admin.together import OneRowAdmin, TogetherForm
from board.models import Guard


class SettingsForm(TogetherForm):
    class Meta:
        model = Guard
        fields = settings.SETTINGS
        widgets = {"after_mode": forms.RadioSelect}


@admin.register(Guard)
class SettingsAdmin(OneRowAdmin):
    """Moderators read them, senior moderators change them."""

    form = SettingsForm
    fieldsets = (
        (
            gettext_lazy("New members"),
            {
                "fields": ("first_comments", "new_member_days", "hold_new_links"),
                "description": gettext_lazy(
                    "What is held waits for a moderator. Its author sees it in its place, and reads why it waits."
                ),
            },
        ),
        (gettext_lazy("Everybody's comments"), {"fields": ("most_links", "hold_repeated")}),
        (
            gettext_lazy("Heated and slow discussions"),
            {
                "fields": ("heated_signs", "heated_hours", "slow_minutes"),
                "description": gettext_lazy(
                    "Moderators slow a discussion down, or let it go again, in the list of articles. The staff is "
                    "never slowed."
                ),
            },
        ),
        (
            gettext_lazy("Old discussions"),
            {
                "fields": ("after_days", "after_mode"),
                "description": gettext_lazy(
                    "It happens within the hour, once for each: what a moderator opens again afterwards stays open."
                ),
            },
        ),
        (
            gettext_lazy("Removed comments"),
            {
                "fields": ("keep_removed_days",),
                "description": gettext_lazy(
                    "After that their text is deleted for good, and a removal can no longer be undone."
                ),
            },
        ),
    )

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Numbers say in one sentence what they take; the browser knows it too."""
        if not isinstance(db_field, PositiveSmallIntegerField):
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        least, most = limits_of(db_field)
        sentence = _("Write a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}
        kinds = ("required", "invalid", "min_value", "max_value")
        return forms.IntegerField(
            label=capfirst(db_field.verbose_name), help_text=db_field.help_text, min_value=least, max_value=most,
            error_messages=dict.fromkeys(kinds, sentence), widget=forms.NumberInput(attrs={"class": "vSmallNumber"}),
        )  # fmt: skip

    def get_view_on_site_url(self, obj: Any = None) -> None:
        """Nothing of it is to be seen there."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        heading = {"title": capfirst(self.opts.verbose_name), "subtitle": None}
        return super().render_change_form(request, context | heading, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Guard, form: Any, change: bool) -> None:
        settings.change_settings(request.user, **form.changes)
        if {"after_days", "after_mode"} & form.changes.keys() and (count := discussions.old_ones().count()):
            sentence = ngettext(
                "%(n)d discussion is older and still open: it changes within the hour.",
                "%(n)d discussions are older and still open: they change within the hour.",
                count,
            )
            messages.warning(request, sentence % {"n": count})


def limits_of(field: Field) -> tuple[int, int]:
    """The least and the most that the field's validators take."""
    least = max(one.limit_value for one in field.validators if isinstance(one, MinValueValidator))
    most = min(one.limit_value for one in field.validators if isinstance(one, MaxValueValidator))
    return least, most
