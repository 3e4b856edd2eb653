"""What Redis holds is a convenience: emptied, away or back again, it costs nobody a page or a session."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.outages import REDIS
from tests.factories import MemberFactory
from tests.scale.servers import free_port


@pytest.fixture
def member(db: None) -> User:
    return MemberFactory()


@contextmanager
def away(settings: Any) -> Iterator[None]:
    """For this process Redis stands at an address where nobody answers."""
    before = settings.CACHES
    address = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {
        name: {**cache, "LOCATION": address} if "LOCATION" in cache else cache
        for name, cache in before.items()
    }
    yield
    settings.CACHES = before
    REDIS.end()


def is_logged_in(client: Client) -> bool:
    return client.get("/").wsgi_request.user.is_authenticated


@pytest.mark.parametrize("name", ["default", "sessions", "pages"])
def test_the_cache_is_in_redis(name: str) -> None:
    caches[name].set("a", {"b": 1})
    assert caches[name].get("a") == {"b": 1}
    assert caches[name].get_many(["a", "c"]) == {"a": {"b": 1}}
    assert caches[name].get("c", "nothing") == "nothing"
    assert caches[name]._cache.get_client().dbsize() == 1


def test_a_cache_that_is_away_holds_nothing_and_breaks_nothing(settings: Any) -> None:
    with away(settings):
        cache = caches["default"]
        cache.set("a", 1)
        cache.set_many({"a": 1})
        assert cache.get("a") is None
        assert cache.get("a", 2) == 2
        assert cache.get_many(["a"]) == {}
        assert cache.get_or_set("a", lambda: 3) == 3
        assert cache.add("a", 1)
        assert "a" not in cache
        assert not cache.delete("a")
        assert not cache.touch("a")
        cache.delete_many(["a"])
        with pytest.raises(ValueError, match="cannot be counted"):
            cache.incr("a")
        assert REDIS.lasts


def test_a_session_is_read_from_redis_and_kept_in_the_database(member: User, settings: Any) -> None:
    client = Client()
    client.force_login(member)
    with CaptureQueriesContext(connection) as asked:
        assert is_logged_in(client)
    assert not any("django_session" in query["sql"] for query in asked.captured_queries)
    caches["sessions"].clear()
    assert is_logged_in(client)
    with away(settings):
        assert is_logged_in(client)


def test_a_session_that_ended_while_redis_was_away_is_over_within_a_minute(
    member: User, settings: Any
) -> None:
    client = Client()
    client.force_login(member)
    assert is_logged_in(client)
    redis = caches["sessions"]._cache.get_client()
    assert [redis.ttl(key) for key in redis.keys("*")] == [pytest.approx(60, abs=2)]
    with away(settings):
        client.post("/accounts/logout/")
        assert not is_logged_in(client)
