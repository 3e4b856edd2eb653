"""Pages that were made while all could still be read are nobody's any more once something is hidden."""

import pytest

from tests.board.leaks.test_counts import LISTED, counts, readable
from tests.board.leaks.test_leaks import discussions, leaks
from tests.board.leaks.world import World
from tests.board.views.browsing import browser
from tests.board.views.reading import read

pytestmark = pytest.mark.django_db


def test_a_page_of_before_is_not_served_and_not_said_to_be_unchanged() -> None:
    world = World()
    world.publish()
    tags = {}
    for member in (None, world.neighbour):
        for address in discussions():
            tags[address] = browser(member).get(address).get("ETag", "")
    assert any("zq" in browser().get(address).content.decode().lower() for address in tags)
    world.hide()
    visitor = browser()
    for address, tag in tags.items():
        assert visitor.get(address, headers={"if-none-match": tag or '"none"'}).status_code in (200, 404)
    for member in (None, world.neighbour, world.stranger):
        assert list(leaks(world, member, browser(member), list(tags))) == []


def test_a_count_of_before_is_not_told() -> None:
    world = World()
    world.publish()
    for address in LISTED:
        assert max(counts(read(browser().get(address)))) > 30
    world.hide()
    for address in LISTED:
        assert set(counts(read(browser().get(address)))) == {readable()}
