"""The cast of the vote view's tests: a ring of new accounts, a crowd of old ones, and where their votes are shown."""

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from board.actions.votes import cast_vote
from board.models import Comment, Vote
from tests.board.admin.conftest import Cast
from tests.factories import MemberFactory, say

RING = ("Pip", "Rex", "Tam", "Ula", "Wim")
CROWD = ("Bea", "Cal", "Dot", "Eli", "Fay", "Gus", "Hal")
WHY = "Accounts of one person"


def voting(cast: Cast) -> Cast:
    """Five new accounts always vote Amber's comments up; seven members who are older vote as they please.

    All of it a day ago. Amber's first comment has twelve votes: ten up, two down.
    """
    for name in CROWD:
        MemberFactory(name=name, joined_at=timezone.now() - timedelta(days=400))
    ring = [MemberFactory(name=name, joined_at=timezone.now() - timedelta(days=2)) for name in RING]
    own = [cast.comment, *(say(cast.article, cast.author, f"Amber says {n}.") for n in range(5))]
    other = [say(cast.article, cast.member, f"Milo says {n}.") for n in range(6)]
    for voter in ring:
        for comment in own:
            cast_vote(comment.pk, voter, 1)
    for n, voter in enumerate(User.objects.filter(name__in=CROWD).order_by("name")):
        cast_vote(cast.comment.pk, voter, -1 if n < 2 else 1)
        for comment in other[n % 3 : n % 3 + 3]:
            cast_vote(comment.pk, voter, 1)
    yesterday = timezone.now() - timedelta(days=1)
    Vote.objects.update(cast_at=yesterday)
    return cast


def of(comment: Comment, page: str = "") -> str:
    return f"/admin/board/vote/comment/{comment.pk}/{page}"


def of_member(member: User, page: str = "") -> str:
    return f"/admin/board/vote/member/{member.pk}/{page}"


def text(answer: Any) -> str:
    return answer.content.decode()


def named(answer: Any) -> set[str]:
    return {name for name in (*RING, *CROWD) if re.search(rf"\b{name}\b", text(answer))}


def members(*names: str) -> list[int]:
    return list(User.objects.filter(name__in=names).values_list("pk", flat=True))
