"""A member does not want to read another. It is theirs alone: it changes nothing for others, and nobody is told."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from board.actions.refusals import Refused, demand
from board.models import Mute
from board.rules import permissions

# So that what each of their pages reads stays small.
MOST = 500


@transaction.atomic
def mute(member: Any, other: User) -> None:
    """From now on what `other` says is folded for this member. A second time changes nothing.

    Raises Refused with the sentence of `may_mute`, and for more than MOST at a time.
    """
    demand(permissions.may_mute(member, other))
    User.objects.select_for_update(no_key=True).get(pk=member.pk)  # two at once do not both become the last
    theirs = Mute.objects.of(member)
    if other.pk in theirs:
        return
    if len(theirs) >= MOST:
        sentence = _(
            "You have muted %(most)d members, which is the most there can be. Unmute somebody first."
        )
        raise Refused(sentence % {"most": MOST}, conflict=True)
    Mute.objects.create(member=member, muted=other)


def unmute(member: Any, other: User) -> None:
    """What `other` says stands open again. Where it does already, nothing changes."""
    Mute.objects.filter(member=member, muted=other).delete()
