"""Page or fragment, redirect or fragment: how a view answers with and without htmx.

The view chooses the region and where it goes, never the client. Every answer varies by HX-Request.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.middleware import get_user
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.limits import TooMany
from board.actions.refusals import Refused
from board.discussions.patterns import fill

View = Callable[..., HttpResponse]


def wants_fragment(request: HttpRequest) -> bool:
    """htmx asks for a region; but when it restores a page from the history it needs all of it.

    A request that was refused before its middleware ran has no `htmx`, and gets a page.
    """
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.history_restore_request


def is_member(request: HttpRequest) -> bool:
    """Whether a member asks. From here on `request.user` is that member.

    Before, it is Django's stand-in for one who has not been read yet, through which each look takes ten times as long.
    """
    request.user = get_user(request)
    return request.user.is_authenticated


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return varied(render(request, template, context, status=status))


def fragment(
    request: HttpRequest,
    html: str,
    *,
    target: str,
    swap: str = "outerHTML",
    select: str = "",
    notice: str = "",
    status: int = 200,
    events: dict[str, Any] | None = None,
    at_address: bool = False,
) -> HttpResponse:
    """`html` for the element `target`; `notice` is shown and read out; `events` fire once it stands in the page.

    `at_address`: the address asked for becomes the browser's own. Else it stays, so that loading again is safe.
    """
    response = HttpResponse(html + (notice_html(notice) if notice else ""), status=status)
    response["HX-Retarget"] = target
    response["HX-Reswap"] = swap
    if not at_address:
        response["HX-Push-Url"] = "false"
    if select:
        response["HX-Reselect"] = select
    if events:
        response["HX-Trigger-After-Settle"] = json.dumps(events)
    return varied(response)


def region(request: HttpRequest, template: str, context: dict[str, Any], **options: Any) -> HttpResponse:
    return fragment(request, render_to_string(template, context, request), **options)


def notice_html(notice: str) -> str:
    return fill("_notice.html", {"notice": notice})


def refuse(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """A sentence instead of what was asked for: in place with htmx, else on a page of its own, with what was typed."""
    if wants_fragment(request):
        return fragment(request, notice_html(sentence), target="body", swap="none", status=status)
    text = str(fields(request).get("body", ""))
    return page(request, "refused.html", {"sentence": sentence, "text": text}, status=status)


def refuse_for(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """What a verb or a limit said no with, as an answer."""
    return told_to_wait(refuse(request, str(refusal), status=status_of(refusal)), refusal)


def status_of(refusal: Exception) -> int:
    if isinstance(refusal, TooMany):
        return 429
    return 409 if isinstance(refusal, Refused) and refusal.conflict else 403


def told_to_wait(response: HttpResponse, refusal: Exception | None) -> HttpResponse:
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response


def fields(request: HttpRequest) -> dict[str, Any]:
    """What was sent, but for tokens and passwords; nothing where it cannot be read."""
    try:
        sent = request.POST.dict()
    except (SuspiciousOperation, BadRequest, OSError):
        return {}
    return {
        name: value
        for name, value in sent.items()
        if name != "csrfmiddlewaretoken" and "password" not in name
    }


def redirect(request: HttpRequest, address: str) -> HttpResponse:
    """To another page, with htmx too."""
    if wants_fragment(request):
        return varied(HttpResponse(headers={"HX-Redirect": address}))
    return varied(HttpResponseRedirect(address))


def login_first(request: HttpRequest, back_to: str) -> HttpResponse:
    """Asks a visitor to log in and brings them back to where they were."""
    return redirect(request, f"{reverse('account_login')}?{urlencode({'next': back_to})}")


def methods(*allowed: str) -> Callable[[View], View]:
    """Lets a view answer these methods alone; all others are told so in a sentence."""

    def decorate(view: View) -> View:
        @wraps(view)
        def held(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in allowed:
                return view(request, *args, **kwargs)
            response = refuse(
                request, _("This address does not take that. Go back and try again."), status=405
            )
            response["Allow"] = ", ".join(allowed)
            return response

        return held

    return decorate


read_only = methods("GET", "HEAD")
read_or_post = methods("GET", "HEAD", "POST")


def varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request"])
    return response
