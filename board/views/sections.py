from itertools import chain, repeat

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from board.http import page, read_only
from board.models import Article, Section
from board.views.paging import KeyPaginator
from board.views.stories import LEAD, story_rows

PER_PAGE = 20


@read_only
def section(request: HttpRequest, category: str, subcategory: str = "") -> HttpResponse:
    """A section's stories, its subsections' with them, the newest first."""
    found = Section.objects.find(category, subcategory).first()
    if found is None:
        raise Http404(_("There is no such section."))
    subsections = list(found.top.subsections.all())
    sections = [found.pk] if found.parent_id else [found.pk, *(sub.pk for sub in subsections)]
    stories = Article.objects.published().filter(section__in=sections)

    def keys(start: int, stop: int) -> list[int]:
        return Article.objects.newest_keys(sections, stop)[start:]

    pages = KeyPaginator(keys, stories.count(), Article.objects.with_sections(), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "section": found,
        "here": found,
        "subsections": subsections,
        "page": shown,
        "stories": story_rows(zip(shown, chain([LEAD], repeat("")), strict=False), level=2),
    }
    return page(request, "board/sections/page.html", context)
