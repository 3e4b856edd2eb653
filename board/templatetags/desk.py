"""What pages of the admin tell besides the rows: the work that waits, the latest acts, what a comment says."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.db.models import Count, Min
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models import Appeal, Article, Case, LogEntry, Remit
from board.rules import markup

LATEST = 8

register = template.Library()


register.filter("excerpt", markup.excerpt)


@dataclass(frozen=True)
class Item:
    """Some work that waits: how much of what, a link to it, and since or until when."""

    count: int
    words: str
    note: str
    address: str
    is_urgent: bool = False


@register.inclusion_tag("admin/_desk.html", takes_context=True)
def desk(context: Context) -> dict[str, Any]:
    user = context["request"].user
    items: list[Item] = []
    if user.has_perm("board.moderate_comment"):
        sections = Remit.objects.sections(user)
        items += [*_cases(sections), *_appeals(sections)]
    if user.has_perm("board.change_article"):
        items += _unpublished_articles()
    return {"waiting": items}


@register.inclusion_tag("admin/_latest_acts.html", takes_context=True)
def latest_acts(context: Context) -> dict[str, Any]:
    sections = Remit.objects.sections(context["request"].user)
    return {"acts": LogEntry.objects.within(sections).select_related("moderator")[:LATEST]}


def _cases(sections: Collection[int] | None) -> Iterator[Item]:
    """What is on the desk of a moderator of these sections (None: of all), the most urgent first behind each link."""
    for kind, cases in (("reported", Case.objects.reported()), ("held", Case.objects.held())):
        found = cases.within(sections).aggregate(n=Count("pk"), oldest=Min("opened_at"))
        if found["n"]:
            note, address = _since(found["oldest"]), reverse("admin:desk") + f"?only={kind}"
            yield Item(found["n"], _words(kind, found["n"]), note, address, is_urgent=True)


def _appeals(sections: Collection[int] | None) -> Iterator[Item]:
    found = Appeal.objects.open().within(sections).aggregate(n=Count("pk"), oldest=Min("created_at"))
    if found["n"]:
        words = ngettext(
            "appeal waits for another moderator", "appeals wait for another moderator", found["n"]
        )
        yield Item(
            found["n"], words, _since(found["oldest"]), _list("appeal") + "?state=open", is_urgent=True
        )


def _words(kind: str, count: int) -> str:
    if kind == "held":
        return ngettext("comment waits for a moderator", "comments wait for a moderator", count)
    return ngettext("comment was reported", "comments were reported", count)


def _unpublished_articles() -> list[Item]:
    now, items = timezone.now(), []
    drafts = Article.objects.filter(published_at=None).aggregate(n=Count("pk"), oldest=Min("created_at"))
    if drafts["n"]:
        words = ngettext("draft", "drafts", drafts["n"])
        items.append(Item(drafts["n"], words, _since(drafts["oldest"]), _list("article") + "?state=draft"))
    coming = Article.objects.filter(published_at__gt=now).aggregate(n=Count("pk"), first=Min("published_at"))
    if coming["n"]:
        words = ngettext("scheduled story", "scheduled stories", coming["n"])
        note = _("the next in %(time)s") % {"time": timesince(now, coming["first"])}
        items.append(Item(coming["n"], words, note, _list("article") + "?state=scheduled"))
    return items


def _since(oldest: datetime) -> str:
    return _("the oldest for %(time)s") % {"time": timesince(oldest)}


def _list(model: str) -> str:
    return reverse(f"admin:board_{model}_changelist")
