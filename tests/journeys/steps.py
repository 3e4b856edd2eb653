"""The steps that journeys share: who is at the browser, a story of one's own, and where things are on a page."""

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from tests.journeys.conftest import Site

READER, MODERATOR, EDITOR, ADMIN = (
    f"{name}@example.com" for name in ("reader", "moderator", "editor", "admin")
)
NAMES = {READER: "Mio Tanaka", MODERATOR: "Jonas Hale", EDITOR: "Ines Okabe", ADMIN: "Harbour Desk"}
PASSWORD = "hiroba-demo"

FERRY = "/category/politics/night-ferry-subsidy-vote/"
HARBOUR_ROAD = "/category/town/harbour-road-sundays/"
PETRELS = "/category/science/storm-petrels-return/"
MINUTES = "/category/politics/archive-closed-minutes/"
SHUTTERS = "/category/business/shutter-street/"

# Alone on its line, six digits to confirm an address, or nine with a hyphen for a new password.
CODE = re.compile(r"^(\d{6}|[\d-]{9,13})$", re.MULTILINE)

both_ways = pytest.mark.parametrize("javascript", [True, False], ids=["js", "nojs"])

Visit = Callable[..., Page]
numbers = count(1)


# --- Who is at the browser ----------------------------------------------------------------------------------------


def signed_in(visit: Visit, email: str, **options: Any) -> Page:
    """A browser in which this demo member is logged in. They log in once to each site, which keeps their cookies."""
    return visit(storage_state=cookies_of(visit, email), **options)


def cookies_of(visit: Visit, email: str) -> Any:
    known: dict[str, Any] = visit.cookies
    if email not in known:
        page = visit()
        log_in(page, email)
        expect(page).to_have_url("/")
        known[email] = page.context.storage_state()
    return known[email]


def log_in(page: Page, login: str, password: str = PASSWORD, *, after: str = "/") -> None:
    """From wherever the log-in page is to be reached: straight to it, unless the browser stands there already."""
    if "/accounts/login/" not in page.url:
        page.goto(f"/accounts/login/?next={after}")
    page.get_by_label("E-mail or name").fill(login)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()


def log_out(page: Page) -> None:
    page.locator("header .menu > summary").click()
    page.get_by_role("button", name="Log out").click()


def new_name() -> str:
    """A name that nobody has. In letters, since digits can be mistaken for some of them."""
    return "Plum " + f"{next(numbers):03o}".translate(str.maketrans("01234567", "abdfgkpt"))


def sign_up(page: Page, site: "Site", name: str, address: str = "") -> None:
    """Fills in the sign-up form that the browser shows, and gives the code from the mail."""
    address = address or address_of(name)
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign up").click()
    page.get_by_label("Code").fill(code_sent(site, address))
    page.get_by_role("button", name="Go on").click()


def address_of(name: str) -> str:
    return f"{name.replace(' ', '.').lower()}@example.org"


def code_sent(site: "Site", address: str) -> str:
    """The code in the mail that reaches this address next. The mail is thrown away: each is read once."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for mail in sorted(site.mail.glob("*.txt")):
            text = mail.read_text()
            if f"To: {address}\n" in text and (code := CODE.search(text)):
                mail.unlink()
                return code[0]
        time.sleep(0.05)
    pytest.fail(f"No mail with a code came for {address}.", pytrace=False)


# --- A story of one's own -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Story:
    pk: int
    url: str
    headline: str


def new_story(site: "Site", *, mode: str = "open") -> Story:
    """A story without comments that no other test knows: one of the demo's again, old enough to be on no front page."""
    number = next(numbers)
    new = {
        "headline": f"The pump in Well Lane, part {number}",
        "slug": f"well-lane-{number}",
        "picture": "",
        "comments_mode": mode,
        "published_at": (datetime.now(UTC) - timedelta(days=900)).isoformat(" "),
    }
    with closing(sqlite3.connect(site.folder / "hiroba.sqlite3", timeout=20)) as database, database:
        database.row_factory = sqlite3.Row
        found = database.execute("SELECT * FROM board_article WHERE slug = 'shutter-street'").fetchone()
        row = {name: found[name] for name in found.keys() if name != "id"} | new  # noqa: SIM118 - a Row is no dict
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        made = database.execute(f"INSERT INTO board_article ({names}) VALUES ({marks})", list(row.values()))
    return Story(made.lastrowid or 0, SHUTTERS.replace("shutter-street", new["slug"]), new["headline"])


