"""Becoming a member, coming in, going out, and coming in again with a forgotten password."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    NAMES,
    READER,
    Visit,
    address_of,
    announced,
    both_ways,
    code_sent,
    field,
    log_in,
    log_out,
    new_name,
    new_story,
    say,
    sign_up,
)

pytestmark = pytest.mark.journey


@both_ways
def test_a_visitor_signs_up_from_below_an_article_and_comments_there(
    page: Page, site: Any, troubles: Any, javascript: bool
) -> None:
    troubles.expect("422")
    story, name = new_story(site), new_name()
    page.goto(story.url)
    page.get_by_role("link", name="User registration").click()
    page.get_by_label("E-mail").fill(address_of(name))
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill("plum trees in the lane")
    page.get_by_role("main").get_by_role("button", name="Sign up").click()

    code = code_sent(site, address_of(name))
    page.get_by_label("Code").fill(f"{(int(code) + 1) % 1_000_000:06}")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("This code is not right.")).to_be_visible()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Go on").click()

    expect(page).to_have_url(f"{story.url}#respond")
    expect(page.locator("header .menu > summary")).to_have_text(name)
    expect(field(page)).to_be_in_viewport()
    mine = say(page, "The pump was never dry, it was locked.")
    expect(mine.get_by_role("link", name=name)).to_be_visible()
    if javascript:
        expect(announced(page)).to_have_text("Your comment has been posted.")


def test_a_name_that_is_taken_or_looks_like_another_s_is_refused_and_the_rest_is_kept(
    page: Page, troubles: Any
) -> None:
    troubles.expect("422")
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail").fill("somebody@example.org")
    page.get_by_label("Name").fill("MIO TANAKA")
    page.get_by_label("Password").fill("plum trees in the lane")
    page.get_by_role("main").get_by_role("button", name="Sign up").click()
    expect(page.locator(".field-error")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value("somebody@example.org")
    expect(page.get_by_label("Name")).to_have_value("MIO TANAKA")


@both_ways
def test_a_member_logs_in_by_e_mail_or_by_name_and_goes_out_again(page: Page) -> None:
    for login in (READER, NAMES[READER].lower()):
        log_in(page, login)
        expect(page.locator("header .menu > summary")).to_contain_text(NAMES[READER])
        log_out(page)
        expect(page.get_by_text("You are logged out.")).to_be_visible()
        expect(page.get_by_role("link", name="Register / Login")).to_be_visible()


@both_ways
def test_a_wrong_password_keeps_the_name_and_the_way_back(page: Page, site: Any, troubles: Any) -> None:
    troubles.expect("422")
    story = new_story(site)
    page.goto(story.url)
    page.get_by_role("link", name="Login with your Hiroba account").click()
    log_in(page, READER, "not the password")
    expect(page.get_by_text("E-mail and password do not belong together.")).to_be_visible()
    expect(page.get_by_label("E-mail or name")).to_have_value(READER)
    log_in(page, READER)
    expect(page).to_have_url(f"{story.url}#respond")
    expect(field(page)).to_be_in_viewport()


def test_a_forgotten_password_is_replaced_with_a_code_from_the_mail(
    visit: Visit, page: Page, site: Any, troubles: Any
) -> None:
    troubles.expect("422")
    story, name = new_story(site), new_name()
    page.goto(f"/accounts/signup/?next={story.url}")
    sign_up(page, site, name)
    expect(page).to_have_url(story.url)

    elsewhere = visit()
    elsewhere.goto(story.url)
    elsewhere.get_by_role("link", name="Login with your Hiroba account").click()
    elsewhere.get_by_role("link", name="Forgot your password?").click()
    elsewhere.get_by_label("E-mail").fill(address_of(name))
    elsewhere.get_by_role("button", name="Send the code").click()
    elsewhere.get_by_label("Code").fill(code_sent(site, address_of(name)))
    elsewhere.get_by_role("button", name="Go on").click()
    elsewhere.get_by_label("New password").fill("three pears and a ladder")
    elsewhere.get_by_role("button", name="Save and log in").click()
    expect(elsewhere).to_have_url(f"{story.url}#respond")
    expect(field(elsewhere)).to_be_visible()

    later = visit()
    log_in(later, name)
    expect(later.get_by_text("Name and password do not belong together.")).to_be_visible()
    log_in(later, name, "three pears and a ladder")
    expect(later.locator("header .menu > summary")).to_have_text(name)
