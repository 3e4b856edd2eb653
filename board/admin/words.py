"""The word rules: written by senior moderators, who see before they save what one would have caught."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.actions import trial, words
from board.actions.refusals import Refused
from board.admin.remits import sections_of
from board.admin.together import TogetherForm, WrittenAdmin
from board.models import WordRule
from board.rules import markup

EXAMPLE_HELP = gettext_lazy("“Try it” looks at this text, and at the last comments. It is not stored.")


class WordRuleForm(TogetherForm):
    example = forms.CharField(
        label=gettext_lazy("A text of your own"), required=False, help_text=EXAMPLE_HELP, strip=False,
        max_length=markup.MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
    )  # fmt: skip

    class Meta:
        model = WordRule
        fields = words.WRITTEN

    def clean_words(self) -> str:
        try:
            cleaned = words.clean_words(self.cleaned_data["words"])
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        if WordRule.objects.filter(words__iexact=cleaned).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a rule for these words already."))
        return cleaned


@admin.register(WordRule)
class WordRuleAdmin(WrittenAdmin):
    form = WordRuleForm
    change_form_template = "admin/board/wordrule/change_form.html"
    list_display = ("words", "effect", "is_active", "note", "created_by", "created_at")
    list_filter = ("effect", "is_active")
    list_select_related = ("created_by",)
    search_fields = ("words", "note")
    view_on_site = False  # type: ignore[assignment]
    radio_fields = {"effect": admin.VERTICAL}
    fieldsets = (
        (None, {"fields": words.WRITTEN}),
        (gettext_lazy("Try it before you save it"), {"fields": ("example",)}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: WordRule | None = None) -> Any:
        """Whoever only reads the rules has nothing to try."""
        may_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return self.fieldsets if may_write else self.fieldsets[:1]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if request.method == "POST" and "try" in request.POST:
            return self.try_view(request, object_id)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def try_view(self, request: HttpRequest, object_id: str | None) -> HttpResponse:
        """The page again with what was typed, and with what that would have caught; nothing is stored."""
        rule = self.get_object(request, unquote(object_id)) if object_id else None
        may_write = self.has_change_permission(request, rule) if rule else self.has_add_permission(request)
        if not may_write or bool(object_id) != bool(rule):
            raise PermissionDenied(_("You may not do that."))
        form: Any = self.get_form(request, rule, change=bool(rule))(request.POST, instance=rule)
        context = self.page_of(request, form, rule)
        if form.is_valid():
            given = form.cleaned_data
            context["trial"] = trial.try_on_comments(given["words"], sections_of(request))
            context["example"] = trial.try_on_text(given["words"], given["example"])
            context["has_example"] = bool(given["example"].strip())
        response = self.render_change_form(request, context, add=not rule, change=bool(rule), obj=rule)
        response.status_code = 422 if form.errors else 200
        return response

    def page_of(self, request: HttpRequest, form: Any, rule: WordRule | None) -> dict[str, Any]:
        """What Django's own page needs: the form is shown as it shows its own."""
        shown = AdminForm(form, list(self.get_fieldsets(request, rule)), {}, (), model_admin=self)
        return {
            **self.admin_site.each_context(request),
            "title": _("Change %s") % self.opts.verbose_name
            if rule
            else _("Add %s") % self.opts.verbose_name,
            "subtitle": WordRule.objects.get(pk=rule.pk).words if rule else None,
            "adminform": shown,
            "object_id": rule and rule.pk,
            "original": rule,
            "is_popup": False,
            "to_field": None,
            "media": self.media + shown.media,
            "inline_admin_formsets": [],
            "errors": AdminErrorList(form, []),
            "preserved_filters": self.get_preserved_filters(request),
        }

    def save_model(self, request: HttpRequest, obj: WordRule, form: Any, change: bool) -> None:
        if change:
            seen = {name: form.initial[name] for name in form.changes}
            words.change_word_rule(obj, request.user, seen=seen, **form.changes)
        else:
            given = {name: form.cleaned_data[name] for name in words.WRITTEN}
            obj.pk = words.add_word_rule(request.user, **given).pk

    def delete_model(self, request: HttpRequest, obj: WordRule) -> None:
        words.delete_word_rule(obj, request.user)
