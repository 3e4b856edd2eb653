"""What a page costs its reader: requests, bytes, waiting for scripts, and nothing that moves under their eyes."""

import re
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import DESKTOP, MOBILE
from tests.journeys.steps import FERRY, HARBOUR_ROAD, READER, Visit, field, press, say, signed_in

pytestmark = pytest.mark.journey

REQUESTS = 6
BYTES = 30_000
# The layout shift that nobody sees; a shift that is noticed is a hundred times as much.
STILL = 0.001
WATCH = """() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) {
            const moved = shift.sources.map((source) => source.node?.parentElement?.outerHTML.slice(0, 100));
            if (!shift.hadRecentInput) window.shifts.push([shift.value, moved]);
        }
    }).observe({ type: "layout-shift", buffered: true });
}"""
both_sizes = pytest.mark.parametrize("viewport", [MOBILE, DESKTOP], ids=["phone", "desk"])
both_readers = pytest.mark.parametrize("who", ["", READER], ids=["visitor", "member"])


def watched(page: Page) -> Page:
    """From its next address on, this tab notes what moves though nobody touched it."""
    page.add_init_script(f"({WATCH})()")
    return page


def moved(page: Page) -> Any:
    """How much moved on the page that is shown, and what: nothing, where it is too little to see."""
    shifts = page.evaluate("shifts")
    return shifts if sum(value for value, _ in shifts) > STILL else []


def scroll_through(page: Page) -> None:
    page.mouse.move(100, 300)
    for _ in range(10):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(20)


@both_sizes
@both_readers
def test_a_long_discussion_takes_few_requests_and_nothing_in_it_moves(
    visit: Visit, who: str, viewport: dict[str, int]
) -> None:
    page = watched(signed_in(visit, who) if who else visit())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(HARBOUR_ROAD, wait_until="networkidle")
    assert len(page.locator(".comment").all()) > 100
    assert len(asked) <= REQUESTS, asked
    scroll_through(page)
    assert moved(page) == []


@both_sizes
@both_readers
def test_nothing_moves_while_other_pages_load(visit: Visit, who: str, viewport: dict[str, int]) -> None:
    page = watched(signed_in(visit, who) if who else visit())
    page.goto(FERRY)
    permalink = page.locator(".comment .when").nth(2).get_attribute("href") or ""
    for address in ("/", "/category/town/", FERRY, permalink, f"{permalink}thread/", "/accounts/login/"):
        page.goto(address, wait_until="networkidle")
        scroll_through(page)
        assert (address, moved(page)) == (address, [])


@both_sizes
def test_nothing_moves_that_a_reader_did_not_ask_for_when_they_post_and_vote(
    reader: Page, viewport: dict[str, int]
) -> None:
    watched(reader).reload()
    first = say(reader, "The pump was there before the lane was.")
    say(reader, "And the well before the pump.", under=first)
    press(first, "Quote")
    field(reader, first).wait_for()
    assert moved(reader) == []


def test_styles_and_scripts_are_small_kept_for_ever_and_the_same_for_everybody(page: Page, site: Any) -> None:
    page.goto(HARBOUR_ROAD)
    files = page.locator("link[rel=stylesheet], script[src]").evaluate_all(
        "all => all.map((one) => one.href || one.src)"
    )
    for encoding in ("br", "gzip"):
        total = 0
        for address in files:
            request = Request(address, headers={"Accept-Encoding": encoding})  # noqa: S310 - likewise
            with urlopen(request, timeout=20) as answer:  # noqa: S310 - the site's own loopback address
                assert answer.headers["Content-Encoding"] == encoding
                assert "immutable" in answer.headers["Cache-Control"]
                assert answer.headers["ETag"]
                assert (
                    not {"Set-Cookie", "Cookie"} & set(answer.headers)
                    and "Cookie" not in answer.headers["Vary"]
                )
                total += len(answer.read())
        assert total < BYTES, encoding


def test_no_script_blocks_a_page_and_every_picture_has_its_size(page: Page) -> None:
    for address in ("/", "/category/town/", HARBOUR_ROAD, "/accounts/login/"):
        page.goto(address)
        assert page.locator("script[src]:not([defer]):not([type=module])").count() == 0
        assert page.locator("img:not([width][height])").count() == 0
        assert page.locator("link[rel=stylesheet]").count() == 1


def test_pages_use_the_systems_own_faces(page: Page) -> None:
    page.goto(HARBOUR_ROAD)
    assert page.evaluate("[...document.fonts].length") == 0
    styles = page.locator("link[rel=stylesheet]").get_attribute("href") or ""
    assert not re.search(r"@font-face|@import", page.request.get(styles).text())
