from typing import Any

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config import settings as site
from tests.accounts.conftest import PASSWORD


@pytest.fixture(autouse=True)
def _as_on_a_real_site(settings: Any) -> None:
    settings.PASSWORD_HASHERS = site.PASSWORD_HASHERS


def test_a_password_is_kept_as_argon2id_at_a_cost_that_a_small_machine_has() -> None:
    assert make_password(PASSWORD).startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.django_db
def test_an_older_hash_still_opens_and_is_made_anew(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
    answer = client.post(reverse("account_login"), {"login": "Alice Tanaka", "password": PASSWORD})
    assert answer.status_code == 302
    alice.refresh_from_db()
    assert identify_hasher(alice.password).algorithm == "argon2"
    assert alice.check_password(PASSWORD)
