"""A member appeals against a removal, another moderator grants it in the admin, and the member sees the outcome."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    ADMIN,
    MODERATOR,
    Story,
    Visit,
    both_ways,
    comment,
    identity,
    new_name,
    press,
    say,
    sign_up,
    signed_in,
    standing,
)

pytestmark = pytest.mark.journey


@pytest.fixture
def member(visit: Visit, site: Any, story: Story) -> Page:
    """Somebody who has just joined, before a story that nobody has commented on."""
    page = visit()
    page.goto(f"/accounts/signup/?next={story.url}")
    sign_up(page, site, new_name())
    page.goto(story.url)
    return page


def remove(moderator: Page, pk: int) -> None:
    moderator.goto(f"/admin/board/comment/{pk}/change/")
    press(moderator, "Remove …")
    moderator.get_by_label("In your own words").fill("Not about the pump")
    press(moderator, "Remove")
    expect(moderator.get_by_text("1 comment removed.")).to_be_visible()


def ask_again(member: Page, why: str) -> None:
    member.goto("/accounts/notifications/")
    member.get_by_role("main").get_by_role("link", name="Appeal").first.click()
    member.get_by_label("Why should it be looked at again?").fill(why)
    press(member.get_by_role("main"), "Send appeal")
    expect(member.get_by_role("main")).to_contain_text("Another moderator will look at it.")


@both_ways
def test_an_appeal_is_granted_by_another_moderator_and_the_comment_is_back(
    member: Page, visit: Visit, story: Story
) -> None:
    words, why = f"The baker was here first, {story.pk}.", f"The baker owns the pump, {story.pk}."
    pk = identity(say(member, words))
    first = signed_in(visit, MODERATOR)
    remove(first, pk)
    ask_again(member, why)

    first.goto("/admin/board/appeal/?state=open")
    first.get_by_role("link", name=why).click()
    expect(
        first.get_by_text("This was your own decision: another moderator looks at it again.")
    ).to_be_visible()
    expect(first.get_by_role("button", name="Grant …")).to_have_count(0)

    other = signed_in(visit, ADMIN)
    other.goto("/admin/board/appeal/?state=open")
    other.get_by_role("link", name=why).click()
    expect(other.get_by_role("main")).to_contain_text("Not about the pump")
    press(other, "Grant …")
    other.get_by_label("Answer").fill("You are right: the pump is hers.")
    press(other, "Grant")
    expect(other.get_by_text("1 appeal granted.")).to_be_visible()

    member.goto("/accounts/notifications/")
    told = member.get_by_role("main").get_by_role("listitem").first
    expect(told).to_contain_text("Your appeal was granted: the decision has been undone.")
    expect(told).to_contain_text("Reason: You are right: the pump is hers.")
    member.goto(story.url)
    expect(comment(member, words)).to_be_visible()
    reader = visit()
    reader.goto("/moderation-log/?act=appeal-granted")
    expect(reader.get_by_role("main")).to_contain_text("You are right: the pump is hers.")
    expect(reader.get_by_role("main")).not_to_contain_text("Plum")


def test_an_appeal_that_is_refused_says_why_and_is_the_last_word(
    member: Page, visit: Visit, story: Story, troubles: Any
) -> None:
    troubles.expect("422")
    why = f"I meant well, {story.pk}."
    pk = identity(say(member, "Nonsense."))
    remove(signed_in(visit, MODERATOR), pk)
    ask_again(member, why)
    other = signed_in(visit, ADMIN)
    other.goto("/admin/board/appeal/?state=open")
    other.get_by_role("link", name=why).click()
    press(other, "Refuse …")
    press(other, "Refuse")
    expect(other.get_by_text("Say why the decision stands: the member is told.")).to_be_visible()
    other.get_by_label("Why the decision stands").fill("It was about the bakery.")
    press(other, "Refuse")
    expect(other.get_by_text("1 appeal refused.")).to_be_visible()
    member.goto("/accounts/notifications/")
    main = member.get_by_role("main")
    expect(main).to_contain_text("Another moderator has looked at your appeal. The decision stands.")
    expect(main).to_contain_text("Reason: It was about the bakery.")
    expect(main.get_by_role("link", name="Appeal", exact=True)).to_have_count(0)
    member.goto(story.url)
    expect(standing(pk, member)).to_have_count(0)
