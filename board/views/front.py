from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from board.http import page, read_only
from board.models import Article

LATEST = 14
DISCUSSED = 6
# "Most discussed" looks this far back, and further where that leaves it empty.
RECENT = timedelta(days=14)


@read_only
def front(request: HttpRequest) -> HttpResponse:
    stories = list(Article.objects.published().newest()[: LATEST + 1])
    discussed = Article.objects.most_discussed(timezone.now() - RECENT, DISCUSSED)
    return page(
        request,
        "board/front/page.html",
        {"lead": stories[:1], "stories": stories[1:], "discussed": discussed},
    )
