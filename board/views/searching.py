"""Searching: what somebody looked for, and what was found, in the site or in one discussion. Each answer is new."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.limits import TooMany, client_ip
from board import limits, search
from board.http import is_member, page, read_only, told_to_wait
from board.models import Article, Mute
from board.models.articles import LARGEST
from board.rules.markup_text import without_unwanted
from board.rules.queries import Query, Unclear, parse
from board.views.discussion import query_for
from board.views.results import comment_results, story_results

FIRST_STORIES = 5
PER_PAGE = 20


@dataclass(frozen=True)
class Looked:
    """What somebody looked for, and why there is no answer, if there is none."""

    words: str
    query: Query | None = None
    refusal: Exception | None = None

    @property
    def status(self) -> int:
        """422 where it takes too long too: sent once more it does again, and other words may not."""
        if self.refusal is None:
            return 200
        return 429 if isinstance(self.refusal, TooMany) else 422


def look(request: HttpRequest, find: Callable[[Query], dict[str, Any]]) -> dict[str, Any]:
    """What `find` finds for the words in the address; with it, as `looked`, what these are."""
    words = without_unwanted(request.GET.get("q", ""))
    has_member = is_member(request)  # asked for in any case: an answer's Vary tells of it
    if not words.strip():
        return {"looked": Looked("")}
    try:
        query = parse(words)
        if has_member:
            limits.spend(limits.SEARCHES, request.user)
        else:
            limits.spend(limits.VISITOR_SEARCHES, client_ip(request))
        return {"looked": Looked(words, query), **find(query)}
    except (Unclear, TooMany, search.TooBroad) as refusal:
        return {"looked": Looked(words, refusal=refusal)}


@read_only
def search_site(request: HttpRequest) -> HttpResponse:
    """Some stories, then comments; each alone further back."""
    before, only = reached(request), request.GET.get("in")

    def find(query: Query) -> dict[str, Any]:
        if only == "stories":
            return stories_page(query, request.path, before)
        found = comments_page(request, query, request.path, {"q": query.words}, before)
        return found if before else found | first_stories(query, request.path)

    context = look(request, find)
    looked = context["looked"]
    response = page(request, "board/search/page.html", context, status=looked.status)
    response["Cache-Control"] = "private, no-cache"
    return told_to_wait(response, looked.refusal)


def first_stories(query: Query, path: str) -> dict[str, Any]:
    found = search.find_articles(query, count=FIRST_STORIES)
    more = query_for(path, {"q": query.words, "in": "stories"}) if found.older else ""
    return {"stories": story_results(found.items, query), "more_stories": more}


def stories_page(query: Query, path: str, before: int | None) -> dict[str, Any]:
    found = search.find_articles(query, before=before, count=PER_PAGE)
    asked = {"q": query.words, "in": "stories"}
    rows = {"stories": story_results(found.items, query), "everything": query_for(path, {"q": query.words})}
    return rows | ways(path, asked, before, found.older)


def comments_page(
    request: HttpRequest,
    query: Query,
    path: str,
    asked: dict[str, Any],
    before: int | None,
    article: Article | None = None,
) -> dict[str, Any]:
    """Without what was said by those whom the one who asks has muted."""
    muted = Mute.objects.of(request.user)
    found = search.find_comments(
        query, article=article, before=before, leave_out_authors=muted, count=PER_PAGE
    )
    rows = comment_results(found.items, query, with_stories=article is None)
    return {"rows": rows, "leaves_out": bool(muted), **ways(path, asked, before, found.older)}


def ways(path: str, asked: dict[str, Any], before: int | None, older: int | None) -> dict[str, str]:
    """The addresses of the newest and of those further back; nothing where a reader has come to these."""
    newest = query_for(path, asked) if before else ""
    return {"newest": newest, "older": query_for(path, {**asked, "before": older}) if older else ""}


def reached(request: HttpRequest) -> int | None:
    """How far back a reader has come: the id of the last one they were shown. None, or nonsense: to the newest."""
    number = request.GET.get("before", "")
    is_one = number.isascii() and number.isdecimal() and len(number) < 20
    return int(number) if is_one and 0 < int(number) <= LARGEST else None
