"""Which cases stand on a page of the desk, and how many wait. Bounded, whatever waits."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from board.admin.addresses import address
from board.models import Appeal, Case
from board.models.articles import LARGEST
from board.models.cases import CaseQuerySet, Place

ROWS = 30
# Beyond that many a tab says `1000+`: nobody plans their day by the difference.
MOST_COUNTED = 1000
MOMENT = "%Y%m%dT%H%M%S.%f"
KINDS = {"": Case.objects.all, "reported": Case.objects.reported, "held": Case.objects.held}


@dataclass(frozen=True)
class Shown:
    """What of the queue is looked at: everything, or what is reported or held; from the start, or after a place."""

    kind: str = ""
    after: Place | None = None

    @classmethod
    def read(cls, query: QueryDict) -> "Shown":
        kind = query.get("only", "")
        return cls(kind if kind in KINDS else "", place(query.get("after", "")))

    def address(self, name: str = "desk", *args: Any, **more: Any) -> str:
        """Of a page of the desk that goes on looking at the same."""
        given = {"only": self.kind, "after": token(self.after) if self.after else "", **more}
        query = urlencode({key: value for key, value in given.items() if value})
        return reverse(f"admin:{name}", args=args) + (f"?{query}" if query else "")


def waiting(kind: str, sections: Collection[int] | None) -> CaseQuerySet:
    return KINDS[kind]().within(sections)


def page(shown: Shown, sections: Collection[int] | None) -> tuple[list[Case], Place | None]:
    """The cases, and after which place more of them stand, where there are more."""
    around = ("comment__article__section__parent", "comment__author", "comment__parent__author", "rule")
    long = [f"comment__article__{name}" for name in ("body", "body_html", "standfirst")]
    cases = waiting(shown.kind, sections).queue(shown.after).select_related(*around).defer(*long)
    found = list(cases[: ROWS + 1])
    return found[:ROWS], found[ROWS - 1].place if len(found) > ROWS else None


@dataclass(frozen=True)
class Tab:
    words: str
    count: str
    address: str
    is_current: bool = False


def tabs(shown: Shown, sections: Collection[int] | None) -> Iterator[Tab]:
    words = {"": _("All"), "reported": _("Reported"), "held": _("Held")}
    for kind, word in words.items():
        number = count(waiting(kind, sections))
        yield Tab(word, number, Shown(kind).address(), kind == shown.kind)
    appeals = Appeal.objects.open().within(sections)
    yield Tab(_("Appeals"), count(appeals), address(Appeal, "changelist") + "?state=open")


def count(rows: Any) -> str:
    number = rows.order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)


# --- A place in an address ----------------------------------------------------------------------------------------


def token(place: Place) -> str:
    return f"{place.priority!r}_{place.opened_at.astimezone(UTC).strftime(MOMENT)}_{place.pk}"


def place(token: str) -> Place | None:
    """The place that an address names; none where it names none."""
    try:
        priority, moment, pk = token.split("_")
        found = Place(float(priority), datetime.strptime(moment, MOMENT).replace(tzinfo=UTC), int(pk))
    except (ValueError, OverflowError):
        return None
    return found if isfinite(found.priority) and 0 < found.pk <= LARGEST else None
