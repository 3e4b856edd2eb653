"""The moderation log as an Atom feed."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from board.http import read_only
from board.rules import ledger
from board.views.ledger import Chosen, Row, chosen, readable, rows

MOST = 50


class Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """While nothing was done, the same at each request, so that it is not sent again and again."""
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, UTC)


@read_only
@conditional_page
def log_feed(request: HttpRequest) -> HttpResponse:
    """The newest acts, told in the words of the page. Each keeps the digest that stands for it in the log's chain."""
    found = chosen(request)
    newest = rows(readable().by(found.rule, found.verb)[:MOST])
    feed = _feed(request, found)
    for row in newest:
        _add(request, feed, row)
    headers = {"Last-Modified": http_date(newest[0].at.timestamp())} if newest else {}
    return HttpResponse(feed.writeString("utf-8"), content_type=Feed.content_type, headers=headers)


def _feed(request: HttpRequest, found: Chosen) -> Feed:
    query = f"?{found.query}" if found.query else ""
    return Feed(
        title=": ".join([settings.SITE_NAME, _("Moderation log"), *found.words]),
        link=request.build_absolute_uri(reverse("log") + query),
        feed_url=request.build_absolute_uri(reverse("log_feed") + query),
        description=None,
        subtitle=_("What moderators did, and why. Nobody is named."),
        author_name=settings.SITE_NAME,
        language=settings.LANGUAGE_CODE,
    )


def _add(request: HttpRequest, feed: Feed, row: Row) -> None:
    place: Any = row.article
    said = filter(None, [row.reason, place and ledger.printable(place.headline)])
    feed.add_item(
        title=f"{row.act}: {row.reason}" if row.reason else row.act,
        link=request.build_absolute_uri(place.get_absolute_url() if place else reverse("log")),
        description="".join(f"<p>{escape(words)}</p>" for words in said),
        unique_id=f"urn:sha256:{row.digest}",
        pubdate=row.at,
        updateddate=row.at,
    )
