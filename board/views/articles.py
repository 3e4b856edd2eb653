from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.actions.visits import note_visit
from board.discussions.neutral import fold_words, render_page
from board.discussions.pages import VIEWS, Page, chosen, read_page
from board.discussions.personal import read_personal
from board.forms import CommentForm
from board.http import fragment, page, read_only, wants_fragment
from board.models import Article, Card, Comment, Section
from board.models.comments import DEFAULT_ORDER, ORDERS
from board.rules import permissions
from board.rules.weaving import weave
from board.views import drafts
from board.views.sections import section


@read_only
def subsection_or_article(request: HttpRequest, category: str, slug: str) -> HttpResponse:
    """Subsections and articles share their addresses; an article at another section's is sent to its own."""
    article = Article.objects.filter(slug=slug).select_related("section__parent").first()
    article = article if article and may_open(request, article) else None
    if article and article.section.top.slug == category:
        return article_page(request, article)
    if Section.objects.find(category, slug).exists():
        return section(request, category, slug)
    if article is None:
        raise Http404(_("There is no such story, or not yet."))
    query = f"?{request.META['QUERY_STRING']}" if request.META["QUERY_STRING"] else ""
    return redirect(article.get_absolute_url() + query, permanent=True)


def may_open(request: HttpRequest, article: Article) -> bool:
    """Drafts and scheduled stories are their editors' alone."""
    return article.is_published or request.user.has_perm("board.change_article")


def article_page(request: HttpRequest, article: Article) -> HttpResponse:
    found = read_page(
        article,
        order=chosen(request.GET.get("comment-order"), ORDERS, DEFAULT_ORDER),
        view=chosen(request.GET.get("view"), VIEWS, VIEWS[0]),
        number=request.GET.get("page"),
    )
    context = discussion(request, found) | {"article": article}
    if wants_fragment(request):
        html = render_to_string("board/comments/_discussion.html", context, request)
        return fragment(request, html, target="#comments", swap="outerHTML show:none", at_address=True)
    context |= {"cards": Card.objects.filter(is_shown=True), "here": article.section}
    return page(request, "board/articles/page.html", context)


def discussion(request: HttpRequest, found: Page) -> dict[str, Any]:
    """What the discussion's region shows: the neutral list, with the member's own things woven in."""
    neutral = render_page(found)
    context: dict[str, Any] = {"article": found.article, "page": found, "orders": ORDERS, "answer": None}
    context["fold_words"] = [fold_words(count) for count in (1, 2)]
    if not request.user.is_authenticated:
        return context | {"comments": weave(neutral)}
    personal = read_personal(request.user, found, note_visit(request.user, found.article))
    action = reverse("post_comment", args=[found.article.pk])
    return context | {
        "comments": weave(neutral, personal.fills()),
        "new": personal.new,
        "first_new": first_new(personal.new, found),
        "answer": permissions.may_comment(request.user, found.article),
        "form": CommentForm(initial=drafts.take(request, action)),
        "action": action,
    }


def first_new(new: list[int], found: Page) -> str:
    """The address of the first new comment: on this page, or its permalink."""
    if not new:
        return ""
    here = any(row.pk == new[0] for row in found.comments)
    return f"#comment-{new[0]}" if here else reverse("comment", args=[new[0]])


@read_only
def new_comments(request: HttpRequest, pk: int) -> HttpResponse:
    """`3 new comments`: how many came after the number the reader's page ends with. Never pushed, only offered."""
    article = Article.objects.published().filter(pk=pk).select_related("section__parent").first()
    after = request.GET.get("after", "")
    if article is None or not after.isdecimal() or len(after) > 9:
        raise Http404(_("There is no such story, or not yet."))
    fresh = Comment.objects.published().filter(article=article, number__gt=int(after))
    if request.user.is_authenticated:
        fresh = fresh.exclude(author=request.user)
    count = fresh.count()
    words = ngettext("%d new comment", "%d new comments", count) % count
    context = {"count": count, "words": words, "article": article}
    html = render_to_string("board/comments/_fresh.html", context, request)
    return fragment(request, html, target="#fresh", swap="innerHTML")
