import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts import actions
from accounts.models import Mail, User
from board.management.commands.work import make_worker

PASSWORD = "seven quiet herons"
# Where a visitor wanted to answer a comment.
WANTED = "/category/harbour/ferry/?view=flat#comment-12"


@pytest.fixture
def alice(db: None) -> User:
    return actions.open_account("alice@example.com", "Alice Tanaka", PASSWORD, verified=True)


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def code_in_mail(db: None) -> Callable[[str], str]:
    """The code in the newest mail to an address."""

    def code_in_mail(email: str) -> str:
        body = Mail.objects.filter(to=email).latest("created_at").body
        found = re.search(r"^\d[\d-]{5,}$", body, re.MULTILINE)
        assert found, body
        return found[0]

    return code_in_mail


@pytest.fixture(autouse=True)
def _worker_in_the_tests_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker gives its connection back between tasks. Here a test's transaction is open on it, as Django's own
    test client knows, which leaves that out too."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)


@pytest.fixture
def work(db: None) -> Callable[[], None]:
    """Runs what is queued and due now, as the worker does."""
    return lambda: make_worker().run()
