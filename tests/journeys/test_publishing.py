"""An editor writes a story in the admin, publishes it and talks with its readers."""

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.steps import EDITOR, NAMES, Visit, both_ways, new_name, say, signed_in

pytestmark = pytest.mark.journey


def picture() -> dict[str, Any]:
    file = BytesIO()
    Image.radial_gradient("L").resize((640, 400)).save(file, "PNG")
    return {"name": "well.png", "mimeType": "image/png", "buffer": file.getvalue()}


@both_ways
def test_an_editor_publishes_a_story_with_a_picture_and_comments_as_its_author(
    visit: Visit, troubles: Any, javascript: bool
) -> None:
    page, headline = signed_in(visit, EDITOR), f"The well is open again, says {new_name()}"
    page.goto("/admin/")
    page.get_by_role("main").get_by_role("link", name="Articles").click()
    page.get_by_role("link", name="Add article").click()
    page.get_by_label("Section").select_option("Town")
    page.get_by_label("Headline").fill(headline)
    page.get_by_label("Standfirst").fill("After forty years.")
    page.get_by_label("Body").fill("The lid came off at **noon**.\n\nNobody fell in.")
    page.get_by_label("Byline").fill("Ines Okabe")
    page.get_by_label("Authors").press_sequentially("ines")
    if javascript:
        expect(page.locator("datalist option").first).to_have_attribute("value", NAMES[EDITOR])
    page.get_by_label("Authors").fill("ines okabe")
    page.get_by_label("Picture:").set_input_files(picture())
    page.get_by_label("Picture in words").fill("A well with its lid beside it")

    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview").click()
    preview = opened.value
    expect(preview.get_by_role("heading", level=1)).to_have_text(headline)
    expect(preview.get_by_role("strong").filter(has_text="noon")).to_be_visible()
    preview.close()

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=headline))
    expect(row).to_contain_text("draft")
    visitor = visit()
    row.get_by_role("link", name=headline).click()
    address = page.get_by_role("link", name="View on site").get_attribute("href") or ""
    page.goto(address)
    expect(page.get_by_text("Draft: only editors see this page.")).to_be_visible()
    story = page.url
    troubles.expect("404")
    answer = visitor.goto(story)
    assert answer is not None
    assert answer.status == 404

    page.goto("/admin/board/article/")
    row.get_by_role("checkbox").check()
    page.get_by_role("combobox", name="Action").select_option(label="Publish now")
    page.locator("button[name=index]").click()
    expect(page.get_by_text("1 story published.")).to_be_visible()
    page.goto(story)
    expect(page.get_by_role("img", name="A well with its lid beside it")).to_be_visible()
    assert (
        page.get_by_role("img", name="A well with its lid beside it").evaluate("one => one.naturalWidth")
        == 640
    )
    mine = say(page, "I held the rope.")
    expect(mine.get_by_text("Author of this article")).to_be_visible()
    visitor.goto("/")
    visitor.get_by_role("link", name=headline).first.click()
    expect(visitor.get_by_role("heading", name="1 Comment", exact=True)).to_be_visible()
    expect(visitor.get_by_role("article").get_by_text("Author of this article")).to_be_visible()


def test_a_story_without_what_it_needs_is_not_stored_and_says_what_is_missing(
    visit: Visit, site: Any
) -> None:
    page = signed_in(visit, EDITOR)
    page.goto("/admin/board/article/add/")
    page.get_by_label("Headline").fill("Half a story")
    page.get_by_label("Authors").fill("Nobody At All")
    page.get_by_label("Picture:").set_input_files({**picture(), "buffer": b"no picture"})
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("There is no member with the name “Nobody At All”.")).to_be_visible()
    expect(page.get_by_label("Headline")).to_have_value("Half a story")
    expect(page.locator(".errorlist")).not_to_have_count(0)
    assert not site.sql("SELECT 1 FROM board_article WHERE headline = 'Half a story'")
    expect(page).to_have_url(re.compile("/add/$"))
