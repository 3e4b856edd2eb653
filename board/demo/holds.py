"""The demo's word rules, and comments that these and the settings of moderation hold."""

import time
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from accounts.models import User
from board.actions import log
from board.actions.comments import post_comment
from board.demo.desk import load_account
from board.models import Article, Case, Comment, Guard, LogEntry, WordRule

FILE = Path(__file__).parent / "holds.toml"


def load(members: dict[str, User], now: datetime) -> None:
    town = tomllib.loads(FILE.read_text())
    for entry in town["rules"]:
        load_rule(entry, members["admin"], now)
    Guard.objects.filter(pk=1).update(words_version=time.time_ns())
    for entry in town["held"]:
        load_held(entry, members, now)
    where = {
        "comment__article__slug": town["caught"]["story"],
        "comment__author": members[town["caught"]["author"]],
    }
    words = town["caught"]["words"]
    Case.objects.filter(**where).update(caught=words, rule=WordRule.objects.get(words=words))


def load_rule(entry: dict[str, Any], by: User, now: datetime) -> None:
    at = now - timedelta(days=entry["days"])
    rule = WordRule.objects.create(
        words=entry["words"], effect=entry["effect"], note=entry["note"], created_by=by, created_at=at
    )
    added = f"“{rule.words}”: added: {rule.get_effect_display()}"
    log.record(LogEntry.Verb.WORD_RULE, by, at=at, internal=added)


def load_held(entry: dict[str, Any], members: dict[str, User], now: datetime) -> None:
    at = now - timedelta(hours=entry["hours"])
    is_new = "new" in entry
    author = load_account(entry["new"], at - timedelta(hours=1)) if is_new else members[entry["member"]]
    comment = post_comment(Article.objects.get(slug=entry["story"]), author, entry["text"].strip())
    Comment.objects.filter(pk=comment.pk).update(created_at=at)
    Case.objects.filter(comment=comment).update(opened_at=at)
