"""What a visitor gets of a page that is kept for everybody: at the cost of reading its state, one row."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from board.discussions import kept as pages
from board.discussions.kept import Kept, Key
from board.models import Article
from board.rules.encodings import accepted

# What tells the answers to a visitor apart: scheme, host, path, query.
Address = tuple[str, str, str, str]
# Other parameters change nothing. Where a story spreads, each reader comes with one of their own (?fbclid=...).
HEEDED = ("comment-order", "view", "page", "q=")
# A longer address, or a visitor with something of their own, goes the whole way.
LONGEST_QUERY = 200
MOST_ADDRESSES = 20_000


class Door(NamedTuple):
    """Where an address leads: the kept page, its article, and the headers that the whole house has put on it."""

    key: Key
    article_id: int
    headers: dict[str, str]


class Visitors:
    """The first middleware. It answers with a kept page where it has seen the whole house do so at this address.

    The headers are those of that answer, so what the other middleware adds is on both.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.doors: dict[Address, Door] = {}
        self.personal = (settings.SESSION_COOKIE_NAME, "messages")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address = self.address(request)
        if address is None:
            return self.get_response(request)
        if (door := self.doors.get(address)) and (kept := present(door)):
            return answer(request, kept, door.headers)
        response = self.get_response(request)
        if (
            (found := getattr(response, "kept_as", None))
            and response.status_code == 200
            and not response.cookies
        ):
            if len(self.doors) >= MOST_ADDRESSES:
                self.doors.clear()
            key, article_id = found
            self.doors[address] = Door(key, article_id, plain_headers(response))
        return response

    def address(self, request: HttpRequest) -> Address | None:
        """None for whoever may get something else than all others."""
        meta = request.META
        cookies, query = meta.get("HTTP_COOKIE", ""), meta.get("QUERY_STRING", "")
        if request.method != "GET" or "HTTP_HX_REQUEST" in meta or len(query) > LONGEST_QUERY:
            return None
        if cookies and any(name in cookies for name in self.personal):
            return None
        if query and not any(name in unquote(query) for name in HEEDED):
            query = ""
        return request.scheme or "", meta.get("HTTP_HOST", ""), request.path_info, query


def present(door: Door) -> Kept | None:
    """The page in its article's present state, if this process keeps it."""
    kept = pages.memory.get(door.key)
    state = Article.objects.state(door.article_id) if kept else None
    if kept and state and kept.state == pages.published(*state):
        return kept
    pages.articles.pop(door.article_id, None)  # it has changed: what was read of it is old
    return None


def visitors_page(request: HttpRequest, kept: Kept, key: Key, article: Article) -> HttpResponse:
    """The kept page as it is, to be given to the next visitor at this address too."""
    response = answer(request, kept, {})
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding", "HX-Request"])
    response.kept_as = key, article.pk  # type: ignore[attr-defined]
    return response


def answer(request: HttpRequest, kept: Kept, headers: dict[str, str]) -> HttpResponse:
    """The page as the client takes it, or 304 where the client has these very bytes."""
    encoding = accepted(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f'"{kept.tag}{encoding}"'
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    if known and (known == etag or {etag, "*", f"W/{etag}"} & set(parse_etags(known))):
        return HttpResponseNotModified(headers={**headers, "ETag": etag})
    body = kept.body(encoding)
    length = {"Content-Length": str(len(body))}
    coded = {"Content-Encoding": encoding} if encoding else {}
    return HttpResponse(body, headers={**headers, **length, **coded, "ETag": etag})


def plain_headers(response: HttpResponseBase) -> dict[str, str]:
    own = {"etag", "content-length", "content-encoding"}
    return {name: value for name, value in response.items() if name.lower() not in own}
