"""What somebody typed when their login had ended, kept in their session until they are back."""

from typing import Any

from django.http import HttpRequest

from board.rules.markup import MAX_LENGTH

KEY = "draft"


def keep(request: HttpRequest) -> None:
    """Keeps the text that was sent to this address. One text for each session, and no longer than a comment."""
    if body := request.POST.get("body", "").replace("\0", "").strip():
        request.session[KEY] = {"path": request.path, "body": body[: MAX_LENGTH + 1000]}


def take(request: HttpRequest, path: str) -> dict[str, Any]:
    """The text kept for this address, as a form's initial data; it is kept until it has been sent."""
    draft = request.session.get(KEY)
    return {"body": draft["body"]} if draft and draft["path"] == path else {}


def drop(request: HttpRequest) -> None:
    if request.session.get(KEY, {}).get("path") == request.path:
        del request.session[KEY]
