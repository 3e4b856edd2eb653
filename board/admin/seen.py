"""What a moderator knew of a comment when its page was made: sent along, so that whoever comes second is told."""

from collections.abc import Collection, Mapping

from django.db.models import Max
from django.http import HttpRequest

from board.models import LogEntry


def newest(comments: Collection[int]) -> dict[int, int]:
    """The newest log entry about each of these comments; 0 for none."""
    acts = LogEntry.objects.filter(comment__in=comments).order_by().values_list("comment")
    return dict.fromkeys(comments, 0) | dict(acts.annotate(newest=Max("pk")))


def sent_along(known: Mapping[int, int]) -> list[tuple[str, int]]:
    """(name, value) of the hidden fields by which a page tells it to `told`."""
    return [(f"seen-{comment}", entry) for comment, entry in known.items()]


def told(request: HttpRequest, comment: int) -> int | None:
    """What the page that this was sent from knew; None where it told nothing."""
    value = request.POST.get(f"seen-{comment}", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 18 else None


def on_page(request: HttpRequest, comments: Collection[int]) -> dict[int, int]:
    """For a page that asks: what the one before it knew stays what is known, and what it did not tell is as of now."""
    known = newest(comments)
    return {pk: now if (before := told(request, pk)) is None else before for pk, now in known.items()}
