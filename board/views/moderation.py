from django.http import HttpRequest, HttpResponse

from board.http import page, read_only
from board.models import HouseRule, LogEntry, Policy
from board.rules import markup
from board.views import ledger
from board.views.paging import by_index

PER_PAGE = 50


@read_only
def policy(request: HttpRequest) -> HttpResponse:
    intro = markup.render_article(Policy.objects.get(pk=1).text)
    rules = HouseRule.objects.in_force()
    return page(request, "board/moderation/policy.html", {"intro": intro, "rules": rules})


@read_only
def log(request: HttpRequest) -> HttpResponse:
    """What moderators did and why. No member is named, neither who was moderated nor who did it."""
    chosen = ledger.chosen(request)
    shown = by_index(chosen.entries(), ledger.readable(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "rows": ledger.rows(shown),
        "chosen": chosen,
        "rules": HouseRule.objects.all(),
        "acts": LogEntry.Verb.choices,
        "digest": LogEntry.objects.order_by("-pk").values_list("digest", flat=True).first(),
        "kept_query": chosen.query,
    }
    return page(request, "board/moderation/log.html", context)
