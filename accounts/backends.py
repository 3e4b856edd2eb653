"""Who is logged in, as allauth knows them, read in the cheapest way: each request of a member reads one row."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import router

from accounts import rows
from accounts.models import User

MEMBER = "SELECT * FROM accounts_user WHERE id = %s"


class Backend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        for user in rows.read(User, router.db_for_read(User), MEMBER, [user_id]):
            return user if self.user_can_authenticate(user) else None
        return None
