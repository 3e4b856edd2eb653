"""How often something may be done: the one mechanism, shared by all workers, and the numbers of the account pages.

The board's own numbers stand in board/limits.py. LIMITS=off switches all of them off.
"""

import math
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import counting
from accounts.models import Limit

MINUTE = 60
HOUR = 60 * MINUTE


@dataclass(frozen=True)
class Rate:
    """At most `count` times in a window of `seconds`, which opens with the first time."""

    name: str
    count: int
    seconds: int


# Wrong passwords and codes. What turns out right is given back, so that nobody locks themselves out by being there.
LOGIN_BY_ADDRESS = Rate("login-address", 30, 15 * MINUTE)
LOGIN_BY_NAME = Rate("login-name", 10, 15 * MINUTE)
PROOF = Rate("proof", 10, 15 * MINUTE)
CODES = Rate("codes", 30, HOUR)

# As long as the authenticator app's codes are taken, before and after their time.
SAME_CODE = Rate("same-code", 1, 2 * MINUTE)

SIGN_UP = Rate("sign-up", 30, HOUR)
MAIL_BY_ADDRESS = Rate("mail-address", 30, HOUR)
MAIL_BY_RECIPIENT = Rate("mail-recipient", 6, HOUR)


class TooMany(Exception):
    """A limit is reached. `retry_after` is in seconds, at least 1; str() is the sentence for the person."""

    def __init__(self, retry_after: int, rate: Rate) -> None:
        super().__init__(retry_after, rate)
        self.retry_after = retry_after
        self.rate = rate

    def __str__(self) -> str:
        return _("That was too often in a short time. Please try again in %(wait)s.") % {
            "wait": wait_in_words(self.retry_after)
        }


def spend(rate: Rate, *who: str) -> None:
    """Counts one time for this key, or raises TooMany.

    The key is what `who` says together: an address, a member, a name. It is stored as a keyed hash. Inside a
    transaction the database's count is undone with it: spend before one begins.
    """
    if not settings.LIMITS:
        return
    now = time.time()
    count, ends_at = counting.count(_key(rate, who), now, rate.seconds)
    if count > rate.count:
        raise TooMany(max(1, math.ceil(ends_at - now)), rate)


def give_back(rate: Rate, *who: str) -> None:
    """Takes back one `spend`, where it turned out that it should not count."""
    if settings.LIMITS:
        counting.take_back(_key(rate, who))


def answer(request: HttpRequest, error: TooMany) -> HttpResponse:
    """The page for somebody who was too fast, where there is no form of theirs to show again."""
    page = render(request, "refused.html", {"sentence": str(error)}, status=429)
    page["Retry-After"] = str(error.retry_after)
    return page


def forget_ended() -> int:
    """Deletes the database's windows that have ended, and returns how many they were. Redis forgets its own."""
    return Limit.objects.filter(ends_at__lte=int(time.time())).delete()[0]


def wait_in_words(seconds: int) -> str:
    """`45 seconds`, `3 minutes`, `2 hours`: rounded up."""
    if seconds < 2 * MINUTE:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    if seconds < 2 * HOUR:
        minutes = math.ceil(seconds / MINUTE)
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = math.ceil(seconds / HOUR)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


def full_address(request: HttpRequest) -> str:
    """The visitor's address, or nothing where it cannot be known.

    X-Forwarded-For is believed only as far as PROXY_COUNT trusted proxies wrote it: each adds one at the right.
    """
    forwarded = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    if settings.PROXY_COUNT and forwarded:
        address = forwarded[-min(settings.PROXY_COUNT, len(forwarded))]
        if plain := _plain_address(address):
            return plain
    return _plain_address(request.META.get("REMOTE_ADDR", ""))


def client_ip(request: HttpRequest) -> str:
    """The visitor's address as limits count it: of IPv6 the /64, since that much belongs to one household."""
    address = full_address(request)
    if address and isinstance(ip_address(address), IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return address or "unknown"


def _plain_address(text: str) -> str:
    """The address without brackets, port, zone, and as IPv4 where it is one; nothing if it is none."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


def _key(rate: Rate, who: tuple[str, ...]) -> str:
    digest = salted_hmac(f"limits.{rate.name}", "\0".join(who), algorithm="sha256").hexdigest()
    return f"{rate.name}:{digest[:40]}"
