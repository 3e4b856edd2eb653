"""A process of its own that votes, or voids and restores votes: `python -m tests.board.actions.voiding_process …`.

`make` makes a senior moderator, twelve voters and three comments, each in a discussion of its own, and prints their
ids; `vote COMMENT… : MEMBER=VALUE…` casts each of the votes on each of the comments, `turn MODERATOR MEMBER…` voids
and restores all votes of each member, `count` prints what is stored.
"""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()


def make() -> None:
    from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

    author = MemberFactory()
    print(StaffFactory(group="Senior moderators").pk, *(MemberFactory().pk for _ in range(12)))
    print(*(say(ArticleFactory(), author).pk for _ in range(3)))


def vote(*arguments: str) -> None:
    """Whoever finds their vote voided just then is refused, and goes on."""
    from accounts.models import User
    from board.actions.refusals import Refused
    from board.actions.votes import cast_vote

    colon = arguments.index(":")
    for pair in arguments[colon + 1 :]:
        member, _, value = pair.partition("=")
        for comment in arguments[:colon]:
            try:
                cast_vote(int(comment), User.objects.get(pk=member), int(value))
            except Refused as refusal:
                assert "voided" in str(refusal), refusal


def turn(moderator: str, *members: str) -> None:
    from accounts.models import User
    from board.actions import voiding
    from board.actions.refusals import Refused

    senior = User.objects.get(pk=moderator)
    for member in members:
        for act in (voiding.void_votes, voiding.restore_votes, voiding.void_votes):
            try:
                act(User.objects.get(pk=member), senior, reason="Accounts of one person")
            except Refused as refusal:
                assert refusal.conflict, refusal


def count() -> None:
    from board.actions.recount import recount
    from board.models import LogEntry, Vote

    print(*recount(), Vote.objects.filter(is_void=True).count(), LogEntry.objects.count())


{"make": make, "vote": vote, "turn": turn, "count": count}[sys.argv[1]](*sys.argv[2:])