def close_story(moderator: Page, story: Story) -> None:
    """Closes the discussion in the admin, as moderators do."""
    moderator.goto(f"/admin/board/article/?q={story.headline}")
    row = moderator.get_by_role("row").filter(
        has=moderator.get_by_role("link", name=story.headline, exact=True)
    )
    run_action(moderator, row, "Comments: close")
    expect(moderator.get_by_text("1 discussion changed.")).to_be_visible()


def run_action(page: Page, row: Locator, action: str) -> None:
    """Takes an action on this row of a list in the admin."""
    row.get_by_role("checkbox").check()
    page.get_by_role("combobox", name="Action").select_option(label=action)
    page.locator("button[name=index]").click()


# --- Where things are ---------------------------------------------------------------------------------------------


def comments(page: Page) -> Locator:
    """All comments that are shown, tombstones too."""
    return page.get_by_role("region", name="Comments").get_by_role("article")


def comment(page: Page, words: str) -> Locator:
    return comments(page).filter(has=page.locator(".text").filter(has_text=words))


def identity(found: Locator) -> int:
    return int((found.get_attribute("id") or "").removeprefix("comment-"))


def identities(found: Locator) -> list[int]:
    return [
        int(name.removeprefix("comment-")) for name in found.evaluate_all("all => all.map(one => one.id)")
    ]


def tallies(page: Page) -> list[str]:
    return comments(page).locator(".tally").all_text_contents()


def announced(page: Page) -> Locator:
    """What a screen reader is told without being asked."""
    return page.locator("[aria-live=polite]#notice")


def field(page: Page, under: Locator | None = None) -> Locator:
    """The field to write in: of the form under the discussion, or the one that belongs to this comment.

    Without JavaScript that one stands on a page of its own, under the same label and the same id.
    """
    place = f"slot-{identity(under)}" if under else "respond"
    return page.get_by_role("textbox", name="Your comment").and_(page.locator(f"#body-{place}"))


def press(found: Locator, name: str) -> None:
    found.get_by_role("button", name=name, exact=True).click()


def send(found: Locator, button: str = "Post comment") -> None:
    """Presses a button of the form that this field belongs to."""
    press(found.page.locator("form").filter(has=found), button)


def say(page: Page, words: str, *, under: Locator | None = None, shown: str = "") -> Locator:
    """Posts a comment, or a reply to a comment, and waits for it (`shown`: for these words) to stand on the page."""
    writing = field(page, under)
    if under:
        press(under, "Reply")
    writing.fill(words)
    send(writing)
    posted = comment(page, shown or words)
    expect(posted).to_be_visible()
    return pinned(posted)


def pinned(found: Locator, page: Page | None = None) -> Locator:
    """The same comment by its id, whatever its text becomes; on this page, which may be another person's."""
    return standing(identity(found), page or found.page)


def standing(pk: int, page: Page) -> Locator:
    return page.locator(f"#comment-{pk}")


@dataclass(frozen=True)
class Others:
    """What others said before a journey begins: sent as their browsers send it, without opening one."""

    visit: Visit
    site: "Site"
    story: Story

    def say(self, email: str, words: str, *, under: int | None = None) -> int:
        """Posts a comment as this demo member and returns its id."""
        cookies = {one["name"]: one["value"] for one in cookies_of(self.visit, email)["cookies"]}
        fields = {"body": words, "submission": str(uuid4()), "csrfmiddlewaretoken": cookies["csrftoken"]}
        path = f"comments/{under}/reply/" if under else f"articles/{self.story.pk}/comments/"
        data, header = (
            urlencode(fields).encode(),
            "; ".join(f"{name}={value}" for name, value in cookies.items()),
        )
        request = Request(f"http://127.0.0.1:{self.site.port}/{path}", data, {"Cookie": header})
        with urlopen(request, timeout=20) as answer:  # noqa: S310 - the site's own loopback address
            return int(answer.url.partition("#comment-")[2])
