"""What votes look like from afar: shares and bars, and no names. See `board.rules.vote_patterns`."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from board.admin.vote_chart import Chart, chart, rough_chart
from board.models import Comment, Vote
from board.models.votes import Habit
from board.rules import vote_patterns as patterns

# How much is looked at: of a comment its newest votes; of a member's newest comments the newest votes on each; of the
# voters who vote most among these what they voted lately. So no page depends on how large the site has become.
MOST_VOTES, MOST_COMMENTS, MOST_EACH = 200, 100, 20
MOST_VOTERS, HABIT = 200, 100


@dataclass
class Study:
    """Votes on the comments of one author, and what those who cast them vote besides."""

    author_id: int
    votes: list[Vote]

    @cached_property
    def habits(self) -> dict[int, Habit]:
        often = Counter(vote.member_id for vote in self.votes).most_common(MOST_VOTERS)
        return Vote.objects.habits([member for member, _count in often], HABIT)

    @cached_property
    def group_of(self) -> dict[int, int]:
        """{member id: the number of their group, from 1} of those who always vote together."""
        found = patterns.groups({member: habit.votes for member, habit in self.habits.items()})
        return {member: number for number, group in enumerate(found, 1) for member in group}

    def is_new(self, vote: Vote) -> bool:
        return patterns.is_new(vote.member.joined_at, vote.cast_at)

    def is_quiet(self, vote: Vote) -> bool:
        return not vote.takes_part

    def is_together(self, vote: Vote) -> bool:
        return vote.member_id in self.group_of

    def is_faithful(self, vote: Vote) -> bool:
        habit = self.habits.get(vote.member_id)
        return habit is not None and patterns.is_faithful(habit.authors, self.author_id)


@dataclass(frozen=True)
class Figure:
    words: str
    value: str


@dataclass(frozen=True)
class Report:
    """`note`: what was looked at. Without `figures` it was too little to say anything about."""

    heading: str
    note: str
    figures: list[Figure] = field(default_factory=list)
    chart: Chart | None = None


def of_comment(comment: Comment) -> Study:
    votes = Vote.objects.filter(comment=comment).order_by("-pk").with_voters(patterns.FEW_COMMENTS)
    return Study(comment.author_id, list(votes[:MOST_VOTES]))


def of_author(member: User, sections: Iterable[int] | None) -> Study:
    """The votes on a member's newest comments, in these sections alone."""
    theirs = Comment.objects.published().filter(author=member).order_by("-created_at", "-pk")
    if sections is not None:
        theirs = theirs.filter(article__section__in=sections)
    votes = Vote.objects.newest_on(theirs.values_list("pk", flat=True)[:MOST_COMMENTS], MOST_EACH)
    return Study(member.pk, list(votes.with_voters(patterns.FEW_COMMENTS)))


def cast_by(member: User, sections: Iterable[int] | None) -> list[Vote]:
    """What a member voted on the newest comments that they voted on, in these sections alone."""
    votes = Vote.objects.filter(member=member).order_by("-comment_id").select_related("comment__author")
    votes = votes.defer("comment__body", "comment__html")
    if sections is not None:
        votes = votes.filter(comment__article__section__in=sections)
    return list(votes[:MOST_VOTES])


def companions(member: User, votes: Sequence[Vote]) -> list[int]:
    """The members who always vote as this one does: of those who voted lately on the same comments."""
    comments = [vote.comment_id for vote in votes[:MOST_COMMENTS]]
    beside = Vote.objects.newest_on(comments, MOST_EACH).exclude(member=member)
    met = Counter(beside.values_list("member", flat=True)).most_common(MOST_VOTERS)
    near = [other for other, count in met if count >= patterns.MIN_COMMON]
    habits = Vote.objects.habits([member.pk, *near], HABIT)
    own = habits[member.pk].votes if member.pk in habits else {}
    return [other for other in near if patterns.vote_together(own, habits[other].votes)]


# --- The same, in words that name nobody --------------------------------------------------------------------------


def received(study: Study, heading: str) -> Report:
    votes = _settled(study.votes)
    if len(votes) < patterns.FEWEST:
        return Report(heading, _too_few())
    new = _("from accounts that were less than %(days)d days old") % {"days": patterns.NEW_DAYS}
    quiet = _("from members with fewer than %(n)d comments") % {"n": patterns.FEW_COMMENTS}
    figures = [
        _figure(new, votes, study.is_new),
        _figure(quiet, votes, study.is_quiet),
        _figure(_("from members who always vote together"), votes, study.is_together),
        _figure(_("from members most of whose votes go to this author"), votes, study.is_faithful),
    ]
    return Report(heading, _looked_at(len(votes)), figures, chart(votes))


def cast(member: User, votes: list[Vote], heading: str) -> Report:
    """How one member votes: more roughly, since there are only theirs."""
    votes = _before_today(votes)
    if len(votes) < patterns.FEWEST:
        return Report(heading, _too_few())
    favourite, _count = Counter(vote.comment.author_id for vote in votes).most_common(1)[0]
    figures = [
        _figure(_("up"), votes, lambda vote: vote.value == 1),
        _figure(
            _("on comments of one and the same author"), votes, lambda v: v.comment.author_id == favourite
        ),
        Figure(_("members who always vote the same way"), _how_many(len(companions(member, votes)))),
    ]
    return Report(
        heading, _("Of their newest votes, void or not; today is left out."), figures, rough_chart(votes)
    )


def _settled(votes: Iterable[Vote]) -> list[Vote]:
    before: datetime = patterns.settled(timezone.now())
    return [vote for vote in votes if vote.cast_at < before]


def _before_today(votes: Iterable[Vote]) -> list[Vote]:
    today = timezone.localdate()
    return [vote for vote in votes if timezone.localdate(vote.cast_at) < today]


def _figure(words: str, votes: Sequence[Vote], holds: Callable[[Vote], bool]) -> Figure:
    share = patterns.share(sum(map(holds, votes)), len(votes))
    value = {0: _("hardly any"), 100: _("nearly all")}.get(share) or _("about %(n)d %%") % {"n": share}
    return Figure(words, value)


def _how_many(count: int) -> str:
    if not count:
        return _("nobody")
    return _("fewer than five") if count < patterns.FEWEST else _("five or more")


def _too_few() -> str:
    words = _(
        "Too few votes to say anything without saying who: it takes %(n)d. The present hour is left out."
    )
    return words % {"n": patterns.FEWEST}


def _looked_at(count: int) -> str:
    words = ngettext(
        "Of the newest vote, void or not; what the present hour brings is left out.",
        "Of the newest %(n)d votes, void or not; what the present hour brings is left out.",
        count,
    )
    return words % {"n": count}
