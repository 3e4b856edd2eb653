"""What waits for the demo's moderators, so that there is something to look at on the first day."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from accounts.models import User
from board.actions import cases
from board.models import Appeal, Case, Comment, LogEntry, Note, Report

FILE = Path(__file__).parent / "desk.toml"


def load(members: dict[str, User], now: datetime) -> None:
    waiting = tomllib.loads(FILE.read_text())
    for entry in waiting["reports"]:
        load_report(entry, members, now)
    for entry in waiting["appeals"]:
        load_appeal(entry, members, now)
    for entry in waiting["notes"]:
        Note.objects.create(
            member=members[entry["member"]], author=members[entry["author"]], text=entry["text"],
            created_at=now - timedelta(hours=entry["hours"]),
        )  # fmt: skip
    load_ring(members[waiting["ring"]["author"]], waiting["ring"]["names"])


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


def load_ring(author: User, names: list[str]) -> None:
    """New accounts take the place of those who voted the author's comments up first: so all tallies stay."""
    comments = Comment.objects.published().filter(author=author).order_by("created_at")
    first = comments[0].created_at
    ring = [load_account(name, first - timedelta(hours=20 + place)) for place, name in enumerate(names)]
    for comment in comments:
        votes = comment.votes.filter(value=1, member__is_staff=False).order_by("cast_at")[: len(ring)]
        for vote, member in zip(votes, ring, strict=False):
            vote.member = member
            vote.save(update_fields=["member"])


def load_account(name: str, joined_at: datetime) -> User:
    member = User(
        email=f"{name.lower().replace(' ', '_')}@example.com", verified_at=joined_at, joined_at=joined_at
    )
    member.take_name(name).set_unusable_password()
    member.save()
    return member
