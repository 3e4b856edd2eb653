"""Asks a database how it would answer the site's queries, page by page.

It fills the database with `manage.py populate`, opens each page that a reader can open, cold, and prints a line for
each query that reads a whole table or sorts what it has read: `<page> | <what> | <the query>`.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from board.actions import appeals, moderation
from board.actions.mutes import mute
from board.actions.reindex import is_complete
from board.discussions import kept
from board.models import Article, Comment, HouseRule, LogEntry

# What editors make by hand: as many rows as a page has room for.
FURNITURE = ("board_section", "board_card", "board_houserule", "auth_group", "socialaccount_socialapp")
# Frequent, rarer, a phrase, in another script, a single character, words that never meet, nothing, much of all.
WORDS = ("the", "lighthouse", '"the boat"', "の船", "港", "boat been", "xylophone42", '"of the" in to')
# The admin's lists of what grows without end.
LISTS = ("accounts/user", "board/appeal", "board/article", "board/comment", "board/logentry")
A_PAGE = 5  # rows of a list, so that each of them has more than one page
# Nothing is ever deleted from the log, and its pages are numbered: its entries are counted, in an index.
COUNTED = 'SELECT COUNT(*) AS "__count" FROM "board_logentry"'


def addresses() -> Iterator[str]:
    article = Article.objects.order_by("-comment_count")[0]
    story, section = article.get_absolute_url(), article.section.get_absolute_url()
    for order in ("oldest", "latest", "popular", "controversial"):
        for page in (1, 3, 99999):
            yield f"{story}?comment-order={order}&page={page}"
    yield from (f"{story}?view=flat&page={page}" for page in (1, 3, 99999))
    deep = Comment.objects.filter(article=article, depth__gte=2, status="published").latest("number")
    last = Comment.objects.filter(article=article, depth=0, status="published").latest("number")
    for comment in (deep, last):
        yield from (f"/comments/{comment.pk}/{path}" for path in ("", "thread/", "history/"))
    yield f"/articles/{article.pk}/new/?after={article.last_number - 3}"
    yield from (f"/member/{last.author.slug}/?page={page}" for page in (1, 99999))
    yield from (f"{section}?page={page}" for page in (1, 99999))
    yield from ("/", "/moderation-log/", "/moderation-log/?page=99999", "/moderation-policy/")
    yield from (
        f"/moderation-log/{query}" for query in ("?rule=1", "?rule=1&page=99999", "?act=remove", "feed/")
    )
    for words in WORDS:
        asked = urlencode({"q": words})
        yield from (f"{story}?{asked}", f"{story}?{asked}&before=900")
        yield from (f"/search/?{asked}", f"/search/?{asked}&before=900", f"/search/?{asked}&in=stories")


def main() -> None:
    call_command("populate", articles=6, comments=3000, votes=6000, members=60, verbosity=0)
    member = Comment.objects.filter(status="published").latest("pk").author
    visitor, reader, moderator = Client(), Client(), Client()
    reader.force_login(member)
    moderator.force_login(User.objects.create_superuser("mona@example.com", "Mona", "a password"))
    for author in User.objects.filter(comments__status="published").exclude(pk=member.pk).distinct()[:2]:
        mute(member, author)
    for address in ("/accounts/muted/", *addresses()):
        look(visitor, address)
        look(reader, address)
    for query in ("?p=20", "?status__exact=held", "?status__exact=removed"):
        look(moderator, f"/admin/board/comment/{query}")
    fill_lists()
    for name in LISTS:
        look(moderator, f"/admin/{name}/")
        look(moderator, f"/admin/{name}/?q=otters")
    with CaptureQueriesContext(connection) as captured:
        assert is_complete()
    tell("each start", captured)
    for about in (f"comment/{busiest().pk}", f"member/{member.pk}"):
        look(moderator, f"/admin/board/vote/{about}/")
        look(moderator, f"/admin/board/vote/{about}/names/", reason="Why not")


def fill_lists() -> None:
    """What populate leaves out: acts of moderators, and appeals against them."""
    moderator, rule = User.objects.filter(is_superuser=True)[0], HouseRule.objects.all()[0]
    for comment in Comment.objects.published().exclude(author=moderator).order_by("pk")[: A_PAGE + 1]:
        moderation.remove(comment, moderator, rule=rule)
        entry = LogEntry.objects.filter(comment=comment).latest("pk")
        appeals.appeal(entry, comment.author, "I never said that.")
    for listed in admin.site._registry.values():
        listed.list_per_page = A_PAGE


def busiest() -> Comment:
    """The comment with the most votes."""
    return Comment.objects.order_by("-up")[0]


def look(client: Client, address: str, **sent: str) -> None:
    kept.forget()
    caches["default"].clear()
    with CaptureQueriesContext(connection) as captured:
        ask = client.post if sent else client.get
        answer = ask(address, sent, headers={"host": "127.0.0.1"})
    assert answer.status_code in (200, 302), (address, answer.status_code)
    tell(address, captured)


def tell(what: str, captured: CaptureQueriesContext) -> None:
    for query in list(captured):
        sql = query["sql"]
        if not sql.startswith("SELECT"):
            continue
        for how in set(costly(sql)):
            print(f"{what} | {how} | {' '.join(sql.split())}")


def costly(sql: str) -> Iterator[str]:
    if sql == COUNTED:
        return
    yield from sqlite(sql) if connection.vendor == "sqlite" else postgresql(sql)


def sqlite(sql: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [row[3] for row in cursor.fetchall()]
    for step in steps:
        table = step.split()[1] if step.startswith("SCAN ") else ""
        ours = table.startswith(("board_", "accounts_", "django_")) and table not in FURNITURE
        ours = ours and not (table.endswith("_index") and ":M" in step)  # the search's own, asked for terms
        # Along an index or the keys themselves, until there are enough.
        bounded = "LIMIT" in sql and ("USING" in step or "WHERE" not in outermost(sql))
        if (ours and not bounded) or ("TEMP B-TREE" in step and not of_furniture(sql)):
            yield step


def outermost(sql: str) -> str:
    """Without what stands in brackets: a row's own small query passes over no rows."""
    while (shorter := re.sub(r"\([^()]*\)", "", sql)) != sql:
        sql = shorter
    return sql


def of_furniture(sql: str) -> bool:
    return any(f'FROM "{name}"' in sql for name in FURNITURE)


def postgresql(sql: str) -> Iterator[str]:
    """With other ways forbidden, it reads a whole table or sorts only where there is no index for the query."""
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off; SET enable_sort = off; SET enable_incremental_sort = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        plan = cursor.fetchone()[0]
    for node in nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]):
        table = node.get("Relation Name", "")
        if node["Node Type"] == "Seq Scan" and table not in FURNITURE:
            yield f"Seq Scan {table}"
        elif "Sort" in node["Node Type"] and not (of_furniture(sql) or of_search(node)):
            yield f"{node['Node Type']} {node.get('Sort Key')}"


def of_search(node: dict[str, Any]) -> bool:
    """Whether it sorts nothing but what the search's index has found: that is as much as there is to be found."""
    names = [below.get("Index Name", "") for below in nodes(node)]
    return node["Sort Key"][0].endswith(" + 0)) DESC") and any(name.endswith("terms_index") for name in names)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)
