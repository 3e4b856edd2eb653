"""A member's record in a line: what a moderator should know before deciding."""

from django.db.models import Count, Q
from django.utils.translation import ngettext

from accounts.models import User
from board.models import Comment

Status = Comment.Status


def of(member: User) -> str:
    """Counts for one member. Lists count for all of their rows at once and only need the words."""
    numbers = Comment.objects.filter(author=member).aggregate(
        published=Count("pk", filter=Q(status=Status.PUBLISHED)),
        removed=Count("pk", filter=Q(status=Status.REMOVED)),
    )
    return words(member, **numbers)


def words(member: User, published: int, removed: int) -> str:
    sentence = ngettext(
        "%(published)d comment published, %(removed)d removed; standing: %(standing)s",
        "%(published)d comments published, %(removed)d removed; standing: %(standing)s",
        published,
    )
    standing = member.get_standing_display()
    return sentence % {"published": published, "removed": removed, "standing": standing}
