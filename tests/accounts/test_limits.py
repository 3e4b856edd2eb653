import importlib
import time
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import RequestFactory

from accounts import counting, limits
from accounts.limits import Rate, TooMany
from accounts.models import Limit
from accounts.outages import REDIS
from tests.environment import site_environment
from tests.forking import Forking

FEW = Rate("few", 3, 600)
NOBODY_THERE = "redis://127.0.0.1:9/0"  # the port at which everything is thrown away
SPEND_ALL = """
from accounts.limits import Rate, TooMany, spend
passed = 0
for _ in range(100):
    try:
        spend(Rate("shared", 150, 600), "one key")
        passed += 1
    except TooMany:
        pass
print(passed)
"""

pytestmark = pytest.mark.usefixtures("limits_on")


class InDatabase:
    """Looks at what is counted, and lets time pass for it."""

    def keys(self) -> list[str]:
        return list(Limit.objects.values_list("key", flat=True))

    def seconds_left(self) -> float:
        return Limit.objects.get().ends_at - time.time()

    def end_windows(self) -> None:
        Limit.objects.update(ends_at=int(time.time()) - 1)


class InRedis:
    def __init__(self, url: str) -> None:
        self.client = importlib.import_module("redis").Redis.from_url(url, decode_responses=True)

    def keys(self) -> list[str]:
        return [key.removeprefix(counting.PREFIX) for key in self.client.keys(f"{counting.PREFIX}*")]

    def seconds_left(self) -> float:
        return self.client.pttl(self.client.keys(f"{counting.PREFIX}*")[0]) / 1000

    def end_windows(self) -> None:
        for key in self.client.keys(f"{counting.PREFIX}*"):
            self.client.pexpire(key, 1)
        time.sleep(0.05)


@pytest.fixture(params=["database", pytest.param("redis", marks=pytest.mark.scale)])
def counted(request: pytest.FixtureRequest, db: None, settings: Any) -> InDatabase | InRedis:
    """Where this test's times are counted: it runs once for each place."""
    if request.param == "redis":
        return InRedis(settings.REDIS_URL)
    settings.REDIS_URL = ""
    return InDatabase()


def passes(rate: Rate, *who: str) -> bool:
    try:
        limits.spend(rate, *who)
    except TooMany:
        return False
    return True


@pytest.mark.usefixtures("counted")
def test_what_a_rate_allows_passes_and_the_next_does_not() -> None:
    assert [passes(FEW, "alice") for _ in range(5)] == [True, True, True, False, False]


@pytest.mark.usefixtures("counted")
def test_each_key_and_each_rate_counts_for_itself() -> None:
    for _ in range(3):
        limits.spend(FEW, "alice")
    assert passes(FEW, "bob")
    assert passes(FEW, "alice", "from here")
    assert passes(Rate("other", 1, 600), "alice")
    assert not passes(FEW, "alice")


@pytest.mark.usefixtures("counted")
def test_a_refusal_says_how_long_to_wait() -> None:
    for _ in range(3):
        limits.spend(FEW, "alice")
    with pytest.raises(TooMany) as refused:
        limits.spend(FEW, "alice")
    assert 590 < refused.value.retry_after <= 600
    assert refused.value.rate == FEW
    assert str(refused.value) == "That was too often in a short time. Please try again in 10 minutes."


def test_a_new_window_opens_when_the_old_one_has_ended(counted: InDatabase | InRedis) -> None:
    for _ in range(4):
        passes(FEW, "alice")
    counted.end_windows()
    assert [passes(FEW, "alice") for _ in range(4)] == [True, True, True, False]
    assert counted.seconds_left() > 590


def test_a_refused_time_does_not_prolong_the_wait(counted: InDatabase | InRedis) -> None:
    limits.spend(FEW, "alice")
    time.sleep(0.02)
    left = counted.seconds_left()
    for _ in range(10):
        passes(FEW, "alice")
    assert counted.seconds_left() <= left


def test_what_is_given_back_can_be_spent_again(counted: InDatabase | InRedis) -> None:
    for _ in range(3):
        limits.spend(FEW, "alice")
    left = counted.seconds_left()
    limits.give_back(FEW, "alice")
    assert [passes(FEW, "alice"), passes(FEW, "alice")] == [True, False]
    assert counted.seconds_left() <= left
    limits.give_back(FEW, "nobody")
    assert len(counted.keys()) == 1


def test_what_is_all_given_back_leaves_its_window_open(counted: InDatabase | InRedis) -> None:
    limits.spend(FEW, "alice")
    left = counted.seconds_left()
    limits.give_back(FEW, "alice")
    limits.give_back(FEW, "alice")
    assert [passes(FEW, "alice") for _ in range(4)] == [True, True, True, False]
    assert counted.seconds_left() <= left


