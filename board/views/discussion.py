"""A page with a discussion on it: the same for everybody, with what is one member's woven in."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.addresses import address_of
from accounts.models import User
from board.actions.visits import note_visit
from board.context import site
from board.discussions.kept import Kept, Key, keep
from board.discussions.neutral import fold_words, render_page
from board.discussions.pages import VIEWS, Page, Said
from board.discussions.personal import read_personal
from board.forms import CommentForm
from board.http import fragment, is_member, varied, wants_fragment
from board.models import Article, Comment
from board.models.comments import DEFAULT_ORDER, ORDERS
from board.rules import permissions
from board.rules.weaving import Key as Slot
from board.rules.weaving import weave
from board.views import drafts
from board.views.blank import empty_form
from board.views.pace import pace
from board.views.visitors import visitors_page

HIDDEN = '<input type="hidden" name="csrfmiddlewaretoken" value="%s">'
# Where a text that is the same for many has something of its own. Nobody can type a NUL.
HOLE = "\0hole\0"
Read = Callable[[Article], tuple[Page, dict[str, Any]]]


def may_open(request: HttpRequest, article: Article) -> bool:
    """Drafts and scheduled stories are their editors' alone."""
    return article.is_published or request.user.has_perm("board.change_article")


def query_for(path: str, asked: dict[str, Any]) -> str:
    """The address with what was asked for, as far as it differs from what everybody gets."""
    usual = {"comment-order": DEFAULT_ORDER, "view": VIEWS[0], "page": 1, "q": "", "in": "", "before": None}
    query = urlencode({name: value for name, value in asked.items() if value != usual[name]})
    return f"{path}?{query}" if query else path


def show(
    request: HttpRequest,
    template: str,
    read: Read,
    article: Article,
    *,
    key: Key,
    address: str,
    parent: Comment | None = None,
) -> HttpResponse:
    """Answers with the page that `read` reads and `template` shows; `address` is its own, with what was asked for.

    `read` gets the article in its present state and returns the page with what else the template needs. `key`
    tells it from all other pages; `parent` is the comment whose thread's page it is.
    """

    def make(article: Article) -> tuple[str, dict[int, Said]]:
        page, more = read(article)
        return paint(request, template, page, address, more | {"comments": render_page(page)}), page.said

    key = (*key, address, origin(request))
    kept = keep(key, article, make)
    if not (kept.state.is_published or may_open(request, article)):
        raise Http404(_("There is no such story, or not yet."))
    if is_member(request):
        return answer(request, kept, dict(member_fills(request, kept, article, parent)))
    if wants_fragment(request) or get_messages(request):
        return answer(request, kept, {})
    return visitors_page(request, kept, key, article)


def paint(request: HttpRequest, template: str, page: Page, address: str, more: dict[str, Any]) -> str:
    """The page as it is for everybody, with the marks of its slots."""
    context = {"article": page.article, "page": page, "orders": ORDERS, "address": address}
    context |= {"origin": origin(request), "fold_words": [fold_words(n) for n in (1, 2)]}
    return render_to_string(template, site(request) | context | more)


def origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def answer(request: HttpRequest, kept: Kept, fills: dict[Slot, str], *, status: int = 200) -> HttpResponse:
    """To whoever asks alone: the page with what is theirs in its slots; with htmx the discussion out of it."""
    if wants_fragment(request):
        html = region(kept, fills)
        return fragment(
            request, html, target="#comments", swap="outerHTML show:none", at_address=True, status=status
        )
    if messages := get_messages(request):
        fills["messages", 0] = render_to_string("_messages.html", {"messages": messages})
    response = HttpResponse(weave(kept.neutral, fills.items()), status=status)
    response["Cache-Control"] = "private, no-cache"
    return varied(response)


def region(kept: Kept, fills: dict[Slot, str]) -> str:
    """The discussion out of its page."""
    html = weave(kept.neutral, fills.items()).decode()
    end = "</section>"
    return html[html.index('<section id="comments"') : html.rindex(end) + len(end)]


def member_fills(
    request: HttpRequest, kept: Kept, article: Article, parent: Comment | None
) -> Iterator[tuple[Slot, str]]:
    """What the page's slots hold for the member who asks."""
    yield from fills_around(request, article, parent)
    seen = note_visit(request.user, article)
    personal = read_personal(request.user, article, kept.said, seen, parent=parent.pk if parent else None)
    yield ("arrival", 0), arrival(personal.new, kept)
    yield from personal.fills()


def fills_around(
    request: HttpRequest, article: Article, parent: Comment | None = None
) -> Iterator[tuple[Slot, str]]:
    """What those around the comments hold: the member's menu, their token, the form; and that nothing is new."""
    member: Any = request.user
    token = get_token(request)
    menu = account(member.name, member.slug, member.is_staff, member.unread, get_language())
    yield ("account", 0), menu.replace(HOLE, token)
    yield ("act", 0), 'method="post"'
    yield ("token", 0), HIDDEN % token
    yield ("arrival", 0), ""
    yield ("respond", 0), respond(request, token, article, parent)


@lru_cache(maxsize=2000)
def account(name: str, slug: str, is_staff: bool, unread: int, language: str | None) -> str:
    """The member's menu, with a hole for the token."""
    user = User(name=name, slug=slug, is_staff=is_staff, unread=unread)
    return render_to_string("_account.html", {"user": user, "csrf_token": HOLE})


def arrival(new: list[int], kept: Kept) -> str:
    """`3 new`, which leads to the first of them: on this page, or at its permalink."""
    if not new:
        return ""
    first = f"#comment-{new[0]}" if new[0] in kept.said else address_of("comment", new[0])
    return render_to_string("board/comments/_arrival.html", {"new": new, "first_new": first})


def respond(request: HttpRequest, token: str, article: Article, parent: Comment | None) -> str:
    """The form for a new thread, or why there is none."""
    answer, action = (
        permissions.may_comment(request.user, article),
        address_of("post_comment", article.pk),
    )
    draft = drafts.take(request, action)
    slow = pace(request.user, article)
    if answer and not parent and not draft:
        return around_form(get_language(), slow).replace(HOLE, empty_form(token, action))
    context: dict[str, Any] = {"user": request.user, "article": article, "parent_page": parent}
    context |= {"answer": answer, "action": action, "form": CommentForm(initial=draft)}
    context |= {"next": f"{request.get_full_path()}#respond", "pace": slow}
    return render_to_string("board/comments/_respond.html", context | {"csrf_token": token})


@lru_cache(maxsize=100)
def around_form(language: str | None, pace: str = "") -> str:
    """What stands around an empty form, with a hole for it."""
    context = {"user": User(), "answer": permissions.YES, "empty_form": HOLE, "pace": pace}
    return render_to_string("board/comments/_respond.html", context)
