"""What the tests of the desk share: looking at it, and deciding there."""

from typing import Any

from board.models import Case, Comment, LogEntry
from tests.board.admin.conftest import Cast

DESK = "/admin/desk/"


def page(cast: Cast, role: str = "moderator", query: str = "") -> str:
    answer = cast.client(role).get(f"{DESK}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def entries(cast: Cast, role: str = "moderator", query: str = "") -> list[int]:
    return [entry.comment.pk for entry in cast.client(role).get(f"{DESK}{query}").context["entries"]]


def decide(cast: Cast, comment: Comment, act: str, *, role: str = "moderator", **given: Any) -> Any:
    options = {"headers": {"HX-Request": "true"}} if given.pop("htmx", False) else {}
    query = given.pop("query", "")
    return cast.client(role).post(f"{DESK}{comment.pk}/{query}", {"act": act, **given}, **options)


def status(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def nothing_done(comment: Comment) -> bool:
    return Case.objects.filter(pk=comment.pk).exists() and not LogEntry.objects.exists()
