"""A senior moderator finds five accounts that vote together, does not let their votes count, and puts them back."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import ADMIN, MODERATOR, Visit, both_ways, press, signed_in, standing
from tests.journeys.test_every_page import faults, with_axe

pytestmark = pytest.mark.journey

RING = ["Ebb Table", "Saltbox", "mole_end", "sluice_gate", "weirkeeper"]
COMMENT = """SELECT c.id, up, down FROM board_comment c JOIN accounts_user u ON u.id = author_id
    WHERE name = 'fishladder' AND c.status = 'published' AND up >= 10 ORDER BY c.id"""
# Each way walks on a comment of its own.
WAYS = {True: 0, False: 1}


def in_words(up: int, down: int) -> str:
    return f"{up - down} ( +{up} / -{down} )"


def look(senior: Page, why: str) -> None:
    senior.get_by_label("Why you look").fill(why)
    with senior.expect_navigation():
        press(senior.get_by_role("main"), "Show who voted")


@both_ways
def test_a_ring_is_found_without_names_then_by_name_and_its_votes_are_voided_and_restored(
    visit: Visit, site: Any, javascript: bool, troubles: Any
) -> None:
    troubles.expect("422")
    pk, up, down = site.sql(COMMENT)[WAYS[javascript]]
    reader, senior = visit(), signed_in(visit, ADMIN)
    reader.goto(f"/comments/{pk}/")
    expect(standing(pk, reader).locator(".tally")).to_have_text(in_words(up, down))

    senior.goto(f"/admin/board/comment/{pk}/change/")
    senior.get_by_role("main").get_by_role("link", name="Votes", exact=True).click()
    main = senior.get_by_role("main")
    expect(main.get_by_text("from members who always vote together")).to_be_visible()
    expect(main.get_by_role("img", name="Votes over time")).to_be_visible()
    for name in RING:
        expect(main.get_by_text(name)).to_have_count(0)
    look(senior, "")
    expect(main.get_by_text("Say why you look: it stands in the log.")).to_be_visible()
    look(senior, "Five votes within minutes of each other")
    rows = main.get_by_role("row").filter(has_text="group 1")
    expect(rows.get_by_role("link")).to_have_text(RING)

    for name in RING:
        main.get_by_label(name).check()
    press(main, "Void their votes on this comment …")
    expect(main.get_by_role("listitem")).to_have_text(RING)
    press(main, "Void 5 votes")
    expect(main.get_by_text("Say why: the members are told.")).to_be_visible()
    main.get_by_label("Why").fill("Accounts of one person")
    press(main, "Void 5 votes")
    expect(senior.get_by_text("5 votes are void now.")).to_be_visible()
    reader.reload()
    expect(standing(pk, reader).locator(".tally")).to_have_text(in_words(up - 5, down))
    reader.goto("/moderation-log/")
    expect(reader.get_by_text("Accounts of one person").first).to_be_visible()
    assert not [name for name in RING if name in reader.get_by_role("main").inner_text()]

    look(senior, "One of them has written to us")
    for name in RING:
        main.get_by_label(name).check()
    press(main, "Restore their votes on this comment …")
    main.get_by_label("Why").fill("A family that shares a flat")
    press(main, "Restore 5 votes")
    expect(senior.get_by_text("5 votes count again.")).to_be_visible()
    reader.goto(f"/comments/{pk}/")
    expect(standing(pk, reader).locator(".tally")).to_have_text(in_words(up, down))
    acts = (
        "SELECT verb, count(*) FROM board_logentry WHERE comment_id = ? AND verb LIKE '%vote%' GROUP BY verb"
    )
    assert dict(site.sql(acts, pk)) == {"see-voters": 2, "void-votes": 1, "restore-votes": 1}


def test_a_moderator_sees_what_is_unusual_and_no_way_to_the_names(visit: Visit, site: Any) -> None:
    (pk,) = site.sql("SELECT id FROM accounts_user WHERE name = 'fishladder'")[0]
    page = signed_in(visit, MODERATOR)
    page.goto(f"/admin/accounts/user/{pk}/change/")
    page.get_by_role("main").get_by_role("link", name="Votes", exact=True).click()
    expect(page.get_by_role("heading", name="Votes: fishladder")).to_be_visible()
    expect(page.get_by_text("about 40 %").first).to_be_visible()
    page.get_by_text("As a table").first.click()
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.get_by_role("button", name="Show who voted")).to_have_count(0)
    expect(page.get_by_role("button", name="Void")).to_have_count(0)


def test_the_view_can_be_read_in_both_themes_and_on_the_narrowest_phone(visit: Visit, site: Any) -> None:
    pk, *_tally = site.sql(COMMENT)[2]
    (member,) = site.sql("SELECT id FROM accounts_user WHERE name = 'Saltbox'")[0]
    senior = with_axe(signed_in(visit, ADMIN))
    senior.goto(f"/admin/board/vote/comment/{pk}/")
    found = faults(senior)
    look(senior, "Five votes within minutes of each other")
    found += faults(senior)
    senior.goto(f"/admin/board/vote/member/{member}/")
    look(senior, "Their votes all go one way")
    found += faults(senior)
    with senior.expect_navigation():
        press(senior.get_by_role("main"), "Void all 13 votes …")
    found += faults(senior)
    assert not found, "\n".join(found)
