"""Which database a query goes to, where DATABASE_REPLICA_URLS names replicas.

Writes, transactions, commands and the worker use the primary. A request's reads all go to one database, which
config/replicas.py chooses; once it has asked the primary, such as for a write, that is the primary. It is never the
other way round: what was read from the primary is not completed with something older.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections

PRIMARY = "default"
# How often somebody has done something: counted on the primary, and nothing that a page reads.
COUNTED = "ACCOUNTS_LIMIT"
# How statements begin that write nothing.
UNWRITTEN = ("SELECT", "SAVEPOINT", "RELEASE")


class Request:
    """What is decided for one request: where it reads, once it has read, and whether it has written."""

    def __init__(self, choose: Callable[[], str]) -> None:
        self.choose = choose
        self.alias: str | None = None
        self.wrote = False

    def read(self) -> str:
        if self.alias is None:
            self.alias = self.choose()
        return self.alias

    def notice(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Wraps what is executed on the primary: only there it is seen whether something is written.

        Django asks for the database to write to before mere assignments too. A search that is counted reads from a
        replica all the same, and leaves its reader there.
        """
        statement = str(sql).lstrip().upper()
        if COUNTED not in statement:
            self.alias = PRIMARY
            self.wrote = self.wrote or not statement.startswith(UNWRITTEN)
        return execute(sql, params, many, context)


_request: ContextVar[Request | None] = ContextVar("request", default=None)


@contextmanager
def routed(choose: Callable[[], str]) -> Iterator[Request]:
    """While it lasts, this thread's reads go where `choose` says at the first of them."""
    request = Request(choose)
    token = _request.set(request)
    try:
        with connections[PRIMARY].execute_wrapper(request.notice):
            yield request
    finally:
        _request.reset(token)


class Router:
    def db_for_read(self, model: Any, **hints: Any) -> str:
        request = _request.get()
        if request is None:
            return PRIMARY
        if connections[PRIMARY].in_atomic_block:
            request.alias = PRIMARY
        return request.read()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True  # all of them hold the same rows

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY
