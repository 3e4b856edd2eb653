from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.discussions.kept import Kept, find_article, read_article, state_of
from board.discussions.pages import VIEWS, Page, chosen, read_page, whole
from board.http import fragment, is_member, read_only, told_to_wait, wants_fragment
from board.models import Article, Card, Comment, Mute, Section
from board.models.comments import DEFAULT_ORDER, ORDERS
from board.rules.queries import Query
from board.views.discussion import answer, fills_around, may_open, paint, query_for, show
from board.views.searching import comments_page, look, reached
from board.views.sections import section

PAGE = "board/articles/page.html"


@read_only
def subsection_or_article(request: HttpRequest, category: str, slug: str) -> HttpResponse:
    """Subsections and articles share their addresses; an article at another section's is sent to its own."""
    article = find_article(category, slug)
    article = article if article and may_open(request, article) else None
    if article and article.section.top.slug == category:
        return article_page(request, article)
    if Section.objects.find(category, slug).exists():
        return section(request, category, slug)
    if article is None:
        raise Http404(_("There is no such story, or not yet."))
    query = f"?{request.META['QUERY_STRING']}" if request.META["QUERY_STRING"] else ""
    return redirect(article.get_absolute_url() + query, permanent=True)


def article_page(request: HttpRequest, article: Article) -> HttpResponse:
    order = chosen(request.GET.get("comment-order"), ORDERS, DEFAULT_ORDER)
    view = chosen(request.GET.get("view"), VIEWS, VIEWS[0])
    number = whole(request.GET.get("page"))
    if request.GET.get("q", "").strip():
        return search_discussion(request, article, order, view)

    def read(article: Article) -> tuple[Page, dict[str, Any]]:
        found = read_page(article, order=order, view=view, number=number)
        return found, around(article)

    asked = {"comment-order": order, "view": view, "page": number}
    address = query_for(article.get_absolute_url(), asked)
    return show(request, PAGE, read, article, key=("article", article.pk), address=address)


def around(article: Article) -> dict[str, Any]:
    """What the page shows besides the story and its discussion."""
    return {"cards": Card.objects.filter(is_shown=True), "here": article.section}


def search_discussion(request: HttpRequest, article: Article, order: str, view: str) -> HttpResponse:
    """The article's page with those of its comments that hold the words, in the place of all. It is not kept.

    `order` and `view` are those in which the reader comes back to all.
    """
    path, usual = article.get_absolute_url(), {"comment-order": order, "view": view}

    def find(query: Query) -> dict[str, Any]:
        return comments_page(request, query, path, {"q": query.words, **usual}, reached(request), article)

    context = look(request, find)
    looked = context["looked"]
    context |= around(article) | {
        "all_comments": query_for(path, usual),
        "is_fragment": wants_fragment(request),
    }
    nothing = Page(article, None, order, view, 1, 1, [])
    html = paint(request, PAGE, nothing, query_for(path, {"q": looked.words, **usual}), context)
    fills = dict(fills_around(request, article)) if is_member(request) else {}
    response = answer(request, Kept.of(state_of(article), html, {}), fills, status=looked.status)
    return told_to_wait(response, looked.refusal)


@read_only
def new_comments(request: HttpRequest, pk: int) -> HttpResponse:
    """`3 new comments`: how many came after the number the reader's page ends with. Never pushed, only offered."""
    article = read_article(pk)
    after = request.GET.get("after", "")
    if article is None or not article.is_published or not after.isdecimal() or len(after) > 9:
        raise Http404(_("There is no such story, or not yet."))
    fresh = Comment.objects.published().filter(article=article, number__gt=int(after))
    if is_member(request):
        fresh = fresh.exclude(author__in={request.user.pk, *Mute.objects.of(request.user)})
    count = fresh.count()
    words = ngettext("%d new comment", "%d new comments", count) % count
    context = {"count": count, "words": words, "article": article}
    html = render_to_string("board/comments/_fresh.html", context, request)
    return fragment(request, html, target="#fresh", swap="innerHTML")
