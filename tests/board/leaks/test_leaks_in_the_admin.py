"""Who works in the admin but does not moderate sees there what readers see, and the stories that they edit."""

import re
from typing import Any

import pytest
from django.apps import apps

from accounts.models import User
from board.models import Comment, LogEntry
from tests.board.leaks.addresses import Arguments, addresses, routes
from tests.board.leaks.test_leaks import WORD, said
from tests.board.leaks.world import World
from tests.board.views.browsing import browser
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db

ROWS = re.compile(r"admin/(\w+)/(\w+)/<path:\w+>/")
THEIRS = {
    "a draft's headline",
    "the headline of a story that was taken back",
    "a comment under a story that was taken back",
}


def keys(model: Any) -> list[Any]:
    return list(model._default_manager.values_list("pk", flat=True))


def known() -> Arguments:
    found: Arguments = {("", "pk"): keys(Comment), ("admin/desk/undo/<int:pk>/", "pk"): keys(LogEntry)}
    for page in ("", "names/", "turn/"):
        found[f"admin/board/vote/member/<int:pk>/{page}", "pk"] = keys(User)
    for route in routes("admin/"):
        if match := ROWS.match(route):
            rows = keys(apps.get_model(match[1], match[2]))
            found |= {(route, name): rows for name in ("object_id", "pk")}
    found["admin/r/<path:content_type_id>/<path:object_id>/", "content_type_id"] = [1]
    found["admin/r/<path:content_type_id>/<path:object_id>/", "object_id"] = [1]
    return found


def everywhere() -> list[str]:
    """Each address of the admin, and what can be looked for in its lists."""
    admin = routes("admin/", leave_out=lambda route: "(?P" in route or "logout" in route)
    arguments = known()
    found = [address for route in admin for address in addresses(route, arguments)]
    lists = [address for address in found if re.fullmatch(r"/admin/[a-z_]+/[a-z]+/", address)]
    found += [f"{address}?{query}" for address in lists for query in ("q=Zq", "all=", "p=1")]
    statuses = [f"/admin/board/comment/?status__exact={status}" for status in Comment.Status.values]
    waits = [f"/admin/board/comment/?waits={what}" for what in ("reported", "held")]
    return [*found, *statuses, *waits, "/admin/board/", "/admin/accounts/"]


def test_an_editor_sees_nothing_that_is_for_moderators(world: World) -> None:
    editor = StaffFactory(name="Edda", group="Editors")
    client, secrets = browser(editor), {secret.word.lower(): secret.what for secret in world.secrets}
    where = everywhere()
    assert len(where) > 300
    leaks = {
        f"{address} tells {secrets[word]} ({word})"
        for address in where
        for word in set(WORD.findall(said(client.get(address))))
        if secrets[word] not in THEIRS
    }
    assert sorted(leaks) == []


def test_an_editor_finds_by_hidden_words_only_what_can_be_read_anyway(world: World) -> None:
    """Such as a comment that quotes what was removed; the words are not shown."""
    client = browser(StaffFactory(name="Edda", group="Editors"))
    for secret in world.secrets:
        answer = client.get("/admin/board/comment/", {"q": secret.word})
        found = answer.context["cl"].result_list
        assert all(comment.is_published for comment in found), secret.what


def test_a_moderator_sees_what_is_hidden(world: World) -> None:
    """But for what was scrubbed: so the test above would see it too."""
    client = browser(world.mona)
    text = "".join(
        said(client.get(f"/admin/board/comment/{one.pk}/change/")) for one in world.comments.values()
    )
    found = {secret.what for secret in world.secrets if secret.word.lower() in text}
    assert {"removed", "deleted", "redacted", "held: words", "a moderator's note"} <= found
    assert "scrubbed" not in found