def test_keys_are_stored_as_hashes(counted: InDatabase | InRedis) -> None:
    limits.spend(FEW, "203.0.113.9")
    (key,) = counted.keys()
    assert key.startswith("few:") and len(key) == 44
    assert "203" not in key


@pytest.mark.usefixtures("counted_in_database")
def test_windows_that_have_ended_are_forgotten() -> None:
    limits.spend(FEW, "old")
    Limit.objects.update(ends_at=int(time.time()) - 1)
    limits.spend(FEW, "new")
    assert limits.forget_ended() == 1
    assert Limit.objects.count() == 1


def test_nothing_is_counted_where_limits_are_off(settings: Any, counted: InDatabase | InRedis) -> None:
    settings.LIMITS = False
    assert all(passes(FEW, "alice") for _ in range(10))
    assert counted.keys() == []


@pytest.mark.usefixtures("counted_in_database")
def test_a_count_inside_a_transaction_is_undone_with_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        limits.spend(FEW, "alice")
        raise ZeroDivisionError
    assert not Limit.objects.exists()


@pytest.mark.usefixtures("counted_in_database")
def test_a_spend_is_one_statement(django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(1):
        limits.spend(FEW, "alice")


@pytest.mark.scale
def test_with_redis_the_database_is_not_asked(
    db: None, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(0):
        limits.spend(FEW, "alice")
        limits.give_back(FEW, "alice")


def test_while_redis_does_not_answer_the_database_counts(db: None, settings: Any) -> None:
    settings.REDIS_URL = NOBODY_THERE
    assert [passes(FEW, "alice") for _ in range(4)] == [True, True, True, False]
    limits.give_back(FEW, "alice")
    assert Limit.objects.get().count == 3
    assert REDIS.lasts


def spend_from_four_processes(**variables: str) -> list[int]:
    environment = {**site_environment(LIMITS="on", **variables), "DJANGO_SETTINGS_MODULE": "config.settings"}
    with Forking(environment) as site:
        spenders = [site.start("manage", "shell", "--no-imports", "-c", SPEND_ALL) for _ in range(4)]
        return [int(spender.said()) for spender in spenders]


def test_four_processes_together_get_no_more_than_one(
    copied_database: Callable[[], Path], tmp_path: Path
) -> None:
    copied_database()
    assert sum(spend_from_four_processes(VAR_DIR=str(tmp_path))) == 150


@pytest.mark.postgres
def test_four_processes_together_get_no_more_than_one_on_postgresql(
    tmp_path: Path, postgres_site_url: str
) -> None:
    variables = {"VAR_DIR": str(tmp_path), "DATABASE_URL": postgres_site_url}
    assert sum(spend_from_four_processes(**variables)) == 150


@pytest.mark.scale
def test_four_processes_together_get_no_more_than_one_with_redis(tmp_path: Path, settings: Any) -> None:
    # Without a table to count in: what is counted here is counted in Redis.
    variables = {"VAR_DIR": str(tmp_path), "REDIS_URL": settings.REDIS_URL}
    assert sum(spend_from_four_processes(**variables)) == 150


# --- Whose address ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (0, "", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (1, "203.0.113.9:4711", "10.0.0.1", "203.0.113.9"),
        (1, "not an address", "192.0.2.1", "192.0.2.1"),
        (1, "", "192.0.2.1", "192.0.2.1"),
        (0, "", "", "unknown"),
        (0, "", "::ffff:192.0.2.1", "192.0.2.1"),
        (0, "", "2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64"),
        (1, "[2001:db8:1:2::9]:4711", "10.0.0.1", "2001:db8:1:2::/64"),
        (0, "", "fe80::1%eth0", "fe80::/64"),
    ],
)
def test_a_visitors_address_is_what_trusted_proxies_say(
    proxies: int, forwarded: str, remote: str, address: str, settings: Any, rf: RequestFactory
) -> None:
    settings.PROXY_COUNT = proxies
    request = rf.get("/", REMOTE_ADDR=remote, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}))
    assert limits.client_ip(request) == address
    if full := limits.full_address(request):
        assert ip_address(full)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (45, "45 seconds"),
        (120, "2 minutes"),
        (121, "3 minutes"),
        (3600, "60 minutes"),
        (7200, "2 hours"),
        (7201, "3 hours"),
    ],
)
def test_a_wait_is_said_in_words(seconds: int, words: str) -> None:
    assert limits.wait_in_words(seconds) == words
