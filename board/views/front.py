from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from board.http import page, read_only
from board.models import Article
from board.views.stories import LEAD, discussed_rows, story_rows

LATEST = 14
DISCUSSED = 6
# Of the stories after the lead: with a picture above, beside, or none.
KINDS = ["tall"] * 2 + [""] * 4 + ["brief"] * (LATEST - 6)
# "Most discussed" looks this far back, and further where that leaves it empty.
RECENT = timedelta(days=14)


@read_only
def front(request: HttpRequest) -> HttpResponse:
    stories = list(Article.objects.published().newest()[: LATEST + 1])
    discussed = Article.objects.most_discussed(timezone.now() - RECENT, DISCUSSED)
    context = {
        "lead": story_rows(zip(stories[:1], [LEAD], strict=False), level=2),
        "stories": story_rows(zip(stories[1:], KINDS, strict=False), level=3),
        "discussed": discussed_rows(discussed),
    }
    return page(request, "board/front/page.html", context)
