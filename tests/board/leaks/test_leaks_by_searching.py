"""Whoever looks for words that are hidden gets the same answer as for words that never were."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from board.views import searching
from tests.board.leaks.world import PUBLIC, World
from tests.board.views.browsing import browser
from tests.board.views.reading import read

pytestmark = pytest.mark.django_db

NEVER = "Zqnnnzq"
# What is new in each answer.
ONCE = re.compile(r'(csrfmiddlewaretoken|submission)" value="[^"]+"')


def asked(client: Client, address: str, words: str, word: str) -> tuple[int, str]:
    """All of the answer below the reader's own menu, but for the word that was looked for."""
    answer = client.get(address, {"q": words})
    main = answer.content.decode().partition("<main")[2]
    return answer.status_code, ONCE.sub("", main.replace(word, ""))


def addresses(world: World) -> Iterator[str]:
    yield from ("/search/", "/search/?in=stories", world.story.get_absolute_url())


@pytest.mark.parametrize("who", ["visitor", "author", "mona"])
def test_no_hidden_word_finds_anything(world: World, who: str) -> None:
    """Alone, in its sentence, or beside words that can be read; not for its author or a moderator either."""
    client = browser(None if who == "visitor" else getattr(world, who))
    ways = ("{}", "openwords {}", '"then {} it was"')
    for address in addresses(world):
        for way in ways:
            nothing = asked(client, address, way.format(NEVER), NEVER)
            for secret in world.secrets:
                assert asked(client, address, way.format(secret.word), secret.word) == nothing, secret.what


def test_what_can_be_read_is_found_all_the_same(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "PER_PAGE", 200)
    for address in ("/search/", world.story.get_absolute_url()):
        page = read(browser().get(address, {"q": PUBLIC.split()[0]}))
        shown = [one for one in page.all("li") if one.attrs.get("class") == "result"]
        assert len(shown) > 20
        assert all(PUBLIC.split()[0] in one.text for one in shown)
