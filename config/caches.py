"""The shared cache in Redis or Valkey: a convenience that may go away at any moment and never breaks a page.

What cannot be read is missing, what cannot be written is passed over, and a server that does not answer is left
alone for some seconds (see accounts/outages.py).
"""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

from accounts.outages import REDIS

LONGEST_SESSION = 60  # seconds
MISSING = object()


def forgiving(operation: Callable[..., Any], otherwise: Any) -> Any:
    """The client's operation; where Redis gives no answer, `otherwise` is the answer."""

    def attempt(self: RedisCacheClient, *arguments: Any) -> Any:
        if not REDIS.allows():
            return otherwise
        try:
            answer = operation(self, *arguments)
        except RedisError as error:
            REDIS.begin(error)
            return otherwise
        REDIS.end()
        return answer

    return attempt


def delete_all(client: RedisCacheClient, prefix: str) -> bool:
    redis = client.get_client(write=True)
    for key in redis.scan_iter(f"{prefix}:*", count=1000):
        redis.unlink(key)
    return True


class Client(RedisCacheClient):
    add = forgiving(
        RedisCacheClient.add, True
    )  # "added": whoever asks before doing something once shall do it
    set = forgiving(RedisCacheClient.set, None)
    touch = forgiving(RedisCacheClient.touch, False)
    delete = forgiving(RedisCacheClient.delete, False)
    has_key = forgiving(RedisCacheClient.has_key, False)
    set_many = forgiving(RedisCacheClient.set_many, None)
    delete_many = forgiving(RedisCacheClient.delete_many, None)
    clear_own = forgiving(delete_all, False)
    _get = forgiving(RedisCacheClient.get, MISSING)
    _get_many = forgiving(RedisCacheClient.get_many, None)
    _incr = forgiving(RedisCacheClient.incr, None)

    def get(self, key: Any, default: Any) -> Any:
        found = self._get(key, default)
        return default if found is MISSING else found

    def get_many(self, keys: Any) -> Any:
        return self._get_many(keys) or {}

    def incr(self, key: Any, delta: int) -> Any:
        """ValueError, as for a key that is not there, tells the caller that nothing is counted."""
        counted = self._incr(key, delta)
        if counted is None:
            raise ValueError(f"Key {key!r} cannot be counted now.")
        return counted


class Cache(RedisCache):
    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = Client

    def clear(self) -> None:
        """This cache's own keys: the others, and the limits, share the server's database with it."""
        client: Any = self._cache
        client.clear_own(self.key_prefix)


class SessionCache(Cache):
    """Sessions' copies, kept for a minute at most.

    The database holds the sessions. A change that could not be written here, such as a log-out while this machine
    did not reach Redis, is overtaken by the truth after that time.
    """

    def get_backend_timeout(self, timeout: Any = DEFAULT_TIMEOUT) -> int:
        wanted = super().get_backend_timeout(timeout)
        return LONGEST_SESSION if wanted is None else min(LONGEST_SESSION, int(wanted))
