from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.board.leaks.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One for all tests of a file, which change nothing that outlives them; taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        world.publish()
        world.hide()
        yield world
        transaction.set_rollback(True)
