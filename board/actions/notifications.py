from typing import Any

from django.db.models import F

from accounts.models import User


def mark_read(member: Any) -> int:
    """The member looks at their notifications: how many of them were new.

    Only those that they were told of count as read, so that one that comes at this moment is not lost.
    """
    new: int = member.unread
    if new:
        User.objects.filter(pk=member.pk, unread__gte=new).update(unread=F("unread") - new)
        member.unread = 0
    return new
