"""A moderator works through the admin, and readers see at once what was done and why."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import (
    EDITOR,
    MODERATOR,
    READER,
    Others,
    Story,
    Visit,
    announced,
    both_ways,
    comment,
    field,
    log_in,
    new_name,
    new_story,
    press,
    run_action,
    send,
    sign_up,
    signed_in,
    standing,
)

pytestmark = pytest.mark.journey


@pytest.fixture
def moderator(visit: Visit) -> Page:
    return signed_in(visit, MODERATOR)


def find_comment(moderator: Page, words: str) -> Locator:
    """From the front page of the admin to the comment's row in the list."""
    moderator.goto("/admin/")
    moderator.get_by_role("link", name="Comments").first.click()
    moderator.locator("#searchbar").fill(words)
    moderator.locator("#searchbar").press("Enter")
    return moderator.get_by_role("row").filter(has_text=words)


@both_ways
def test_a_removed_comment_shows_its_reason_at_once_and_can_be_restored(
    visit: Visit, site: Any, story: Story, others: Others, moderator: Page, troubles: Any
) -> None:
    troubles.expect("422")
    words = f"Rude words about the baker, {story.pk}."
    theirs = others.say(READER, words)
    quoting = f"> #{theirs} Mio Tanaka:\n> {words}\n\nThat is not fair."
    answer = others.say(EDITOR, quoting, under=theirs)
    visitor = visit()
    visitor.goto(story.url)
    expect(standing(theirs, visitor)).to_contain_text(words)

    row = find_comment(moderator, words).filter(has_text="Mio Tanaka")
    expect(row).to_contain_text("0 ( +0 / -0 )")
    run_action(moderator, row, "Remove …")
    expect(moderator.get_by_text("Quoted by 1: what they quote is folded away with it.")).to_be_visible()
    press(moderator.get_by_role("main"), "Remove")
    expect(
        moderator.get_by_text("Say why: choose a house rule or write it in your own words.")
    ).to_be_visible()
    moderator.get_by_label("In your own words").fill("Leave the baker out of it")
    press(moderator.get_by_role("main"), "Remove")
    expect(moderator.get_by_text("1 comment removed.")).to_be_visible()

    visitor.reload()
    expect(standing(theirs, visitor)).to_have_text("Removed by a moderator: Leave the baker out of it")
    expect(standing(answer, visitor)).to_contain_text("quoted comment was removed")
    assert words not in visitor.content()
    visitor.get_by_role("link", name="Moderation log").click()
    expect(visitor.get_by_text("Leave the baker out of it").first).to_be_visible()
    assert "Mio Tanaka" not in visitor.get_by_role("main").inner_text()

    run_action(moderator, find_comment(moderator, words).filter(has_text="Mio Tanaka"), "Restore")
    expect(moderator.get_by_text("1 comment restored.")).to_be_visible()
    visitor.goto(story.url)
    expect(standing(theirs, visitor)).to_contain_text(words)
    expect(standing(answer, visitor).locator("blockquote")).to_contain_text(words)
    log = "SELECT verb, reason FROM board_logentry WHERE comment_id = ? ORDER BY id"
    assert site.sql(log, theirs) == [("remove", "Leave the baker out of it"), ("restore", "")]


def test_a_comment_is_removed_from_its_own_page_under_a_house_rule(
    page: Page, story: Story, others: Others, moderator: Page
) -> None:
    theirs = others.say(READER, "Rude words about a neighbour.")
    moderator.goto(f"/admin/board/comment/{theirs}/change/")
    press(moderator.get_by_role("main"), "Remove …")
    rule = moderator.get_by_role("radio").nth(1)
    rule.check()
    press(moderator.get_by_role("main"), "Remove")
    expect(moderator.get_by_text("1 comment removed.")).to_be_visible()
    expect(moderator).to_have_url(f"/admin/board/comment/{theirs}/change/")
    expect(moderator.get_by_role("button", name="Restore")).to_be_visible()
    page.goto(story.url)
    expect(standing(theirs, page)).to_have_count(0)
    expect(page.get_by_text("No Comment", exact=True)).to_be_visible()


@both_ways
def test_a_comment_that_is_held_is_its_author_s_alone_until_it_is_approved(
    visit: Visit, site: Any, moderator: Page, javascript: bool
) -> None:
    story = new_story(site, mode="premoderated")
    reader, visitor = signed_in(visit, READER), visit()
    reader.goto(story.url)
    words = f"Held words, {story.pk}."
    field(reader).fill(words)
    send(field(reader))
    if javascript:
        expect(announced(reader)).to_have_text("Your comment waits for a moderator.")
    expect(comment(reader, words)).to_contain_text("Your comment is waiting for a moderator because")
    visitor.goto(story.url)
    expect(comment(visitor, words)).to_have_count(0)
    expect(visitor.get_by_text("No Comment", exact=True)).to_be_visible()

    run_action(moderator, find_comment(moderator, words).filter(has_text="Mio Tanaka"), "Approve")
    expect(moderator.get_by_text("1 comment approved.")).to_be_visible()
    visitor.reload()
    expect(comment(visitor, words)).to_be_visible()
    reader.reload()
    expect(comment(reader, words)).not_to_contain_text("waiting for a moderator")


@both_ways
def test_a_suspended_member_is_told_why_and_until_when_and_keeps_their_text(
    visit: Visit, site: Any, story: Story, moderator: Page, troubles: Any
) -> None:
    troubles.expect("403")
    name, member = new_name(), visit()
    member.goto(f"/accounts/signup/?next={story.url}")
    sign_up(member, site, name)
    expect(member).to_have_url(story.url)
    field(member).fill("I was just going to say something.")

    moderator.goto(f"/admin/accounts/user/?q={name}")
    moderator.get_by_role("link", name=name, exact=True).click()
    press(moderator.get_by_role("main"), "Suspend …")
    moderator.get_by_role("radio", name="3 days").check()
    moderator.get_by_label("Why").fill("Insults, again and again")
    press(moderator.get_by_role("main"), "Suspend")
    expect(moderator.get_by_text("1 member suspended.")).to_be_visible()

    send(field(member))
    expect(member.get_by_role("alert")).to_contain_text("Your account is suspended until")
    expect(member.get_by_role("alert")).to_contain_text("Insults, again and again")
    expect(field(member)).to_have_value("I was just going to say something.")
    press(moderator.get_by_role("main"), "Lift the sanction")
    expect(moderator.get_by_text("1 member may take part again.")).to_be_visible()
    send(field(member))
    expect(comment(member, "I was just going to say something.")).to_be_visible()


def test_a_reader_is_not_let_into_the_admin(visit: Visit, troubles: Any) -> None:
    troubles.expect("403")
    reader = signed_in(visit, READER)
    answer = reader.goto("/admin/board/comment/")
    assert answer is not None
    assert answer.status == 403
    expect(reader.get_by_text("This part of the site is for those who edit and moderate it.")).to_be_visible()


def test_a_visitor_is_asked_to_log_in_before_the_admin_and_comes_back(visit: Visit) -> None:
    page = visit()
    page.goto("/admin/board/comment/")
    log_in(page, MODERATOR)
    expect(page).to_have_url("/admin/board/comment/")
