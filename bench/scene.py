"""A process of its own on a site's database: who is logged in, what they will send, and what came of it.

`python -m bench.scene TASK [JSON]` prints the task's answer as JSON. Sessions are made as the tests make them, by
Django's own log-in; nobody's password is needed.
"""

import json
import os
import random
import sys
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import django

TOKEN = "b" * 32  # a cookie and a header that agree: all that Django asks of a form's token
MUTED = 2
EACH = 200  # comments and bare writes of each member
SAID = (
    "I *read* the minutes, and **page 14** says something else. See https://example.org/minutes/2026-03 for it.\n\n"
    "Who pays for the boat in winter? That is the question, and nobody answers it."
)


def sign_in(member: Any) -> str:
    """The Cookie header of a member who is logged in."""
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(member)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def crowd(count: int) -> list[Any]:
    """The first members but the moderator who have said something: links by others wait for a moderator."""
    from accounts.models import User

    members = User.objects.filter(email__startswith="crowd-", is_staff=False, comments__status="published")
    return list(members.distinct().order_by("pk")[:count])


def largest(size: int) -> Any:
    """The oldest article with so many comments."""
    from board.models import Article

    return Article.objects.filter(last_number=size).select_related("section__parent").order_by("pk")[0]


# --- Tasks ------------------------------------------------------------------------------------------------------


def articles(sizes: list[int]) -> dict[int, dict[str, Any]]:
    """{comments: an article with so many}."""
    found = {size: largest(size) for size in sizes}
    return {size: {"pk": row.pk, "address": row.get_absolute_url()} for size, row in found.items()}


def reader(size: int, votes: int) -> dict[str, Any]:
    """A member with so many votes on the first page of that discussion, who has muted two who speak on it."""
    from board.actions.mutes import mute
    from board.actions.votes import cast_vote
    from board.discussions.pages import read_page

    article, member = largest(size), crowd(1)[0]
    rows = [node.row for node in read_page(article).nodes if node.row.is_published]
    mine = {row.pk for row in rows if row.votes.filter(member=member).exists()}
    for row in [row for row in rows if row.pk not in mine and row.author_id != member.pk][
        : votes - len(mine)
    ]:
        cast_vote(row.pk, member, 1)
        mine.add(row.pk)
    others = {row.author_id: row.author for row in rows if row.author_id != member.pk}
    for author in list(others.values())[:MUTED]:
        mute(member, author)
    return {"cookie": sign_in(member), "votes": len(mine)}


def rows(size: int, members: int, kind: str, path: str) -> dict[str, Any]:
    """Writes the requests of many members, each to be sent once, in a mixed order that is always the same.

    `kind`: votes (none of which is there yet), comments, both (one in five a comment), or writes: the write floor's.
    """
    chance = random.Random(kind)  # noqa: S311 - always the same
    article = largest(size)
    cookies = {member.pk: sign_in(member) for member in crowd(members)}
    lines = {"votes": votes, "comments": comments, "both": both, "writes": writes}[kind](
        article, cookies, chance
    )
    Path(path).write_text("".join(f"{line}\n" for line in lines))
    return {"article": article.pk, "count": len(lines)}


def votes(article: Any, cookies: dict[int, str], chance: random.Random) -> list[str]:
    from board.models import Comment, Vote

    stored = set(Vote.objects.filter(comment__article=article).values_list("comment", "member"))
    written = Comment.objects.published().filter(article=article).values_list("pk", "author")
    open_pairs = [
        (comment, member)
        for (comment, author), member in product(written, cookies)
        if member != author and (comment, member) not in stored
    ]
    chance.shuffle(open_pairs)
    return [
        row(f"/comments/{comment}/vote/", cookies[member], f"value={-1 if number % 2 else 1}")
        for number, (comment, member) in enumerate(open_pairs)
    ]


def comments(article: Any, cookies: dict[int, str], chance: random.Random) -> list[str]:
    """Each form has a number of its own, as in a browser: sent twice it would post once. Each text, too: the same
    again would wait for a moderator.
    """
    path = f"/articles/{article.pk}/comments/"
    return [
        row(path, cookie, urlencode({"body": f"{SAID} ({number})", "submission": number_of_form(chance)}))
        for number, cookie in enumerate([*cookies.values()] * EACH)
    ]


def number_of_form(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def both(article: Any, cookies: dict[int, str], chance: random.Random) -> list[str]:
    said, cast = iter(comments(article, cookies, chance)), iter(votes(article, cookies, chance))
    return [line for five in zip(said, cast, cast, cast, cast, strict=False) for line in five]


def writes(article: Any, cookies: dict[int, str], chance: random.Random) -> list[str]:
    return [row("/bench/write/", cookie, "value=1") for cookie in cookies.values()] * EACH


def row(path: str, cookie: str, body: str) -> str:
    return "\t".join([path, cookie, TOKEN, body])


def tally() -> dict[str, Any]:
    """How many votes and comments are stored, and whether `manage.py recount` finds every count true."""
    from django.core.management import CommandError, call_command

    from board.models import Comment, Vote

    out = StringIO()
    try:
        call_command("recount", stdout=out)
        differences = 0
    except CommandError:
        differences = len(out.getvalue().splitlines())
    return {"votes": Vote.objects.count(), "comments": Comment.objects.count(), "differences": differences}


def places() -> dict[str, Any]:
    """Addresses of every kind of page of a site, taken from all over it."""
    from accounts.models import User
    from board.models import Comment, Section

    article = largest(200)
    some = random.Random("places").sample(range(1, Comment.objects.count() + 1), 300)  # noqa: S311
    readable = Comment.objects.published().filter(pk__in=some, article__last_number=200)
    busy = User.objects.get(email="crowd-2@example.com")
    return {
        "article": {"pk": article.pk, "address": article.get_absolute_url()},
        "front page": "/",
        "section": Section.objects.filter(parent=None)[0].get_absolute_url(),
        "member": busy.get_absolute_url(),
        "permalinks": [f"/comments/{pk}/" for pk in readable.values_list("pk", flat=True)],
    }


TASKS = {task.__name__: task for task in (articles, reader, rows, tally, places)}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    task, options = TASKS[sys.argv[1]], json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
    print(json.dumps(task(**options)))


if __name__ == "__main__":
    main()
