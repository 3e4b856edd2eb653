from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from board.http import page, read_only
from board.models import Article, Section

PER_PAGE = 20


@read_only
def section(request: HttpRequest, category: str, subcategory: str = "") -> HttpResponse:
    """A section's stories, its subsections' with them, the newest first."""
    found = Section.objects.find(category, subcategory).first()
    if found is None:
        raise Http404(_("There is no such section."))
    stories = Article.objects.published().in_section(found).newest()
    context = {
        "section": found,
        "here": found,
        "subsections": found.top.subsections.all(),
        "page": Paginator(stories, PER_PAGE).get_page(request.GET.get("page")),
    }
    return page(request, "board/sections/page.html", context)
