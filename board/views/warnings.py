from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.limits import TooMany
from board import limits
from board.actions import sanctions
from board.http import is_member, login_first, methods, redirect, refuse_for


@methods("POST")
def acknowledge(request: HttpRequest) -> HttpResponse:
    """The member has read a moderator's warning, and goes on where they were."""
    if not is_member(request):
        return login_first(request, back_to(request))
    try:
        limits.spend(limits.ACKNOWLEDGING, request.user)
    except TooMany as refusal:
        return refuse_for(request, refusal)
    member: Any = request.user
    sanctions.acknowledge(member)
    return redirect(request, back_to(request))


def back_to(request: HttpRequest) -> str:
    """A page of this very host, as the form names it; else the notifications."""
    wanted = request.POST.get("next", "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=request.is_secure()):
        return iri_to_uri(wanted) or ""
    return reverse("notifications")
