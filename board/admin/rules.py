"""The house rules and what stands before them: written by senior moderators, read by all who moderate."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.actions import rules
from board.actions.refusals import Refused
from board.admin.access import may
from board.admin.addresses import address
from board.admin.together import OneRowAdmin, TogetherForm, WrittenAdmin
from board.models import HouseRule, LogEntry, Policy


class RuleForm(TogetherForm):
    class Meta:
        model = HouseRule
        fields = ("title", "text", "position", "is_retired")

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


@admin.register(HouseRule)
class HouseRuleAdmin(WrittenAdmin):
    form = RuleForm
    list_display = ("title", "position", "state", "decisions")
    list_editable = ("position",)
    list_filter = ("is_retired",)
    fields = ("title", "text", "position", "is_retired")

    def get_fields(self, request: HttpRequest, obj: HouseRule | None = None) -> tuple[str, ...]:
        return self.fields if obj else self.fields[:-1]

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return RuleForm

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = HouseRule.objects.aggregate(last=Max("position"))["last"] or 0
        return {"position": last + 1}

    @admin.display(description=gettext_lazy("state"), ordering="is_retired")
    def state(self, rule: HouseRule) -> str:
        return _("retired") if rule.is_retired else _("in force")

    @admin.display(description=gettext_lazy("what was decided by it"))
    def decisions(self, rule: HouseRule) -> Any:
        query = f"{address(LogEntry, 'changelist')}?rule__id__exact={rule.pk}"
        return format_html('<a href="{}">{}</a>', query, _("Decisions"))

    def save_model(self, request: HttpRequest, obj: HouseRule, form: Any, change: bool) -> None:
        if change:
            seen = {name: form.initial[name] for name in form.changes}
            rules.change_rule(obj, request.user, seen=seen, **form.changes)
        else:
            given = {name: form.cleaned_data[name] for name in self.fields[:-1]}
            obj.pk = rules.add_rule(request.user, **given).pk

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """A rule that is used is not deleted: its page says why."""
        rule = self.get_object(request, unquote(object_id))
        try:
            if rule and self.has_delete_permission(request, rule):
                rules.refuse_used(rule)
            return super().delete_view(request, object_id, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(address(HouseRule, "change", unquote(object_id)))

    def delete_model(self, request: HttpRequest, obj: HouseRule) -> None:
        rules.delete_rule(obj, request.user)


class PolicyForm(TogetherForm):
    class Meta:
        model = Policy
        fields = ("text",)


@admin.register(Policy)
class PolicyAdmin(OneRowAdmin):
    """The list of the rules leads to it."""

    form = PolicyForm
    fields = ("text",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return may(request, "board.view_houserule")

    def has_change_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return may(request, "board.change_houserule")

    def save_model(self, request: HttpRequest, obj: Policy, form: Any, change: bool) -> None:
        rules.change_policy(request.user, form.cleaned_data["text"], seen=form.initial["text"])
