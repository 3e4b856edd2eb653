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
        member = User.objects.select_for_update().get(pk=member_id)
        pictures.drop(member.picture)
        if small:
            member.picture.save(str(small.name), small, save=False)
        else:
            member.picture = ""
        member.save(update_fields=["picture"])
        looks_changed(member)
    return member


def looks_changed(member: Any) -> None:
    """Raises the version of every discussion this member stands in: their name, face or badge is part of it."""
    theirs = Comment.objects.filter(author=member).values("article")
    Article.objects.filter(pk__in=theirs).raise_version()
