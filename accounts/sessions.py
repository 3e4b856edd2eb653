"""Django's sessions, which are rows of the database, read in the cheapest way: each request of a member reads one."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connections, router
from django.utils import timezone

from accounts import rows

LIVE = "SELECT * FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        alias = router.db_for_read(Session)
        now = connections[alias].ops.adapt_datetimefield_value(timezone.now())
        key: Any = self.session_key
        for session in rows.read(Session, alias, LIVE, [key, now]):
            return session
        self._session_key = None
        return None
