"""How often a member may do what. `accounts.limits` counts, across all workers."""

from collections.abc import Iterable
from typing import Any

from accounts import limits
from accounts.limits import Rate

COMMENTS = (Rate("comment", count=6, seconds=60), Rate("comment-hour", count=60, seconds=60 * 60))
EDITS = (Rate("edit", count=10, seconds=60),)
PREVIEWS = (Rate("preview", count=30, seconds=60),)
VOTES = (Rate("vote", count=60, seconds=60),)
PICTURES = (Rate("picture", count=10, seconds=60 * 60),)
APPEALS = (Rate("appeal", count=10, seconds=60 * 60),)
ACKNOWLEDGING = (Rate("acknowledge", count=20, seconds=60),)
MUTES = (Rate("mute", count=30, seconds=60),)
REPORTS = (Rate("report", count=20, seconds=60 * 60),)
SEARCHES = (Rate("search", count=30, seconds=60),)
# A visitor's, for each address: texts kept for after the login, reports of what is illegal, searches (of which a
# whole office makes more).
DRAFTS = (Rate("draft", count=20, seconds=60 * 60),)
VISITOR_REPORTS = (Rate("visitor-report", count=5, seconds=60 * 60),)
VISITOR_SEARCHES = (Rate("visitor-search", count=60, seconds=60),)


def spend(rates: Iterable[Rate], who: Any) -> None:
    """Counts one act by this member (or network address); raises accounts.limits.TooMany with a sentence."""
    for rate in rates:
        limits.spend(rate, str(getattr(who, "pk", who)))
