from typing import Any

from django.core.files import File
from django.db import transaction

from accounts import pictures
from accounts.models import User
from board.models import Article, Comment

FACE = (160, 160)


def change_picture(member_id: Any, file: File | None) -> User:
    """Puts up a square picture, or takes it down for None. Raises ValidationError for what is not a picture."""
    small = pictures.shrink(file, FACE, crop=True) if file else None
    with transaction.atomic():
        looks_changed(member_id)
        member = User.objects.select_for_update(no_key=True).get(pk=member_id)
        pictures.drop(member.picture)
        if small:
            member.picture.save(str(small.name), small, save=False)
        else:
            member.picture = ""
        member.save(update_fields=["picture"])
    return member


def looks_changed(member: Any) -> None:
    """Raises the version of every discussion this member stands in: their name, face or badge is part of it.

    Before the member's row is locked, and in ascending order, as by every verb: no two wait for each other in a circle.
    """
    around = Article.objects.filter(pk__in=Comment.objects.filter(author=member).values("article"))
    list(around.select_for_update().order_by("pk").values_list("pk"))
    around.raise_version()
