from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.limits import TooMany
from board import limits
from board.actions import appeals
from board.actions.refusals import Refused
from board.http import (
    is_member,
    login_first,
    page,
    read_or_post,
    redirect,
    status_of,
    told_to_wait,
)
from board.models import LogEntry
from board.rules import notices
from board.views.notifications import about_comment


class AppealForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Why should it be looked at again?"),
        max_length=appeals.MAX_TEXT,
        error_messages={
            "required": gettext_lazy("Write why the decision should be looked at again."),
            "max_length": gettext_lazy("Please write at most %(limit_value)d characters."),
            "null_characters_not_allowed": gettext_lazy("Your text holds characters that cannot be shown."),
        },
    )


@read_or_post
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision with its reason, and the member's appeal against it: to be written, waiting, or decided."""
    if not is_member(request):
        return login_first(request, request.path)
    around = ("article__section__parent", "comment", "appeal")
    entry = get_object_or_404(LogEntry.objects.select_related(*around), pk=pk, member=request.user)
    if not appeals.may_be_appealed(entry):
        raise Http404(_("There is no such decision."))
    if request.method != "POST":
        return show(request, entry, AppealForm())
    form = AppealForm(request.POST)
    try:
        limits.spend(limits.APPEALS, request.user)
        if not form.is_valid():
            return show(request, entry, form)
        appeals.appeal(entry, request.user, form.cleaned_data["text"])
    except (Refused, TooMany) as refusal:
        return told_to_wait(show(request, entry, form, refusal), refusal)
    messages.success(request, _("Your appeal has been sent. Another moderator will look at it."))
    return redirect(request, request.path)


def show(
    request: HttpRequest, entry: LogEntry, form: AppealForm, refusal: Exception | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"entry": entry, "form": form, "refusal": refusal}
    context |= {"sentence": notices.about_own(entry.verb, entry.after), "most": appeals.MAX_TEXT}
    context |= {"about": about_comment(entry, request.user), "is_too_old": appeals.is_too_old(entry)}
    context["appeal"] = getattr(entry, "appeal", None)
    status = status_of(refusal) if refusal else 422 if form.errors else 200
    return page(request, "board/notifications/appeal.html", context, status=status)
