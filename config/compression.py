"""Compresses what is made for one reader. What is kept for many comes compressed already."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from board.rules.encodings import accepted, encode

# A shorter answer gains nothing.
SHORTEST = 500
KINDS = ("text/", "application/xml", "application/rss", "application/atom", "application/json")
# Their pages can hold a secret beside words that somebody else chose; how well those compress together would tell
# of it. The token of a form is no such secret: it is masked anew each time.
UNTOUCHED = "/accounts/"


class Compression:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or response.has_header("Content-Encoding"):
            return response
        if not response.get("Content-Type", "").startswith(KINDS) or request.path.startswith(UNTOUCHED):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        encoding = accepted(request.headers.get("Accept-Encoding", ""))
        if encoding and len(response.content) >= SHORTEST:
            response.content = encode(response.content, encoding, kept=False)
            response["Content-Encoding"] = encoding
            response["Content-Length"] = str(len(response.content))
        return response
