"""A moderator meets a spammer: suspends them, and takes away all that they left within a day."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    MODERATOR,
    READER,
    Others,
    Story,
    Visit,
    both_ways,
    comment,
    field,
    identity,
    new_name,
    new_story,
    press,
    say,
    sign_up,
    signed_in,
    standing,
)

pytestmark = pytest.mark.journey

OFFER = "Rolex from 9 crowns, ask me"


@pytest.fixture
def moderator(visit: Visit) -> Page:
    return signed_in(visit, MODERATOR)


@pytest.fixture
def name() -> str:
    return new_name()


@pytest.fixture
def spammer(visit: Visit, site: Any, story: Story, name: str) -> Page:
    page = visit()
    page.goto(f"/accounts/signup/?next={story.url}")
    sign_up(page, site, name)
    return page


@both_ways
def test_a_spammer_is_suspended_and_cleaned_up_after_with_the_number_named_first(
    visit: Visit, site: Any, story: Story, spammer: Page, name: str, moderator: Page, troubles: Any
) -> None:
    troubles.expect("409")
    other = new_story(site)
    spammer.goto(story.url)
    left = [identity(say(spammer, f"{OFFER}, number {n}.")) for n in (1, 2)]
    spammer.goto(other.url)
    left.append(identity(say(spammer, f"{OFFER}, number 3.")))
    visitor = visit()
    visitor.goto(story.url)
    expect(standing(left[0], visitor)).to_contain_text(OFFER)

    moderator.goto(f"/admin/accounts/user/?q={name}")
    moderator.get_by_role("link", name=name, exact=True).click()
    main = moderator.get_by_role("main")
    expect(main.get_by_role("link", name="Remove 3 comments of the last 24 hours …")).to_be_visible()
    press(main, "Suspend …")
    main.get_by_role("radio", name="1 month (30 days)").check()
    main.get_by_label("Why").fill("Advertising, again and again")
    main.get_by_label(
        "Then remove what else they wrote: 3 comments of the last 24 hours, in 2 discussions"
    ).check()
    press(main, "Suspend")
    expect(moderator.get_by_text("1 member suspended.")).to_be_visible()
    expect(main).to_contain_text(f"By {name}: 3 comments of the last 24 hours, in 2 discussions.")
    expect(main.get_by_text(f"{OFFER}, number 3.")).to_be_visible()
    expect(main.get_by_label("In your own words")).to_have_value("Advertising, again and again")
    expect(standing(left[0], visitor)).to_contain_text(OFFER)

    # Meanwhile the spammer takes one back: the number has changed, and that is said.
    site.manage(
        "shell", "-c",
        "from board.actions.comments import delete_comment; from board.models import Comment; "
        f"comment = Comment.objects.get(pk={left[1]}); delete_comment(comment, comment.author)",
    )  # fmt: skip
    press(main, "Remove them")
    expect(main).to_contain_text("Meanwhile these are no longer the same comments. Nothing has been removed.")
    expect(main).to_contain_text("2 comments of the last 24 hours, in 2 discussions.")
    press(main, "Remove them")
    expect(moderator.get_by_text("2 comments removed.")).to_be_visible()
    expect(main.get_by_role("heading", name=name)).to_be_visible()
    expect(main.get_by_role("link", name="24 hours")).to_have_count(0)

    for address in (story.url, other.url):
        visitor.goto(address)
        assert OFFER not in visitor.content()
        expect(visitor.get_by_text("No Comment", exact=True)).to_be_visible()
    log = "SELECT verb FROM board_logentry WHERE reason = 'Advertising, again and again' AND comment_id IN (?, ?, ?)"
    assert site.sql(log, *left) == [("remove",), ("remove",)]
    spammer.goto(story.url)
    expect(spammer.locator("#respond")).to_contain_text("Your account is suspended until")
    expect(field(spammer)).to_have_count(0)


@both_ways
def test_who_quoted_a_removed_comment_keeps_their_own_words(
    page: Page, story: Story, others: Others, moderator: Page
) -> None:
    theirs = others.say(READER, f"{OFFER}.")
    answer = others.say(MODERATOR, f"> #{theirs} Mio Tanaka:\n> {OFFER}.\n\nWe sell fish here.")
    quoting = others.say(READER, f"> #{theirs} Mio Tanaka:\n> {OFFER}.\n\nOh dear, that was me.")
    moderator.goto(f"/admin/board/comment/{theirs}/change/")
    main = moderator.get_by_role("main")
    press(main, "Remove …")
    expect(main.get_by_role("link", name=f"#{quoting} by Mio Tanaka")).to_be_visible()
    main.get_by_role("checkbox", name=f"#{quoting} by Mio Tanaka").check()
    main.get_by_role("checkbox", name=f"#{answer} by Jonas Hale").check()
    expect(main.get_by_role("radio", name="Take the quoted words out")).to_be_checked()
    main.get_by_label("In your own words").fill("Advertising")
    press(main, "Remove")
    expect(moderator.get_by_text("Quoted words taken out of 1 comment.")).to_be_visible()
    expect(moderator.get_by_text("Nobody moderates their own comments")).to_be_visible()

    page.goto(story.url)
    expect(standing(quoting, page)).to_contain_text("Oh dear, that was me.")
    expect(standing(quoting, page).locator("blockquote, .quote-gone")).to_have_count(0)
    expect(standing(quoting, page).get_by_role("link", name="edited by a moderator")).to_be_visible()
    expect(standing(answer, page)).to_contain_text("quoted comment was removed")
    assert OFFER not in page.content()


@both_ways
def test_words_are_edited_out_after_a_look_at_what_readers_will_see(
    page: Page, story: Story, others: Others, moderator: Page, troubles: Any
) -> None:
    troubles.expect("422")
    theirs = others.say(READER, "The *baker* at 12 Well Lane, 0123 456, is late again.")
    moderator.goto(f"/admin/board/comment/{theirs}/change/")
    main = moderator.get_by_role("main")
    main.get_by_role("link", name="Edit out …").click()
    text = main.get_by_label("The text")
    expect(text).to_have_value("The *baker* at 12 Well Lane, 0123 456, is late again.")
    main.get_by_label("In your own words").fill("Somebody's telephone number")
    press(main, "Edit out")
    expect(main).to_contain_text("Take out what breaks the rules: this is the text as it is.")
    text.fill("The *baker* is late again.")
    press(main, "Preview")
    expect(main.get_by_role("region", name="What readers will see")).to_contain_text(
        "The baker is late again."
    )
    page.goto(story.url)
    expect(comment(page, "0123 456")).to_be_visible()
    press(main, "Edit out")
    expect(moderator.get_by_text("The words are taken out.")).to_be_visible()

    page.reload()
    expect(standing(theirs, page)).to_contain_text("The baker is late again.")
    standing(theirs, page).get_by_role("link", name="edited by a moderator").click()
    expect(page.get_by_role("main")).to_contain_text(
        "A moderator took words out: Somebody's telephone number"
    )
    assert "0123 456" not in page.content()
