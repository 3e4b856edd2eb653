"""Appeals against decisions: read in full, and granted or refused by another moderator than the first."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from board.actions.appeals import answer_appeal
from board.actions.moderation import MAX_REASON
from board.admin.access import may
from board.admin.addresses import address, link
from board.admin.bulk import BulkAdmin
from board.admin.filters import AppealStateFilter
from board.admin.remits import sections_of
from board.admin.removal import Row
from board.models import Appeal

EXCERPT = 160


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Answer"), required=False, max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The member is told this, and it stands in the log."),
    )  # fmt: skip


class RefusalForm(AnswerForm):
    answer = forms.CharField(
        label=gettext_lazy("Why the decision stands"), max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The member is told this, and it stands in the log."),
        error_messages={"required": gettext_lazy("Say why the decision stands: the member is told.")},
    )  # fmt: skip


@admin.register(Appeal)
class AppealAdmin(BulkAdmin):
    """Nobody writes, changes or deletes an appeal here: it is answered by its verb."""

    change_form_template = "admin/board/appeal/change_form.html"
    list_display = ("excerpt", "member", "decision", "first_decided_by", "state", "created_at")
    list_display_links = ("excerpt",)
    list_filter = (AppealStateFilter,)
    list_select_related = ("member", "entry__moderator", "decided_by")
    ordering = ("pk",)
    fields = (
        *("member_link", "text", "created_at", "decision", "reason", "first_decided_by", "comment_link"),
        *("state", "answer", "decided_by", "decided_at"),
    )
    actions = ("grant", "refuse")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        appeals: Any = super().get_queryset(request)
        return appeals.within(sections_of(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_moderate_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Appeal | None = None) -> bool:
        return self.has_moderate_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Appeal | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Appeal | None = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return may(request, "board.moderate_comment")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        title = _("Appeal by %(name)s") % {"name": kwargs["obj"].member}
        facts = {"title": title, "subtitle": None, **offered(kwargs["obj"], request.user)}
        return super().render_change_form(request, context | facts, *args, **kwargs)

    # --- What is shown ----------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("text"))
    def excerpt(self, appeal: Appeal) -> str:
        return Truncator(appeal.text).chars(EXCERPT)

    @admin.display(description=gettext_lazy("decision"), ordering="entry__verb")
    def decision(self, appeal: Appeal) -> str:
        return appeal.entry.get_verb_display()

    @admin.display(description=gettext_lazy("its reason"))
    def reason(self, appeal: Appeal) -> str:
        return appeal.entry.reason

    @admin.display(description=gettext_lazy("first decided by"), ordering="entry__moderator")
    def first_decided_by(self, appeal: Appeal) -> str:
        return appeal.entry.moderator.name if appeal.entry.moderator else ""

    @admin.display(description=gettext_lazy("member"))
    def member_link(self, appeal: Appeal) -> Any:
        return link(appeal.member)

    @admin.display(description=gettext_lazy("comment"), empty_value="")
    def comment_link(self, appeal: Appeal) -> Any:
        """With its text as it is now: it is what is to be decided about."""
        comment = appeal.entry.comment
        return comment and format_html("{}<br>{}", link(comment), linebreaksbr(comment.body))

    @admin.display(description=gettext_lazy("state"), ordering="granted")
    def state(self, appeal: Appeal) -> str:
        return {None: _("waits"), True: _("granted"), False: _("refused")}[appeal.granted]

    # --- What is done -----------------------------------------------------------------------------------------------

    @admin.action(description=gettext_lazy("Grant …"), permissions=["moderate"])
    def grant(self, request: HttpRequest, queryset: QuerySet[Appeal]) -> HttpResponse | None:
        """Asks for an answer, which may be left empty."""

        def done(n: int) -> str:
            return ngettext("%(n)d appeal granted.", "%(n)d appeals granted.", n) % {"n": n}

        words = {"title": _("Grant appeals"), "submit": _("Grant")}
        return self.decide(request, queryset, AnswerForm, done, action="grant", **words)

    @admin.action(description=gettext_lazy("Refuse …"), permissions=["moderate"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[Appeal]) -> HttpResponse | None:
        """Asks why the decision stands."""

        def done(n: int) -> str:
            return ngettext("%(n)d appeal refused.", "%(n)d appeals refused.", n) % {"n": n}

        words = {"title": _("Refuse appeals"), "submit": _("Refuse"), "is_grave": True}
        return self.decide(request, queryset, RefusalForm, done, action="refuse", **words)

    def decide(
        self,
        request: HttpRequest,
        queryset: QuerySet[Appeal],
        asked: Any,
        done: Any,
        *,
        action: str,
        **words: Any,
    ) -> HttpResponse | None:
        form = asked(request.POST if "answered" in request.POST else None)
        if not form.is_valid():
            return self.ask(request, form, list(map(row, queryset)), action=action, **words)
        answer = form.cleaned_data["answer"]

        def verb(appeal: Appeal) -> Appeal:
            return answer_appeal(appeal, request.user, action == "grant", answer)

        return self.act(request, queryset, verb, done)


def offered(appeal: Appeal, moderator: Any) -> dict[str, Any]:
    """The buttons on the page: (name, words), or why there are none."""
    if appeal.granted is not None:
        return {}
    if moderator.pk in (appeal.entry.moderator_id, appeal.member_id):
        return {"actions_note": _("This was your own decision: another moderator looks at it again.")}
    return {"offered": [("grant", _("Grant …")), ("refuse", _("Refuse …"))]}


def row(appeal: Appeal) -> Row:
    return Row(
        pk=appeal.pk,
        address=address(Appeal, "change", appeal.pk),
        title=f"{appeal.member}: {appeal.entry.get_verb_display()}",
        words=Truncator(appeal.text).chars(EXCERPT),
        note=appeal.entry.reason,
    )
