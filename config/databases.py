from django.db import connections

# A page that asks PostgreSQL for longer than this is cut: its reader has gone, and others wait.
LONGEST_STATEMENT = "20s"


def limit_statements() -> None:
    """For processes that serve pages, before their first query. Commands and the worker take the time they need."""
    for database in connections.settings.values():
        if database["ENGINE"] == "config.postgresql":
            database["OPTIONS"]["options"] += f" -c statement_timeout={LONGEST_STATEMENT}"
