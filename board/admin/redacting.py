"""Editing out: a moderator takes out of a comment what breaks the rules, and sees first what readers will see."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.actions import moderation
from board.actions.refusals import Refused
from board.admin import seen
from board.admin.access import may
from board.admin.addresses import address
from board.admin.bulk import BulkAdmin
from board.admin.removal import RemovalForm, name
from board.discussions.quotes import html_now, html_of
from board.models import Comment, Remit
from board.rules import markup, permissions

TEMPLATE = "admin/board/comment/redact.html"


class RedactionForm(RemovalForm):
    body = forms.CharField(
        label=gettext_lazy("The text"), max_length=20 * markup.MAX_LENGTH, strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "source"}),
        help_text=gettext_lazy("As its author typed it. Take out what breaks the rules, and leave the rest as it is."),
        error_messages={"required": gettext_lazy("Nothing would be left of it: remove the comment instead.")},
    )  # fmt: skip
    field_order = ("body", "rule", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = _(
            "Alone, or after the house rule. Readers see the reason in the comment's history."
        )


class RedactingAdmin(BulkAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.redact_view)
        return [path("<path:pk>/edit-out/", view, name="board_comment_redact"), *super().get_urls()]

    def redact_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        """The comment's text in a field; what comes of it on request; and then the verb."""
        if not may(request, "board.moderate_comment"):
            raise PermissionDenied(_("You may not do that."))
        comment: Comment | None = self.get_object(request, unquote(pk))
        if comment is None:
            raise Http404(_("There is no such comment."))
        if not (
            answer := permissions.may_moderate(request.user, comment, Remit.objects.sections(request.user))
        ):
            raise PermissionDenied(answer.why_not)
        if request.method != "POST":
            return self.ask_for_text(request, comment, RedactionForm(initial={"body": comment.body}))
        form = RedactionForm(request.POST)
        if not form.is_valid() or "preview" in request.POST:
            return self.ask_for_text(request, comment, form)
        try:
            self.redact(request, comment, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.ask_for_text(request, comment, form, status=409 if refusal.conflict else 422)
        messages.success(request, _("The words are taken out."))
        return redirect(address(Comment, "change", comment.pk))

    def redact(self, request: HttpRequest, comment: Comment, given: dict[str, Any]) -> None:
        moderation.redact(
            comment, request.user, body=given["body"], reason=given["words"], rule=given["rule"],
            seen=seen.told(request, comment.pk),
        )  # fmt: skip

    def ask_for_text(
        self, request: HttpRequest, comment: Comment, form: RedactionForm, *, status: int | None = None
    ) -> HttpResponse:
        """After a conflict what has been done meanwhile is shown, and counts as known."""
        known = seen.newest([comment.pk]) if status == 409 else seen.on_page(request, [comment.pk])
        words = {
            "title": _("Edit out"),
            "submit": _("Edit out"),
            "others": [("preview", _("Preview"))],
            "cancel": address(Comment, "change", comment.pk),
            "hidden": seen.sent_along(known),
            "name": name(comment),
            "as_it_is": html_now(comment),
        }
        if form.is_bound and (body := form.cleaned_data.get("body")) and "preview" in request.POST:
            words |= {"preview": html_of(body, comment), "reason": form.cleaned_data.get("reason", "")}
        return self.ask(request, form, (), action="", template=TEMPLATE, status=status, **words)
