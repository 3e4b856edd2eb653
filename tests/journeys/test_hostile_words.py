"""Words that are meant to run as a script: in comments, names and headlines. None does, even without the CSP."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    EDITOR,
    MODERATOR,
    READER,
    Story,
    Visit,
    comment,
    comments,
    field,
    identity,
    pinned,
    press,
    say,
    send,
    sign_up,
    signed_in,
)

pytestmark = pytest.mark.journey

RUN = "window.__xss=1"
HOSTILE = [
    f"<script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT >",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"<img src=x onerror={RUN}>",
    f'<img src="x` `<script>{RUN}</script>"` `>',
    f"<svg/onload={RUN}>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><script>{RUN}</script></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}>",
    f"<details open ontoggle={RUN}><summary>x</summary>",
    f"<input autofocus onfocus={RUN}>",
    f"<body onload={RUN}><video><source onerror={RUN}>",
    f"<iframe srcdoc='<script>parent.__xss=1</script>'></iframe>",  # noqa: F541 - one of a kind with the others
    f"<object data='javascript:{RUN}'></object><embed src='javascript:{RUN}'>",
    f"<form><button formaction='javascript:{RUN}'>Press</button></form>",
    f"<a href='javascript:{RUN}'>Link</a><base href='javascript:/a/-{RUN}//'>",
    f"[Link](javascript:{RUN})",
    f"[Link](JaVaScRiPt:{RUN})",
    f"[Link](java\tscript:{RUN})",
    f"[Link](&#106;avascript:{RUN})",
    f"[Link](&#x6A&#x61vascript&colon;{RUN})",
    f"[Link](\x01javascript:{RUN})",
    f"[Link](data:text/html,<script>opener.__xss=1</script>)",  # noqa: F541
    f"[Link](vbscript:{RUN}) <javascript:{RUN}>",
    f"[Link][1]\n\n[1]: javascript:{RUN}",
    f'[Link](https://example.org/"onmouseover="{RUN})',
    f"[Link](https://example.org 'title' onclick={RUN})",
    f"![x](x' onerror='{RUN})",
    f"`<img src=x onerror={RUN}>` and ```<img src=x onerror={RUN}>```",
    f"> #1 <img src=x onerror={RUN}>:\n> <img src=x onerror={RUN}>\n\nquoted",
    f"@<img src=x onerror={RUN}> https://example.org/<img src=x onerror={RUN}>",
    f"<!--s:own:1--><img src=x onerror={RUN}><!--/s--><!--quote 0-->",
    f"</textarea></title></style></script><script>{RUN}</script>",
    f"&lt;script&gt;{RUN}&lt;/script&gt; \\<script>{RUN}</script>",
    f"<p hx-get=/ hx-trigger=load hx-on::load={RUN} data-cancel>x</p>",
    f"<style>@import 'javascript:{RUN}';*{{background:url(javascript:{RUN})}}</style>",
    f"\u202e<img src=x onerror={RUN}>\u2066 <im\u0000g src=x onerror={RUN}>",
    "[" * 3000 + f"<img src=x onerror={RUN}>" + "*" * 3000,
    "> " * 500 + f"<script>{RUN}</script>",
]


def nothing_ran(page: Page) -> None:
    """Every link, button and picture that the words could have made is looked for, and touched where it is one."""
    assert page.evaluate("window.__xss") is None
    bad = "[onerror],[onload],[onfocus],[onclick],[onbegin],[ontoggle],iframe,object,embed,base,[hx-get],[data-cancel]"
    assert page.locator(".text, .prose, h1, h2, h3, td").locator(bad).count() == 0
    addresses = page.locator("a, form, button").evaluate_all(
        "all => all.flatMap(one => ['href', 'action', 'formaction'].map(name => one.getAttribute(name)))"
    )
    for address in filter(None, addresses):
        assert address.strip().lower().split(":")[0] not in {"javascript", "data", "vbscript"}, address


def test_hostile_comments_are_words_and_nothing_else(visit: Visit, site: Any, story: Story) -> None:
    reader = signed_in(visit, READER, bypass_csp=True)
    reader.goto(story.url)
    token = reader.locator("#act [name=csrfmiddlewaretoken]").input_value()
    for words in HOSTILE:
        sent = {"body": words, "submission": str(uuid4()), "csrfmiddlewaretoken": token}
        answer = reader.request.post(
            f"/articles/{story.pk}/comments/", form=sent, headers={"Referer": reader.url}
        )
        assert answer.status in {200, 422}, words
    reader.goto(story.url)
    assert comments(reader).count() > len(HOSTILE) - 3
    nothing_ran(reader)
    reader.locator(".comment .text *").evaluate_all(
        "all => all.forEach(one => one.dispatchEvent(new MouseEvent('mouseover', { bubbles: true })))"
    )
    nothing_ran(reader)

    for address in ("/member/mio-tanaka/", f"/comments/{identity(comments(reader).first)}/thread/"):
        reader.goto(address)
        nothing_ran(reader)
    moderator = signed_in(visit, MODERATOR, bypass_csp=True)
    moderator.goto("/admin/board/comment/?q=__xss")
    nothing_ran(moderator)
    moderator.locator("#action-toggle").check()
    moderator.get_by_role("combobox", name="Action").select_option(label="Remove …")
    moderator.locator("button[name=index]").click()
    expect(moderator.get_by_role("heading", name="Remove comments")).to_be_visible()
    nothing_ran(moderator)
    moderator.goto(f"/admin/board/comment/{identity(comments(reader).last)}/change/")
    nothing_ran(moderator)


def test_hostile_words_stay_words_on_their_way_through_the_forms(visit: Visit, story: Story) -> None:
    page = signed_in(visit, READER, bypass_csp=True)
    page.goto(story.url)
    hostile = f"</textarea><img src=x onerror={RUN}><script>{RUN}</script> seen"
    field(page).fill(hostile)
    send(field(page), "Preview")
    expect(page.get_by_role("group", name="Preview")).to_contain_text(hostile)
    expect(field(page)).to_have_value(hostile)
    send(field(page))
    mine = pinned(comment(page, hostile))
    nothing_ran(page)
    writing = field(page, mine)
    press(mine, "Quote")
    writing.press_sequentially("Quoted.")
    send(writing)
    expect(comment(page, "Quoted.").locator("blockquote")).to_contain_text(hostile)
    press(mine, "Edit")
    expect(writing).to_have_value(hostile)
    writing.fill(f"{hostile} <svg onload={RUN}>")
    page.reload()
    press(mine, "Edit")
    expect(writing).to_have_value(f"{hostile} <svg onload={RUN}>")
    send(writing)
    expect(mine.get_by_role("link", name="edited")).to_be_visible()
    nothing_ran(page)
    mine.get_by_role("link", name="edited").click()
    expect(page.locator(".versions .text")).to_have_text([f"{hostile} <svg onload={RUN}>", hostile])
    nothing_ran(page)


def test_a_hostile_story_is_words_and_nothing_else(visit: Visit, site: Any) -> None:
    page = signed_in(visit, EDITOR, bypass_csp=True)
    page.goto("/admin/board/article/add/")
    page.get_by_label("Section").select_option("Sport")
    for label in (
        "Headline",
        "Standfirst",
        "Byline",
        "Source:",
        "Source's copyright line",
        "Caption",
        "Credit",
    ):
        page.get_by_label(label).first.fill(f"<img src=x onerror={RUN}>{{{{7*7}}}}")
    page.get_by_label("Body").fill("\n\n".join(HOSTILE[:30]))
    page.get_by_role("textbox", name="Publication").fill("2020-01-02T03:04:05")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview").click()
    opened.value.wait_for_load_state()
    nothing_ran(opened.value)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    nothing_ran(page)
    [(slug,)] = site.sql(
        "SELECT slug FROM board_article WHERE headline LIKE '%onerror%' ORDER BY id DESC LIMIT 1"
    )
    for address in (f"/category/sport/{slug}/", "/category/sport/", "/"):
        page.goto(address)
        nothing_ran(page)
    page.goto(f"/category/sport/{slug}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"<img src=x onerror={RUN}>{{{{7*7}}}}")


def test_a_hostile_name_is_a_name_and_nothing_else(visit: Visit, site: Any, story: Story) -> None:
    name = f"<img src=x onerror={RUN}>"
    page, reader = visit(bypass_csp=True), signed_in(visit, READER, bypass_csp=True)
    page.goto(f"/accounts/signup/?next={story.url}")
    sign_up(page, site, name, "hostile@example.org")
    theirs = say(page, "Good morning.")
    expect(theirs.get_by_role("link", name=name)).to_be_visible()
    nothing_ran(page)
    reader.goto(story.url)
    theirs = pinned(theirs, reader)
    writing = field(reader, theirs)
    press(theirs, "Quote")
    writing.press_sequentially("Good evening.")
    send(writing)
    expect(comment(reader, "Good evening.").locator("blockquote")).to_contain_text(name)
    nothing_ran(reader)
    pk = identity(theirs)
    for address in (f"{story.url}?view=flat", f"/comments/{pk}/reply/", f"/comments/{pk}/history/"):
        reader.goto(address)
        nothing_ran(reader)
    moderator = signed_in(visit, MODERATOR, bypass_csp=True)
    for address in (
        f"/admin/board/comment/{pk}/change/",
        "/admin/accounts/user/",
        "/admin/board/comment/",
        "/admin/",
    ):
        moderator.goto(address)
        nothing_ran(moderator)


def test_a_name_of_what_cannot_be_seen_or_told_apart_is_refused(page: Page, troubles: Any) -> None:
    troubles.expect("422")
    page.goto("/accounts/signup/")
    for name in ("\u202eeman", "Mio\u200bTanaka", "M\u0456o Tanaka", "mio  TANAKA"):
        page.get_by_label("E-mail").fill("hostile@example.org")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill("plum trees in the lane")
        page.get_by_role("main").get_by_role("button", name="Sign up").click()
        expect(page.get_by_text("This name")).to_be_visible()
