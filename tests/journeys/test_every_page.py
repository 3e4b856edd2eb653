"""Every page, for everybody who may see it: by axe in both themes, on the narrowest phone, in forced colours."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    ADMIN,
    EDITOR,
    FERRY,
    HARBOUR_ROAD,
    MINUTES,
    MODERATOR,
    PETRELS,
    READER,
    SHUTTERS,
    Visit,
    field,
    new_story,
    press,
    say,
    send,
    signed_in,
)

pytestmark = pytest.mark.journey

# Whose pages, and which; {comment}, {edited}, … are filled in by `known`.
PAGES = {
    "a visitor's stories": (
        "",
        "/",
        "/category/politics/",
        "/category/town/transport/",
        FERRY,
        MINUTES,
        PETRELS,
        SHUTTERS,
        f"{HARBOUR_ROAD}?page=2",
        "/category/culture/広場の時計台/",
        f"{FERRY}?q=boat",
        f"{FERRY}?q=zeppelin",
    ),
    "a visitor's other pages": (
        "",
        "/comments/{comment}/thread/",
        "/comments/{edited}/history/",
        "/member/showchinmono/",
        "/moderation-policy/",
        "/moderation-log/",
        "/moderation-log/?rule=1&act=remove",
        "/search/",
        "/search/?q=the",
        "/search/?q=%E7%94%BA",
        "/search/?q=the&in=stories",
        "/search/?q=zeppelin",
        "/comments/{comment}/report/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/no-such-page/",
    ),
    "a member's stories": (
        READER,
        FERRY,
        f"{FERRY}?q=boat",
        "/search/?q=boat",
        "/comments/{comment}/thread/",
        "/comments/{comment}/reply/",
        "/comments/{comment}/quote/",
        "/comments/{comment}/report/",
        "/member/mio-tanaka/",
    ),
    "a member's account": (
        READER,
        "/accounts/picture/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/sessions/",
        "/accounts/muted/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
    ),
    "a moderator's desk": (
        MODERATOR,
        "/admin/",
        "/admin/desk/",
        "/admin/board/comment/?q=boat",
        "/admin/board/comment/{comment}/change/",
        "/admin/board/comment/{removed}/change/",
        "/admin/board/comment/{comment}/edit-out/",
        "/admin/board/comment/clean-up/?member={talker}",
        "/admin/accounts/user/",
        "/admin/accounts/user/{member}/change/",
        "/admin/board/logentry/",
        "/admin/board/houserule/",
        "/admin/board/policy/1/change/",
        "/admin/board/appeal/",
        "/admin/board/appeal/1/change/",
        "/admin/board/article/{article}/change/",
        "/admin/board/guard/1/change/",
    ),
    "an editor's desk": (
        EDITOR,
        "/admin/",
        "/admin/board/article/",
        "/admin/board/article/add/",
        "/admin/board/article/{article}/change/",
        "/admin/board/article/{article}/history/",
        "/admin/board/section/",
        "/admin/board/section/add/",
        "/admin/board/card/",
        "/admin/board/card/1/change/",
    ),
    "an administrator's desk": (
        ADMIN,
        "/admin/accounts/user/add/",
        "/admin/accounts/user/{member}/change/",
        "/admin/accounts/user/{member}/password/",
        "/admin/auth/group/",
        "/admin/auth/group/1/change/",
        "/admin/accounts/user/{moderator}/change/",
        "/admin/accounts/user/{moderator}/sections/",
        "/admin/board/guard/1/change/",
        "/admin/board/houserule/add/",
        "/admin/board/houserule/1/change/",
        "/admin/board/logentry/1/change/",
        "/admin/board/",
        "/admin/django_tasks_database/dbtaskresult/",
    ),
}
KNOWN = {
    "comment": "SELECT c.id FROM board_comment c JOIN board_article a ON a.id = article_id WHERE slug LIKE 'night-f%'",
    "edited": "SELECT id FROM board_comment WHERE revision > 1 AND status = 'published'",
    "removed": "SELECT id FROM board_comment WHERE status = 'removed'",
    "talker": "SELECT id FROM accounts_user WHERE name = 'rustbucket'",
    "member": "SELECT id FROM accounts_user WHERE name = 'gullwing77'",
    "moderator": "SELECT id FROM accounts_user WHERE email = 'moderator@example.com'",
    "article": "SELECT id FROM board_article WHERE slug LIKE 'night-f%'",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Beyond the first rows of a list, those that show something of their own.
FIRST_ROWS = """{ exclude: [
    "#thread > li:nth-child(n + 4):not(:has(.gone, .flag, .edited, .quote-gone, .badge, .quoted-by))",
    "#result_list tbody tr:nth-child(n + 4)",
    "#cases > .case:nth-child(n + 7)",
] }"""
# What sticks out of the window to the right, and whose own box does not scroll.
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 140)).slice(0, 8)"""
MOVES = """() => [...document.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    const times = `${style.transitionDuration},${style.animationDuration}`.split(",").map(parseFloat);
    return style.scrollBehavior === "smooth" || Math.max(...times) > 0.01;
}).map((one) => one.outerHTML.slice(0, 140))"""


