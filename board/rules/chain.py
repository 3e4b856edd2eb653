"""The moderation log's chain: each entry holds a digest of what it says and of the entry before it.

So an entry cannot be changed, taken out or put in afterwards without all digests behind it being wrong. Whoever noted
the newest digest on some day (it stands on the public log) can tell later that nothing before it was
touched. SHA-256 over canonical JSON.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any


def new_salt() -> str:
    """128 random bits in hexadecimal digits."""
    return secrets.token_hex(16)


def digest(previous: str, facts: Sequence[Any]) -> str:
    """The digest of an entry with these facts after the one with the digest `previous`: 64 hexadecimal digits."""
    said = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in facts]
    text = json.dumps([previous, *said], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def link(entries: Iterable[Any], previous: str) -> str:
    """Chains entries, which need not be stored yet, behind the digest `previous`; the last one's digest."""
    for entry in entries:
        entry.previous, entry.digest = previous, digest(previous, entry.facts)
        previous = entry.digest
    return previous


def fits(entry: Any, previous: str) -> bool:
    """Whether a stored entry follows the digest `previous` and says what its own digest was made of."""
    return bool(entry.previous == previous and entry.digest == digest(previous, entry.facts))
