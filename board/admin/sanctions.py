"""Warning, holding, suspending, banning, lifting: from the list of members and from a member's own page."""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from board.actions import sanctions
from board.admin import cleaning, record
from board.admin.access import may
from board.admin.addresses import address
from board.admin.bulk import BulkAdmin
from board.admin.member_forms import ReasonForm, SuspensionForm
from board.admin.removal import Row
from board.models import Remit
from board.rules import permissions

Standing = User.Standing
LIFT: tuple[str, Any] = ("lift", gettext_lazy("Lift the sanction"))


class SanctionsAdmin(BulkAdmin):
    actions = ("warn", "hold", "suspend", "ban", "lift")

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return may(request, "accounts.moderate_user")

    def has_ban_permission(self, request: HttpRequest) -> bool:
        return may(request, "accounts.ban_user")

    @admin.action(description=gettext_lazy("Warn …"), permissions=["moderate"])
    def warn(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Asks what is to be said."""
        words = {"title": _("Warn members"), "submit": _("Warn")}

        def done(n: int) -> str:
            return ngettext("%(n)d member warned.", "%(n)d members warned.", n) % {"n": n}

        return self.ask_why(request, queryset, "warn", sanctions.warn, done, **words)

    @admin.action(description=gettext_lazy("Hold all comments …"), permissions=["moderate"])
    def hold(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Asks why."""
        words = {"title": _("Hold all comments of members"), "submit": _("Hold")}

        def done(n: int) -> str:
            return ngettext("%(n)d member's comments wait now.", "%(n)d members' comments wait now.", n) % {
                "n": n
            }

        return self.ask_why(request, queryset, "hold", sanctions.hold, done, **words)

    @admin.action(description=gettext_lazy("Suspend …"), permissions=["moderate"])
    def suspend(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Asks until when, and why."""
        form = SuspensionForm(request.POST if "answered" in request.POST else None)
        members = [member.pk for member in queryset]
        form.fields |= cleaning.field(request, members)
        if not form.is_valid():
            words = {"title": _("Suspend members"), "submit": _("Suspend"), "is_grave": True}
            return self.ask(request, form, rows(queryset), action="suspend", **words)
        given = form.cleaned_data

        def verb(member: User) -> User:
            return sanctions.suspend(member, request.user, until=given["until"], reason=given["reason"])

        def done(n: int) -> str:
            return ngettext("%(n)d member suspended.", "%(n)d members suspended.", n) % {"n": n}

        back = self.act(request, queryset, verb, done)
        return cleaning.go_on(form, members) or back

    @admin.action(description=gettext_lazy("Ban …"), permissions=["ban"])
    def ban(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Asks why."""
        words = {"title": _("Ban members"), "submit": _("Ban"), "is_grave": True}

        def done(n: int) -> str:
            return ngettext("%(n)d member banned.", "%(n)d members banned.", n) % {"n": n}

        return self.ask_why(request, queryset, "ban", sanctions.ban, done, **words)

    def ask_why(
        self,
        request: HttpRequest,
        queryset: QuerySet[User],
        action: str,
        verb: Callable[..., User],
        done: Callable[[int], str],
        **words: Any,
    ) -> HttpResponse | None:
        """The page that asks for the reason, and the verb with it for each of the members."""
        form = ReasonForm(request.POST if "answered" in request.POST else None)
        members = [member.pk for member in queryset]
        form.fields |= {} if action == "warn" else cleaning.field(request, members)
        if not form.is_valid():
            return self.ask(request, form, rows(queryset), action=action, **words)
        reason = form.cleaned_data["reason"]
        back = self.act(request, queryset, lambda member: verb(member, request.user, reason=reason), done)
        return cleaning.go_on(form, members) or back

    @admin.action(description=gettext_lazy("Lift the sanction"), permissions=["moderate"])
    def lift(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        def verb(member: User) -> User:
            return sanctions.lift(member, request.user)

        def done(n: int) -> str:
            return ngettext("%(n)d member may take part again.", "%(n)d members may take part again.", n) % {
                "n": n
            }

        return self.act(request, queryset, verb, done)


def offered(member: User, moderator: Any) -> dict[str, Any]:
    """The buttons and links on a member's page: (name or address, words)."""
    if member.pk == moderator.pk:
        return {"actions_note": _("This is you: another moderator decides about you.")}
    links = cleaning_links(member, moderator)
    if not (answer := permissions.may_act_everywhere(Remit.objects.sections(moderator))):
        return {"actions_note": answer.why_not, "links": links}
    return {"offered": acts_on(member, moderator), "links": links}


def cleaning_links(member: User, moderator: Any) -> list[tuple[str, str]]:
    """To the page that removes all of the last 24 hours, where there is something to be removed."""
    count = cleaning.lately([member.pk], moderator).count()
    if not (count and moderator.has_perm("board.moderate_comment")):
        return []
    words = ngettext(
        "Remove %(n)d comment of the last 24 hours …", "Remove %(n)d comments of the last 24 hours …", count
    )
    return [(cleaning.page_for([member.pk]), words % {"n": count})]


def acts_on(member: User, moderator: Any) -> list[tuple[str, Any]]:
    """What the verbs would not refuse: administrators decide about the staff, nobody about an administrator."""
    if member.is_staff and not moderator.is_superuser:
        return []
    if member.is_superuser:
        return [LIFT] if member.standing != Standing.GOOD else []
    if member.standing == Standing.BANNED:
        return [LIFT] if moderator.has_perm("accounts.ban_user") else []
    acts = [("warn", _("Warn …")), ("hold", _("Hold all comments …")), ("suspend", _("Suspend …"))]
    acts += [("ban", _("Ban …"))] if moderator.has_perm("accounts.ban_user") else []
    return acts if member.standing == Standing.GOOD else [*acts, LIFT]


def rows(members: Collection[Any]) -> list[Row]:
    return [
        Row(
            pk=member.pk,
            address=address(User, "change", member.pk),
            title=member.name,
            words="",
            note=record.words(member, member.published_count, member.removed_count),
        )
        for member in members
    ]
