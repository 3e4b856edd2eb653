"""A process of its own that asks the site from inside, without a server: queries, bytes, CPU time.

`python -m bench.inside budget|rendering` prints lines as JSON.
"""

import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import django

from bench.lines import Line
from bench.load import BROWSER
from bench.scene import articles, crowd
from config.memory import settle

COMMENT = re.compile(r'id="comment-\d+"')


class Loaded(HTMLParser):
    """What a browser fetches for a page: style sheets, scripts, icon, and the pictures that it does not put off."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.others: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        kinds = (found.get("rel") or "").split()
        if tag == "link" and "stylesheet" in kinds:
            self.styles.append(found.get("href") or "")
        elif tag == "script" and found.get("src"):
            self.scripts.append(found["src"] or "")
        elif tag == "link" and {"icon", "preload", "modulepreload", "manifest"} & set(kinds):
            self.others.append(found.get("href") or "")
        elif tag == "img" and found.get("loading") != "lazy":
            self.others.append(found.get("src") or "")

    def all(self) -> set[str]:
        return {
            address for address in [*self.styles, *self.scripts, *self.others] if not urlsplit(address).scheme
        }


def client(member: Any = None) -> Any:
    from django.test import Client

    made = Client(SERVER_NAME="127.0.0.1")
    if member:
        made.force_login(member)
    return made


def sent(answer: Any) -> int:
    """Bytes of the body as it goes out."""
    if answer.status_code != 200:
        raise SystemExit(f"{answer.request['PATH_INFO']} answered {answer.status_code}.")
    return len(b"".join(answer.streaming_content) if answer.streaming else answer.content)


def get(who: Any, address: str, encodings: str = BROWSER["Accept-Encoding"]) -> Any:
    return who.get(address, headers={"accept-encoding": encodings})


def change(article: dict[str, Any]) -> None:
    from board.models import Article

    Article.objects.filter(pk=article["pk"]).raise_version()


# --- Queries, bytes, requests -----------------------------------------------------------------------------------


def budget() -> Iterator[Line]:
    pages = articles([200, 100])
    yield from queries(pages[200])
    yield from weights(pages)


def queries(article: dict[str, Any]) -> Iterator[Line]:
    visitor, member, address = client(), client(crowd(1)[0]), article["address"]
    change(article)
    cold = count(lambda: get(visitor, address))
    warm = count(lambda: get(visitor, address))
    get(member, address)
    yield Line("budget.queries.cold", "queries: visitor, nothing kept", "", cold, most=12)
    yield Line("budget.queries.warm", "queries: visitor, page kept", "", warm, most=2)
    yield Line("budget.queries.member", "queries: member", "", count(lambda: get(member, address)), most=8)


def count(act: Callable[[], Any]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        sent(act())
    return len(captured)


def weights(pages: dict[int, dict[str, Any]]) -> Iterator[Line]:
    visitor = client()
    for size, article in pages.items():
        for encodings in ("identity", "gzip", "br", BROWSER["Accept-Encoding"]):
            asked = "as a browser asks" if "," in encodings else encodings
            kilobytes = sent(get(visitor, article["address"], encodings)) / 1000
            most = 40 if size == 100 and "," in encodings else None
            key = f"budget.bytes.{size}.{'browser' if ',' in encodings else encodings}"
            yield Line(key, f"HTML of {size} comments, {asked}", "kB", kilobytes, most=most)
    loaded = Loaded(get(visitor, pages[200]["address"], "identity").content.decode())
    kilobytes = sum(sent(get(visitor, address)) for address in {*loaded.styles, *loaded.scripts}) / 1000
    yield Line("budget.bytes.assets", "CSS and JS of the article page, as sent", "kB", kilobytes, most=30)
    yield Line("budget.requests", "requests of the article page", "", 1 + len(loaded.all()), most=6)


# --- The first reader after a change ----------------------------------------------------------------------------


def rendering(rounds: int = 60) -> Iterator[Line]:
    """The comments alone, which is what a template's time is compared with; and all that their first reader costs."""
    from board.discussions.neutral import render_page
    from board.discussions.pages import read_page
    from board.models import Article

    found, visitor = articles([200])[200], client()
    article = Article.objects.with_edition().get(pk=found["pk"])
    shown = len(COMMENT.findall(get(visitor, found["address"], "identity").content.decode()))

    def whole() -> None:
        sent(get(visitor, found["address"]))

    spent = [cpu(found, lambda: render_page(read_page(article))) for _round in range(rounds)]
    per_hundred = [milliseconds / shown * 100 for milliseconds in spent]
    yield Line(
        "render.comments", "first reader after a change: 100 comments read and rendered", "ms CPU",
        statistics.median(per_hundred), most=10, rounds=per_hundred,
        note=f"a page of {shown}: {statistics.median(spent):.1f} ms",
    )  # fmt: skip
    spent = [cpu(found, whole) for _round in range(rounds)]
    yield Line(
        "render.page", "first reader after a change: the whole page made, compressed and kept", "ms CPU",
        statistics.median(spent), rounds=spent, note=f"with {shown} comments",
    )  # fmt: skip


def cpu(article: dict[str, Any], act: Callable[[], Any]) -> float:
    """Milliseconds of this process's time for something about a discussion of which nothing is kept."""
    change(article)
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    settle()  # as a worker does
    lines = {"budget": budget, "rendering": rendering}[sys.argv[1]]()
    print(json.dumps([line.as_dict() for line in lines]))


if __name__ == "__main__":
    main()
