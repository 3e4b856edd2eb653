"""Suspending, banning, lifting: from the list of members and from a member's own page."""

from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from board.actions import sanctions
from board.admin import record
from board.admin.access import may
from board.admin.addresses import address
from board.admin.bulk import BulkAdmin
from board.admin.member_forms import ReasonForm, SuspensionForm
from board.admin.removal import Row

Standing = User.Standing


class SanctionsAdmin(BulkAdmin):
    actions = ("suspend", "ban", "lift")

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return may(request, "accounts.moderate_user")

    @admin.action(description=gettext_lazy("Suspend …"), permissions=["moderate"])
    def suspend(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Asks until when, and why."""
        form = SuspensionForm(request.POST if "answered" in request.POST else None)
        if not form.is_valid():
            words = {"title": _("Suspend members"), "submit": _("Suspend"), "is_grave": True}
            return self.ask(request, form, rows(queryset), action="suspend", **words)
        given = form.cleaned_data

        def verb(member: User) -> User:
            return sanctions.suspend(member, request.user, until=given["until"], reason=given["reason"])

        def done(n: int) -> str:
            return ngettext("%(n)d member suspended.", "%(n)d members suspended.", n) % {"n": n}

        return self.act(request, queryset, verb, done)

    @admin.action(description=gettext_lazy("Ban …"), permissions=["moderate"])
    def ban(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Asks why."""
        form = ReasonForm(request.POST if "answered" in request.POST else None)
        if not form.is_valid():
            words = {"title": _("Ban members"), "submit": _("Ban"), "is_grave": True}
            return self.ask(request, form, rows(queryset), action="ban", **words)

        def verb(member: User) -> User:
            return sanctions.ban(member, request.user, reason=form.cleaned_data["reason"])

        def done(n: int) -> str:
            return ngettext("%(n)d member banned.", "%(n)d members banned.", n) % {"n": n}

        return self.act(request, queryset, verb, done)

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
    """The buttons on a member's page: (name, words)."""
    if member.pk == moderator.pk:
        return {"actions_note": _("This is you: another moderator decides about you.")}
    sanctions = [("suspend", _("Suspend …")), ("ban", _("Ban …"))]
    lift = [("lift", _("Lift the sanction"))]
    if member.standing == Standing.GOOD:
        return {"offered": sanctions}
    return {"offered": lift if member.standing == Standing.BANNED else [*sanctions, *lift]}


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
