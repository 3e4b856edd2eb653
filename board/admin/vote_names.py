"""Who voted, for those who may see it: each look is logged before (see `board.actions.voiding.see_voters`)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from board.admin.vote_report import Study
from board.models import Vote
from board.rules import vote_patterns as patterns

# A page shows no more members than this.
MOST = 200


@dataclass(frozen=True)
class Voter:
    """A member and how they voted; `group`: the number of those with whom they always vote together, or none."""

    member: User
    up: int
    down: int
    void: int
    group: int | None = None
    marks: Sequence[str] = ()


def voters(study: Study) -> list[Voter]:
    """The groups first, then those who voted most, then by name: never by when they voted."""
    votes = defaultdict(list)
    for vote in study.votes:
        votes[vote.member].append(vote)
    found = [_voter(member, theirs, study) for member, theirs in votes.items()]
    return sorted(found, key=_place)[:MOST]


def authors(votes: Iterable[Vote]) -> list[Voter]:
    """Whom somebody votes for and against, those with the most votes first."""
    by_author = defaultdict(list)
    for vote in votes:
        by_author[vote.comment.author].append(vote)
    found = [Voter(author, *_counts(theirs)) for author, theirs in by_author.items()]
    return sorted(found, key=_place)[:MOST]


def named(members: Iterable[int]) -> list[User]:
    return list(User.objects.filter(pk__in=members).order_by("name"))


def _voter(member: User, votes: list[Vote], study: Study) -> Voter:
    marks = {
        _("new account"): any(map(study.is_new, votes)),
        _("fewer than %(n)d comments") % {"n": patterns.FEW_COMMENTS}: study.is_quiet(votes[0]),
        _("votes mostly on this author"): study.is_faithful(votes[0]),
        _("banned"): member.standing == User.Standing.BANNED,
    }
    group = study.group_of.get(member.pk)
    return Voter(member, *_counts(votes), group, [words for words, holds in marks.items() if holds])


def _counts(votes: Iterable[Vote]) -> tuple[int, int, int]:
    """How many up, how many down, and how many of any kind are void."""
    kinds = Counter("void" if vote.is_void else vote.value for vote in votes)
    return kinds[1], kinds[-1], kinds["void"]


def _place(voter: Voter) -> tuple[Any, ...]:
    last = voter.group is None
    return last, voter.group, -(voter.up + voter.down + voter.void), voter.member.name