@pytest.fixture(scope="module")
def known(site: Any) -> dict[str, int]:
    """The ids of what the addresses name: the oldest of each."""
    return {name: site.sql(f"{query} ORDER BY 1 LIMIT 1")[0][0] for name, query in KNOWN.items()}


def with_axe(page: Page) -> Page:
    """From its next address on, axe is in every page that this tab shows, and colours change at once."""
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(Axe().axe_script)
    return page


def violations(page: Page) -> list[str]:
    """What axe finds wrong in the theme that is shown, a line for each element: in long lists, in the first rows."""
    return axe(page, {"type": "tag", "values": RULES})


def pale(page: Page) -> list[str]:
    """What axe finds too pale to read in the theme that is shown."""
    return axe(page, {"type": "rule", "values": ["color-contrast"]})


def axe(page: Page, chosen: dict[str, Any]) -> list[str]:
    options = {"preload": False, "selectors": False, "resultTypes": ["violations"], "runOnly": chosen}
    found = page.evaluate(f"options => axe.run({FIRST_ROWS}, options)", options)
    return [
        f"{one['id']}: {node['html'][:200]}\n    {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def faults(page: Page) -> list[str]:
    """What is wrong with the page that is shown: by axe, in the dark too, and 320 pixels wide."""
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in pale(page)]
    page.set_viewport_size({"width": 320, "height": 640})
    found += [f"wider than 320 pixels: {one}" for one in page.evaluate(TOO_WIDE)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


@pytest.mark.parametrize("pages", PAGES)
def test_every_page_can_be_read_in_both_themes_and_on_the_narrowest_phone(
    visit: Visit, troubles: Any, known: dict[str, int], pages: str
) -> None:
    troubles.expect("404")
    who, *addresses = PAGES[pages]
    page, found = with_axe(signed_in(visit, who) if who else visit()), []
    for address in addresses:
        answer = page.goto(address.format(**known))
        assert answer is not None
        assert answer.status == (404 if address == "/no-such-page/" else 200), address
        found += [f"{address}: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)


def test_the_forms_of_a_discussion_can_be_read_in_both_themes_and_on_the_narrowest_phone(
    visit: Visit, site: Any, troubles: Any
) -> None:
    troubles.expect("422")
    story, page = new_story(site), with_axe(signed_in(visit, READER))
    page.goto(story.url)
    first, second = say(page, "One."), say(page, "Two.")
    for found, button in ((first, "Delete"), (second, "Quote")):
        press(found, button)
        expect(found.locator("form")).to_be_visible()
    field(page).fill("> nothing but a quote")
    send(field(page))
    expect(page.get_by_role("alert")).to_be_visible()
    field(page, second).fill("A text with a [link](https://example.org), `code` and\n\n- a list")
    send(field(page, second), "Preview")
    expect(page.get_by_role("group", name="Preview")).to_be_visible()
    found = faults(page)
    assert not found, "\n".join(found)


def test_long_names_and_unbroken_words_do_not_widen_the_page(visit: Visit, site: Any) -> None:
    story, page = new_story(site), signed_in(visit, READER, viewport={"width": 320, "height": 640})
    page.goto(story.url)
    say(page, "W" * 400, shown="WWWW")
    say(page, f"https://example.org/{'long' * 60}", shown="longlong")
    under = say(page, f"```\n{'code ' * 60}\n```", shown="code code")
    for depth in range(7):
        under = say(page, f"Deeper, {depth}.", under=under)
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("address", ["/", FERRY, "/accounts/login/"])
def test_whoever_asks_for_less_motion_gets_none(visit: Visit, address: str) -> None:
    page = visit(reduced_motion="reduce")
    page.goto(address)
    assert page.evaluate(MOVES) == []


def test_in_forced_colours_the_vote_buttons_can_be_seen_and_told_apart(visit: Visit) -> None:
    page = signed_in(visit, READER, forced_colors="active")
    page.goto(FERRY)
    button = page.get_by_role("button", name="Vote up").first
    colours = button.evaluate(
        """(button) => {
            const glyph = getComputedStyle(button, "::before");
            return [glyph.backgroundColor, getComputedStyle(document.body).backgroundColor, glyph.color];
        }"""
    )
    assert colours[0] != colours[1], "The arrow has the colour of the page."
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_visible()
