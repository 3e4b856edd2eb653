"""Pages for what went wrong. None of them loses what somebody typed."""

import sqlite3
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from board.http import fields, page, refuse, wants_fragment

RETRY_AFTER = 10  # seconds
# What SQLite says when it cannot get at its file now; its other operational errors are mistakes of ours.
AWAY = {
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL),
    *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY),
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return refuse(
            request, _("That was too much to send at once. Shorten it and send it again."), status=413
        )
    return refuse(request, _("We did not understand that request. Go back and try again."), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request, str(exception) or _("You may not do that."), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # A view's own sentence (Http404("…")) is shown; the router's technical one is not.
    sentence = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return refuse(request, sentence or _("There is no page at this address."), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: whatever broke may be in what every page needs."""
    if is_outage(sys.exc_info()[1]):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html", {"text": typed(request)}), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database cannot be reached or is too busy: that passes, and a machine that asks is told so in a line."""
    match = request.resolver_match
    if match and match.url_name == "healthz":
        response = HttpResponse("The database does not answer.\n", content_type="text/plain", status=503)
    else:
        response = HttpResponse(render_to_string("503.html", {"text": typed(request)}), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def is_outage(error: BaseException | None) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in AWAY
    return True


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose session has ended comes back with a new token and what was typed."""
    if wants_fragment(request):
        ended = _("Your session has ended. Your text is kept: load the page again and send it.")
        return refuse(request, ended, status=403)
    sentence = _("Your session has ended, so this was not sent. Send it again: your text is below.")
    if not typed(request):
        sentence = _("Your session has ended. Load the page again and try once more.")
    return page(request, "session_ended.html", {"sentence": sentence, "fields": fields(request)}, status=403)


def typed(request: HttpRequest) -> str:
    return str(fields(request).get("body", ""))
