"""Page or fragment, redirect or fragment: how a view answers with and without htmx.

The view chooses the region and where it goes, never the client. Every answer varies by HX-Request.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode


def wants_fragment(request: HttpRequest) -> bool:
    """htmx asks for a region; but when it restores a page from the history it needs all of it."""
    return bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]


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
) -> HttpResponse:
    """`html` for the element `target`; `notice` is shown and read out; `events` fire once it stands in the page."""
    response = HttpResponse(html + (notice_html(notice) if notice else ""), status=status)
    response["HX-Retarget"] = target
    response["HX-Reswap"] = swap
    if select:
        response["HX-Reselect"] = select
    if events:
        response["HX-Trigger-After-Settle"] = json.dumps(events)
    return varied(response)


def region(request: HttpRequest, template: str, context: dict[str, Any], **options: Any) -> HttpResponse:
    return fragment(request, render_to_string(template, context, request), **options)


def notice_html(notice: str) -> str:
    return render_to_string("_notice.html", {"notice": notice})


def refuse(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """A sentence instead of what was asked for: in place with htmx, else on a page of its own."""
    if wants_fragment(request):
        return fragment(request, notice_html(sentence), target="body", swap="none", status=status)
    return page(request, "refused.html", {"sentence": sentence}, status=status)


def redirect(request: HttpRequest, address: str) -> HttpResponse:
    """To another page, with htmx too."""
    if wants_fragment(request):
        return varied(HttpResponse(headers={"HX-Redirect": address}))
    return varied(HttpResponseRedirect(address))


def login_first(request: HttpRequest, back_to: str) -> HttpResponse:
    """Asks a visitor to log in and brings them back to where they were."""
    return redirect(request, f"{reverse('account_login')}?{urlencode({'next': back_to})}")


def varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request"])
    return response
