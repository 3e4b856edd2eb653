"""Where times are counted for accounts/limits.py: in Redis where REDIS_URL names one, else in the database.

While Redis does not answer the database counts, from zero: for that time a limit may allow as much again.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connections, models, router

from accounts.models import Limit
from accounts.outages import REDIS

PREFIX = "limits:"
# Each script runs as a whole, so that no two workers count the same. The window opens where there is none.
COUNT = """
local count = redis.call('INCR', KEYS[1])
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}
"""
TAKE_BACK = """
if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then return redis.call('DECR', KEYS[1]) end
return 0
"""


def count(key: str, now: float, seconds: int) -> tuple[int, float]:
    """(times in the window, its end) with this time counted in. A window lasts `seconds`; moments are Unix times."""
    answer = _ask_redis(lambda client: client.eval(COUNT, 1, PREFIX + key, seconds))
    if answer is None:
        return _count_in_database(key, int(now), seconds)
    times, milliseconds = answer
    return times, now + milliseconds / 1000


def take_back(key: str) -> None:
    """One time less in the key's window, if there is one."""
    if _ask_redis(lambda client: client.eval(TAKE_BACK, 1, PREFIX + key)) is None:
        Limit.objects.filter(key=key, count__gt=0).update(count=models.F("count") - 1)


def _ask_redis(question: Callable[[Any], Any]) -> Any:
    """What Redis answers; None where there is none, or none that answers."""
    if not settings.REDIS_URL or not REDIS.allows():
        return None
    from redis.exceptions import RedisError

    try:
        answer = question(_redis(settings.REDIS_URL))
    except RedisError as error:
        REDIS.begin(error)
        return None
    REDIS.end()
    return answer


@cache
def _redis(url: str) -> Any:
    """This process's client, with a pool of connections that all its threads use."""
    from redis import ConnectionPool, Redis

    return Redis(connection_pool=ConnectionPool.from_url(url, **settings.REDIS_OPTIONS))


def _count_in_database(key: str, now: int, seconds: int) -> tuple[int, int]:
    """One statement, so that no two workers count the same."""
    connection = connections[router.db_for_write(Limit)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO accounts_limit AS stored (key, count, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN stored.ends_at <= %(now)s THEN 1 ELSE stored.count + 1 END,
                ends_at = CASE WHEN stored.ends_at <= %(now)s THEN excluded.ends_at ELSE stored.ends_at END
            RETURNING count, ends_at
            """,
            {"key": key, "now": now, "ends_at": now + seconds},
        )
        times, ends_at = cursor.fetchall()[0]
    return times, ends_at
