"""Voiding and restoring votes from the vote view: what is offered, what is asked, what is said afterwards."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from board.actions import voiding
from board.actions.moderation import MAX_REASON
from board.actions.refusals import Refused
from board.admin.addresses import address
from board.admin.removal import Row
from board.admin.vote_subjects import OfComment, Subject, count
from board.models import LogEntry, Vote

# Whoever voids votes on a comment has looked at who cast them, so long ago at most.
LOOKED = timedelta(hours=12)


class TurnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=MAX_REASON, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The members are told this, and it stands in the public log: name nobody."),
        error_messages={"required": gettext_lazy("Say why: the members are told.")},
    )  # fmt: skip

    def __init__(self, members: list[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members

    def clean_reason(self) -> str:
        if why_not := voiding.names_somebody(self.cleaned_data["reason"], self.members):
            raise ValidationError(why_not)
        return str(self.cleaned_data["reason"])


@dataclass(frozen=True)
class Act:
    """`is_everywhere`: all votes of the members, not only those on one comment."""

    name: str
    void: bool
    is_everywhere: bool

    def do(self, members: list[User], subject: Subject, reason: str) -> int:
        """On one comment in one act for all, everywhere for each of the members in an act of its own."""
        if isinstance(subject, OfComment) and not self.is_everywhere:
            on = voiding.void_votes_on if self.void else voiding.restore_votes_on
            return on(subject.comment, members, subject.moderator, reason=reason)
        (member,) = members
        of = voiding.void_votes if self.void else voiding.restore_votes
        return of(member, subject.moderator, reason=reason)


ACTS = {
    act.name: act
    for act in (
        Act("void", True, False),
        Act("restore", False, False),
        Act("void-all", True, True),
        Act("restore-all", False, True),
    )
}


def offered(subject: Subject) -> list[tuple[str, str]]:
    """The buttons: (name, words). Of a member those that have something to do, with how many votes that is."""
    if isinstance(subject, OfComment):
        return [
            ("void", _("Void their votes on this comment …")),
            ("restore", _("Restore their votes on this comment …")),
            ("void-all", _("Void all their votes …")),
        ]
    (member,) = subject.chosen([])
    found = []
    if n := count(member, subject.moderator, void=True):
        found.append(("void-all", ngettext("Void %(n)d vote …", "Void all %(n)d votes …", n) % {"n": n}))
    if n := count(member, subject.moderator, void=False):
        words = ngettext("Restore %(n)d void vote …", "Restore %(n)d void votes …", n)
        found.append(("restore-all", words % {"n": n}))
    return found


def why_not(act: Act, subject: Subject, members: list[User]) -> str:
    """Why the act is not even asked about; nothing where it is."""
    if not act.is_everywhere and not isinstance(subject, OfComment):
        return _("Choose a comment first.")
    if not members:
        return _("Nobody was ticked. Nothing has been changed.")
    looks = LogEntry.objects.filter(verb=LogEntry.Verb.SEE_VOTERS, moderator=subject.moderator)
    if not act.is_everywhere and not looks.filter(at__gt=timezone.now() - LOOKED, **subject.about).exists():
        return _("Look at who voted first: what you do here would tell it.")
    return ""


def words(act: Act, subject: Subject, members: list[User]) -> dict[str, Any]:
    """What stands on the page that asks. The number is named first."""
    rows = [
        Row(one.pk, address(Vote, "member", one.pk), one.name, "", note(act, subject, one)) for one in members
    ]
    submit = button(act, members, subject)
    facts = {"rows": rows, "action": act.name, "checkbox": ACTION_CHECKBOX_NAME, "submit": submit}
    return facts | {
        "title": title(act, subject),
        "is_grave": act.void,
        "cancel": subject.address,
        "subject": subject,
    }


def button(act: Act, members: list[User], subject: Subject) -> str:
    n = (
        sum(count(one, subject.moderator, void=act.void) for one in members)
        if act.is_everywhere
        else len(members)
    )
    if act.void:
        return ngettext("Void %(n)d vote", "Void %(n)d votes", n) % {"n": n}
    return ngettext("Restore %(n)d vote", "Restore %(n)d votes", n) % {"n": n}


def title(act: Act, subject: Subject) -> str:
    if act.is_everywhere:
        return _("Void all votes of members") if act.void else _("Restore all void votes of members")
    sentence = _("Void votes: %(name)s") if act.void else _("Restore votes: %(name)s")
    return sentence % {"name": subject.title}


def note(act: Act, subject: Subject, member: User) -> str:
    if not act.is_everywhere:
        return ""
    n = count(member, subject.moderator, void=act.void)
    return ngettext("%(n)d vote", "%(n)d votes", n) % {"n": n}


def turn(request: HttpRequest, act: Act, subject: Subject, members: list[User], reason: str) -> None:
    """Does it, and says what came of it. Where it is each by themselves, a refusal stops no other."""
    turned = 0
    for chosen in [[one] for one in members] if act.is_everywhere else [members]:
        try:
            turned += act.do(chosen, subject, reason)
        except Refused as refusal:
            name = f"{chosen[0].name}: " if act.is_everywhere else ""
            messages.warning(request, f"{name}{refusal}")
    if turned:
        messages.success(request, done(act, turned))
    if turned and (left := left_over(act, subject, members, turned)):
        messages.warning(request, left)


def done(act: Act, turned: int) -> str:
    if act.void:
        return ngettext("%(n)d vote is void now.", "%(n)d votes are void now.", turned) % {"n": turned}
    return ngettext("%(n)d vote counts again.", "%(n)d votes count again.", turned) % {"n": turned}


def left_over(act: Act, subject: Subject, members: list[User], turned: int) -> str:
    """How many are still to do, or had been done before; nothing where that is none."""
    if not act.is_everywhere:
        n = len(members) - turned
        return ngettext("%(n)d was so already.", "%(n)d were so already.", n) % {"n": n} if n else ""
    n = sum(count(one, subject.moderator, void=act.void) for one in members)
    return (
        ngettext("%(n)d vote is left: do it again.", "%(n)d votes are left: do it again.", n) % {"n": n}
        if n
        else ""
    )
