"""Django's PostgreSQL with its pool, in a way that a server which restarts or is away holds nobody up for long.

A database's ENGINE is "config.postgresql". Its connections are those of Django; only how one is taken differs.
"""

from functools import cache
from typing import Any

from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool

from accounts.outages import Outage


@cache
def outage(alias: str) -> Outage:
    """What this process knows of the database `alias`."""
    return Outage(f"The database {alias!r}", pause=1 if alias == "default" else 10)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that was tried a moment ago. OperationalError at once where the server is known to be away."""
        known = outage(self.alias)
        if not known.allows():
            raise self.Database.OperationalError(f"{known.server} did not answer a moment ago.")
        try:
            connection = self._sound_connection(conn_params)
        except self.Database.OperationalError as error:
            known.begin(error)
            raise
        known.end()
        return connection

    def _sound_connection(self, conn_params: dict[str, Any]) -> Any:
        """Throws away what a server that restarted left in the pool, without the pauses of the pool's own check."""
        if not self.pool:
            return super().get_new_connection(conn_params)
        for _ in range(self.pool.max_size + 1):
            connection = super().get_new_connection(conn_params)
            try:
                ConnectionPool.check_connection(connection)
            except self.Database.OperationalError:
                self.pool.putconn(connection)  # which finds it broken and makes another in its place
            else:
                return connection
        raise self.Database.OperationalError("The server ends every connection at once.")
