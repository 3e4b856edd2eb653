"""What administrators do with members: their names, and who works on the site."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts import names
from accounts.models import User
from board.actions.members import looks_changed
from board.actions.refusals import Refused


@transaction.atomic
def change_member(
    member: User,
    administrator: User,
    *,
    name: str,
    groups: Iterable[Group],
    is_superuser: bool,
    is_active: bool,
) -> User:
    """Stores a member's name, groups and rights. Whoever is in a group, and every administrator, may use the admin.

    The discussions that the member stands in show the new name and badge at once. ValidationError for a name that
    cannot be used or is somebody else's; Refused where administrators would shut themselves out.
    """
    looks_changed(member)
    stored = User.objects.select_for_update().get(pk=member.pk)
    groups = list(groups)
    if stored.pk == administrator.pk and not (is_superuser and is_active):
        raise Refused(_("You cannot take your own rights away: ask another administrator."))
    if name != stored.name:
        stored.take_name(free_name(stored, name))
    stored.is_superuser, stored.is_active = is_superuser, is_active
    stored.is_staff = is_superuser or bool(groups)
    stored.save(update_fields=["name", "name_key", "is_superuser", "is_active", "is_staff"])
    stored.groups.set(groups)
    return stored


def free_name(member: User, name: str) -> str:
    """The name as it is stored. ValidationError where it cannot be used, or another member's looks like it."""
    name = names.clean(name)
    if names.key(name) != member.name_key:
        accounts.refuse_taken_name(name)
    return name
