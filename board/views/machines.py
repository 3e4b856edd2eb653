"""Addresses for machines."""

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse

from board.http import read_only

ROBOTS = """User-agent: *
Disallow: {admin}
Disallow: {accounts}
Disallow: /search/
Disallow: /*?q=
Disallow: /*&q=
Disallow: /articles/
Disallow: /comments/*/reply/
Disallow: /comments/*/quote/
Disallow: /comments/*/vote/
Disallow: /comments/*/edit/
Disallow: /comments/*/delete/
"""
FOREVER = 60 * 60 * 24 * 365
PICTURES = {".webp": "image/webp"}


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    text = ROBOTS.format(admin=reverse("admin:index"), accounts="/accounts/")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@read_only
def healthz(request: HttpRequest) -> HttpResponse:
    """`ok` while the site can reach its data."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@read_only
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Uploaded pictures. Their names are made from their content, so they may be kept for ever."""
    kind = next((kind for ending, kind in PICTURES.items() if path.endswith(ending)), None)
    try:
        if kind is None or not default_storage.exists(path):
            raise Http404
        file = default_storage.open(path)
    except (SuspiciousFileOperation, OSError):
        raise Http404 from None
    headers = {"Cache-Control": f"public, max-age={FOREVER}, immutable"}
    return FileResponse(file, content_type=kind, headers=headers)  # type: ignore[return-value]
