"""What moderators do, from the other side: the member finds out what was done and why, and what they can do."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    Story,
    Visit,
    both_ways,
    comment,
    field,
    identity,
    new_name,
    press,
    say,
    send,
    sign_up,
    standing,
)

pytestmark = pytest.mark.journey

ACT = """
from accounts.models import User
from board.actions import moderation, sanctions
from board.models import Comment
moderator = User.objects.get(email="moderator@example.com")
"""
TYPED = "A long thought about the pump that must not be lost."


@pytest.fixture
def name() -> str:
    return new_name()


@pytest.fixture
def member(visit: Visit, site: Any, story: Story, name: str) -> Page:
    """Somebody who has just joined, before a story that nobody has commented on."""
    page = visit()
    page.goto(f"/accounts/signup/?next={story.url}")
    sign_up(page, site, name)
    page.goto(story.url)
    return page


def warn(site: Any, name: str) -> None:
    site.manage(
        "shell", "-c",
        f'{ACT}sanctions.warn(User.objects.get(name="{name}"), moderator, reason="Keep to the pump")',
    )  # fmt: skip


@both_ways
def test_a_member_finds_that_a_comment_was_removed_and_why_and_appeals(
    member: Page, site: Any, story: Story
) -> None:
    words = f"A word too many about the baker, {story.pk}."
    pk = identity(say(member, words))
    site.manage(
        "shell", "-c",
        f'{ACT}moderation.remove(Comment.objects.get(pk={pk}), moderator, reason="Not about the pump")',
    )  # fmt: skip
    member.goto(story.url)
    expect(standing(pk, member)).to_have_count(0)
    menu = member.locator("header .menu > summary")
    expect(menu.get_by_role("img", name="1 new notification")).to_be_visible()
    menu.click()
    member.get_by_role("link", name="Notifications", exact=True).click()
    main = member.get_by_role("main")
    expect(main.get_by_text("A moderator has removed your comment.").first).to_be_visible()
    expect(main).to_contain_text("Reason: Not about the pump")
    expect(main).not_to_contain_text(words)
    expect(menu.get_by_role("img")).to_have_count(0)

    main.get_by_role("link", name="Appeal").click()
    main.get_by_label("Why should it be looked at again?").fill("The baker owns the pump.")
    press(main, "Send appeal")
    expect(main).to_contain_text("Your appeal has been sent.")
    expect(main).to_contain_text("The baker owns the pump.")
    expect(main).to_contain_text("Another moderator will look at it.")
    assert site.sql("SELECT text, granted FROM board_appeal WHERE text LIKE '%owns the pump%'")


@both_ways
def test_a_warned_member_reads_the_warning_and_then_posts_what_they_had_typed(
    member: Page, site: Any, story: Story, name: str, troubles: Any
) -> None:
    troubles.expect("403")
    writing = field(member)
    writing.fill(TYPED)
    warn(site, name)
    send(writing)
    expect(member.get_by_text("A moderator has warned you: Keep to the pump")).to_be_visible()
    expect(writing).to_have_value(TYPED)
    send(writing, "I have read it")
    expect(member.get_by_text("A moderator has warned you")).to_have_count(0)
    expect(writing).to_have_value(TYPED)
    send(writing)
    expect(comment(member, TYPED)).to_be_visible()


@both_ways
def test_a_warning_stands_where_the_form_would_be_and_leads_back_to_it(
    member: Page, site: Any, story: Story, name: str
) -> None:
    warn(site, name)
    member.goto(f"{story.url}?view=flat")
    place = member.locator("#respond")
    expect(place).to_contain_text("A moderator has warned you: Keep to the pump")
    press(place, "I have read it")
    expect(member).to_have_url(f"{story.url}?view=flat#respond")
    field(member).fill(TYPED)
    send(field(member))
    expect(comment(member, TYPED)).to_be_visible()
