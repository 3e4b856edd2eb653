"""Django's SQLite, where writers queue up instead of asking again and again.

SQLite lets one transaction write at a time. Whoever finds another one writing sleeps and asks again, ever longer, and
meanwhile others come first: under load most of the time is slept away. Here writers wait in the kernel's queue for a
lock on a file beside the database, and the next one is woken the moment that it is free. The lock goes with the process
that holds it, however it ends. SQLite's own lock is taken all the same: it holds for writers that do not queue.
"""

import fcntl
import os
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

QUEUE = "-queue"
# A longer one is hardly asked twice.
LONGEST = 4000
Base: Any = base.DatabaseWrapper
BaseCursor: Any = base.SQLiteCursorWrapper


class Cursor(BaseCursor):
    """Django's, which writes each statement anew for SQLite's driver: here once."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None and len(query) <= LONGEST:
            return for_driver(query)
        return super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=500)
def for_driver(query: str) -> str:
    """With `?` for `%s`, and `%` for `%%`."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(Base):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue: int | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        if not self.is_in_memory_db():
            self.queue = os.open(f"{conn_params['database']}{QUEUE}", os.O_RDWR | os.O_CREAT, 0o644)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        if self.queue is not None:
            fcntl.flock(self.queue, fcntl.LOCK_EX)
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self.leave_queue()
            raise

    def _commit(self) -> None:
        super()._commit()  # where this fails, the transaction goes on until its rollback
        self.leave_queue()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self.leave_queue()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            if self.queue is not None:
                os.close(self.queue)  # which leaves the queue too
                self.queue = None

    def leave_queue(self) -> None:
        if self.queue is not None:
            fcntl.flock(self.queue, fcntl.LOCK_UN)
