"""What can be decided at an entry of the desk: what each act asks for, who may, and the verb that it goes through."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from board.actions import desk, moderation, sanctions
from board.admin import quoters
from board.admin.bulk import is_id
from board.admin.member_forms import ReasonForm, SuspensionForm
from board.admin.removal import RemovalForm
from board.models import Comment

MODERATE_COMMENT, MODERATE_USER = "board.moderate_comment", "accounts.moderate_user"


class AtOnceForm(forms.Form):
    """Nothing is asked."""


@dataclass(frozen=True)
class Act:
    form: type[forms.Form]
    permission: str
    do: Callable[[Comment, HttpRequest, dict[str, Any]], Any]


def approve(comment: Comment, request: HttpRequest, given: dict[str, Any]) -> None:
    moderation.approve(comment, request.user, seen=number(request, "seen"))


def remove(comment: Comment, request: HttpRequest, given: dict[str, Any]) -> None:
    """With it the quoted words go out of those comments that are ticked."""
    why = {"rule": given["rule"], "reason": given["words"]}
    moderation.remove(comment, request.user, seen=number(request, "seen"), **why)
    ticked = [int(pk) for pk in request.POST.getlist("quoters")[: quoters.MOST] if is_id(pk)]
    quoters.treat(request, given | {"quoters": ticked, "treatment": "take-out"}, [comment.pk])


def warn(comment: Comment, request: HttpRequest, given: dict[str, Any]) -> None:
    _sanction(sanctions.warn, comment, request, rule=given["rule"], reason=given["words"], comment=comment)


def suspend(comment: Comment, request: HttpRequest, given: dict[str, Any]) -> None:
    _sanction(sanctions.suspend, comment, request, until=given["until"], reason=given["reason"])


def hold(comment: Comment, request: HttpRequest, given: dict[str, Any]) -> None:
    _sanction(sanctions.hold, comment, request, reason=given["reason"])


def _sanction(verb: Any, comment: Comment, request: HttpRequest, /, **given: Any) -> None:
    seen, known = number(request, "seen"), number(request, "known")
    desk.sanction(verb, comment, request.user, seen=seen, known=known, **given)


def number(request: HttpRequest, name: str) -> int:
    """What the form says that its moderator knew of: nothing, where it says nothing."""
    value = request.POST.get(name, "")
    return int(value) if is_id(value) else 0


ACTS = {
    "approve": Act(AtOnceForm, MODERATE_COMMENT, approve),
    "remove": Act(RemovalForm, MODERATE_COMMENT, remove),
    "warn": Act(RemovalForm, MODERATE_USER, warn),
    "suspend": Act(SuspensionForm, MODERATE_USER, suspend),
    "hold": Act(ReasonForm, MODERATE_USER, hold),
}
