"""What waits for the demo's moderators, so that there is something to look at on the first day."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from accounts.models import User
from board.actions import cases
from board.models import Appeal, Case, Comment, LogEntry, Report

FILE = Path(__file__).parent / "desk.toml"


def load(members: dict[str, User], now: datetime) -> None:
    waiting = tomllib.loads(FILE.read_text())
    for entry in waiting["reports"]:
        load_report(entry, members, now)
    for entry in waiting["appeals"]:
        load_appeal(entry, members, now)


def load_report(entry: dict[str, Any], members: dict[str, User], now: datetime) -> None:
    comment = Comment.objects.get(article__slug=entry["story"], number=entry["number"])
    at = now - timedelta(hours=entry["hours"])
    Report.objects.create(
        comment=comment, member=members[entry["member"]] if "member" in entry else None, created_at=at,
        name=entry.get("name", ""), email=entry.get("email", ""), reason=entry["reason"],
        remark=entry.get("remark", ""),
    )  # fmt: skip
    case, _is_new = Case.objects.get_or_create(comment=comment, defaults={"opened_at": at})
    cases.weigh(case)


def load_appeal(entry: dict[str, Any], members: dict[str, User], now: datetime) -> None:
    decision = LogEntry.objects.get(article__slug=entry["story"], reason=entry["reason"])
    Appeal.objects.create(
        entry=decision, member=members[entry["member"]], text=entry["text"].strip(),
        created_at=now - timedelta(hours=entry["hours"]),
    )  # fmt: skip
