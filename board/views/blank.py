"""The comment form with nothing in it yet."""

from functools import lru_cache
from uuid import uuid4

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from board.forms import CommentForm

FORM = "board/comments/_form.html"
# Where a form that is the same for many has something of its own. Nobody can type a NUL.
TOKEN, NUMBER = "\0token\0", "\0number\0"


def empty_form(token: str, action: str) -> SafeString:
    """The form for a new thread with nothing in it: the same for all members, but for its token and its number."""
    html = _empty_form(action, get_language())
    return SafeString(html.replace(TOKEN, token).replace(NUMBER, str(uuid4())))


@lru_cache(maxsize=1000)
def _empty_form(action: str, language: str | None) -> str:
    form = CommentForm(initial={"submission": NUMBER})
    return render_to_string(FORM, {"form": form, "action": action, "csrf_token": TOKEN})
