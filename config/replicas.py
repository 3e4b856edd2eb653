"""Chooses the database that a request reads from: a replica, unless its reader must see what only the primary has.

Whoever wrote gets a cookie with the primary's position in its log after the write. Their next requests read from a
replica that has come as far, or else from the primary. Whatever else goes wrong, the primary answers.
"""

import random
import re
import time
from collections.abc import Callable
from functools import cache, partial
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse

from config.postgresql.base import outage
from config.routers import PRIMARY, Request, routed

COOKIE = "__Host-written" if settings.HTTPS else "written"
KEPT_FOR = 60 * 60  # seconds; replicas lag by some milliseconds
LOOK_EVERY = 2.0  # seconds
IS_FED = """
SELECT EXISTS (SELECT FROM pg_stat_wal_receiver) AND (
    pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
    OR pg_last_xact_replay_timestamp() > now() - interval '30 seconds'
)
"""
POSITION = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
SAFE = {"GET", "HEAD", "OPTIONS"}

REPLICAS = [alias for alias in settings.DATABASES if alias != PRIMARY]


class Replicas:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        position = read_position(request)
        with routed(partial(choose, position) if request.method in SAFE else primary) as routing:
            response = self.get_response(request)
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE and fell_away(request, routing):
            with routed(primary) as routing:
                response = self.get_response(request)
        keep_position(response, routing, position)
        return response


def primary() -> str:
    return PRIMARY


def choose(position: str) -> str:
    """A replica, another for each request, that is well and has come as far as `position`; else the primary."""
    for alias in random.sample(REPLICAS, len(REPLICAS)):
        if follows(alias) and has_reached(alias, position):
            return alias
    return PRIMARY


# --- How a replica is ---------------------------------------------------------------------------------------------


class Look:
    """What was seen of a replica when this process last looked."""

    def __init__(self) -> None:
        self.follows, self.at = False, float("-inf")


@cache
def last_look(alias: str) -> Look:
    return Look()


def follows(alias: str) -> bool:
    """Whether the replica answers and keeps up. One that does not is read all the same while the primary is away."""
    try:
        connections[alias].ensure_connection()
        look = last_look(alias)
        if time.monotonic() - look.at > LOOK_EVERY:
            look.follows = bool(ask(alias, IS_FED))
            look.at = time.monotonic()
    except DatabaseError:
        return False
    return look.follows or outage(PRIMARY).lasts


def has_reached(alias: str, position: str) -> bool:
    if not position:
        return True
    try:
        return bool(ask(alias, "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", position))
    except DatabaseError:
        return False


def fell_away(request: HttpRequest, routing: Request) -> bool:
    """Whether the page failed for the replica alone, so that it may be asked for again."""
    return request.method in SAFE and not routing.wrote and routing.alias not in (None, PRIMARY)


# --- What a reader has written ------------------------------------------------------------------------------------


def read_position(request: HttpRequest) -> str:
    position = request.COOKIES.get(COOKIE, "")
    return position if POSITION.fullmatch(position) else ""


def keep_position(response: HttpResponse, routing: Request, position: str) -> None:
    """After a write the reader carries the primary's position, until a replica has come as far."""
    if routing.wrote:
        try:
            written = str(ask(PRIMARY, "SELECT pg_current_wal_lsn()"))
        except DatabaseError:
            return  # it went away just now, and so did this reader's writes, or they will be seen when it is back
        response.set_cookie(
            *(COOKIE, written), max_age=KEPT_FOR, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    elif position and routing.alias not in (None, PRIMARY):
        response.set_cookie(COOKIE, max_age=0, secure=settings.HTTPS, httponly=True, samesite="Lax")


def ask(alias: str, question: str, *values: str) -> object:
    with connections[alias].cursor() as cursor:
        cursor.execute(question, values)
        row = cursor.fetchone()
        return row[0] if row else None
