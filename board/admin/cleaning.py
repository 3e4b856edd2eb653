"""After a spammer: all that some members wrote in the last 24 hours is named by its number, and removed together."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from board.actions import moderation
from board.admin.access import may
from board.admin.addresses import address
from board.admin.bulk import BulkAdmin, is_id
from board.admin.removal import RemovalForm, rows
from board.models import Comment, LogEntry, Remit
from board.models.comments import CommentQuerySet

LATELY = timedelta(hours=24)
# How long somebody may look at the page: what was of the last 24 hours then still is.
LOOKING = timedelta(hours=1)
# A reason given so lately is offered again.
JUST_NOW = timedelta(minutes=15)
MOST_MEMBERS = 20
# Each is an act of its own: so many take some seconds.
MOST = 100


def lately(members: Collection[int], moderator: Any, *, within: timedelta = LATELY) -> CommentQuerySet:
    """What these members wrote lately and this moderator may remove."""
    sections = Remit.objects.sections(moderator)
    others = set(members) - {moderator.pk}
    return Comment.objects.lately_by(others, timezone.now() - within, sections)


def words(comments: CommentQuerySet) -> str:
    """`12 comments of the last 24 hours, in 7 discussions`; nothing for none."""
    count = comments.count()
    if not count:
        return ""
    places = comments.order_by().values("article").distinct().count()
    found = ngettext("%(n)d comment of the last 24 hours", "%(n)d comments of the last 24 hours", count)
    where = ngettext("%(found)s, in %(n)d discussion", "%(found)s, in %(n)d discussions", places)
    return where % {"found": found % {"n": count}, "n": places}


def page_for(members: Collection[int]) -> str:
    query = urlencode({"member": sorted(members)[:MOST_MEMBERS]}, doseq=True)
    return f"{reverse('admin:board_comment_clean_up')}?{query}"


def field(
    request: HttpRequest, members: Collection[int], leave_out: Collection[int] = ()
) -> dict[str, forms.Field]:
    """For a page on which these members, or these comments of theirs, are decided about; none for nothing more."""
    may_remove = may(request, "board.moderate_comment")
    number = words(lately(members, request.user).exclude(pk__in=leave_out)) if may_remove else ""
    if not number:
        return {}
    label = _("Then remove what else they wrote: %(number)s") % {"number": number}
    help_text = _("The comments are shown, and you are asked once more.")
    return {"clean_up": forms.BooleanField(label=label, label_suffix="", required=False, help_text=help_text)}


def go_on(form: forms.Form, members: Collection[int]) -> HttpResponse | None:
    """To the page that removes them, where that was ticked."""
    return redirect(page_for(members)) if form.cleaned_data.get("clean_up") else None


class CleaningAdmin(BulkAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.clean_up_view)
        return [path("clean-up/", view, name="board_comment_clean_up"), *super().get_urls()]

    def clean_up_view(self, request: HttpRequest) -> HttpResponse:
        """Names them, with their number; removes those that were seen, unless there are others by then."""
        if not may(request, "board.moderate_comment"):
            raise PermissionDenied(_("You may not do that."))
        members = list(
            User.objects.filter(pk__in=list(filter(is_id, request.GET.getlist("member")))[:MOST_MEMBERS])
        )
        if not members:
            raise Http404(_("There is no such member."))
        found = lately([member.pk for member in members], request.user)
        form = RemovalForm(
            request.POST if request.method == "POST" else None, initial=given_before(request.user, members)
        )
        status = None
        if request.method == "POST" and form.is_valid():
            if chosen := as_seen(request, members, found):
                return self.clean_up(request, form, members, chosen)
            form.add_error(
                None, _("Meanwhile these are no longer the same comments. Nothing has been removed.")
            )
            status = 409
        if not (number := words(found)):
            messages.info(request, _("Nothing of the last 24 hours is left."))
            return redirect(way_back(members))
        shown = list(found.select_related("article", "author")[:MOST])
        says = {"title": _("Remove all of the last 24 hours"), "submit": _("Remove them"), "is_grave": True}
        says |= {"cancel": way_back(members), "hidden": [("chosen", comment.pk) for comment in shown]}
        says |= {"number": named(number, members), "most": MOST if len(shown) == MOST else 0}
        template = "admin/board/comment/clean_up.html"
        return self.ask(
            request, form, rows(shown, with_place=True), action="", template=template, status=status, **says
        )

    def clean_up(
        self, request: HttpRequest, form: RemovalForm, members: list[User], chosen: list[Comment]
    ) -> HttpResponse:
        rule, reason = form.cleaned_data["rule"], form.cleaned_data["words"]
        count = moderation.remove_all(chosen, request.user, reason=reason, rule=rule)
        removed = ngettext("%(n)d comment removed.", "%(n)d comments removed.", count)
        messages.success(request, removed % {"n": count})
        if left := len(chosen) - count:
            kept = ngettext("%(n)d was left as it is.", "%(n)d were left as they are.", left)
            messages.warning(request, kept % {"n": left})
        is_more = count and lately([member.pk for member in members], request.user).exists()
        return redirect(page_for([member.pk for member in members]) if is_more else way_back(members))


def as_seen(request: HttpRequest, members: list[User], found: CommentQuerySet) -> list[Comment]:
    """Those that the page showed; none where one of them is gone or was decided, or new ones have come since."""
    seen = {int(pk) for pk in request.POST.getlist("chosen")[:MOST] if is_id(pk)}
    if not seen or found.filter(pk__gt=max(seen)).exists():
        return []
    still = lately([member.pk for member in members], request.user, within=LATELY + LOOKING)
    comments = list(still.filter(pk__in=seen))
    return comments if len(comments) == len(seen) else []


def given_before(moderator: Any, members: list[User]) -> dict[str, Any]:
    """The reason with which this moderator has just decided about one of them: most often it is the same."""
    acts = LogEntry.objects.filter(moderator=moderator, member__in=members, at__gt=timezone.now() - JUST_NOW)
    act = acts.exclude(reason="").select_related("rule").order_by("-pk").first()
    if act is None:
        return {}
    title = act.rule.title if act.rule else ""
    return {"rule": act.rule_id, "words": act.reason.removeprefix(title).removeprefix(": ")}


def named(number: str, members: list[User]) -> str:
    names = ", ".join(member.name for member in members)
    return _("By %(names)s: %(number)s.") % {"names": names, "number": number}


def way_back(members: list[User]) -> str:
    return address(User, "change", members[0].pk) if len(members) == 1 else address(User, "changelist")
