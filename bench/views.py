"""What is measured beside the site's own views, behind the same middleware."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from board.models import Article


def write(request: HttpRequest) -> HttpResponse:
    """The write floor: a member, known by their session and held to their token, changes one row by its key."""
    if request.method != "POST" or not request.user.is_authenticated:
        raise PermissionDenied("This is for members who post.")
    with transaction.atomic():
        User.objects.filter(pk=request.user.pk).update(last_login=timezone.now())
    return HttpResponse()


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What every vote and every comment does to what is kept of a discussion: its next reader is the first."""
    Article.objects.filter(pk=pk).raise_version()
    return HttpResponse()
