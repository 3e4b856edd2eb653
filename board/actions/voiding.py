"""Votes that moderators do not let count, and who looked at whose votes they are. For senior moderators.

A void vote stays where it is: it is left out of the counts, its owner can neither take it back nor cast it anew, and it
can be restored. Votes that the member casts afterwards on other comments count: whoever should not vote any more is
suspended or banned.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from board.actions import moderation
from board.actions.comments import lock
from board.actions.log import About, record
from board.actions.refusals import Refused, demand
from board.actions.votes import count_again
from board.models import Article, Comment, LogEntry, Remit, Vote
from board.rules import ledger, permissions

Verb = LogEntry.Verb
# So many votes are turned in one transaction: it locks the discussions that they are in.
MOST = 500


@transaction.atomic
def see_voters(
    moderator: Any, *, reason: str, comment: Comment | None = None, member: User | None = None
) -> LogEntry:
    """Logs that a moderator looks at who voted on the comment, or on the member's comments and what they voted on.

    Why is for the eyes of moderators. Whoever shows the names calls this first, each time.
    """
    _refuse_unless(moderator.has_perm("board.view_voters"), _("Only a senior moderator sees who voted."))
    reason = moderation.reason_of(None, reason)
    if comment:
        demand(permissions.may_moderate(moderator, comment, Remit.objects.sections(moderator)))
    if member and member.pk == moderator.pk:
        raise Refused(_("Nobody moderates themselves: ask another moderator."))
    article = comment and lock(comment.article_id)
    return record(
        Verb.SEE_VOTERS, moderator, article=article, comment=comment, member=member, internal=reason
    )


@transaction.atomic
def void_votes(member: User, moderator: Any, *, reason: str) -> int:
    """From now on the member's votes do not count, as far as the moderator may judge them: at most MOST at once.

    How many that were. The member is told, with the reason, and so is the public log.
    """
    return _turn_all(Verb.VOID_VOTES, member, moderator, reason)


@transaction.atomic
def restore_votes(member: User, moderator: Any, *, reason: str) -> int:
    """Undoes voiding, on whichever comment and by whomever: a new act, both stay in the log."""
    return _turn_all(Verb.RESTORE_VOTES, member, moderator, reason)


@transaction.atomic
def void_votes_on(comment: Comment, members: Collection[User], moderator: Any, *, reason: str) -> int:
    """The votes of these members on one comment do not count from now on; how many that were.

    One entry for all of them, which does not say whose votes they are: others read the log than may see who voted.
    """
    return _turn_on(Verb.VOID_VOTES, comment, members, moderator, reason)


@transaction.atomic
def restore_votes_on(comment: Comment, members: Collection[User], moderator: Any, *, reason: str) -> int:
    return _turn_on(Verb.RESTORE_VOTES, comment, members, moderator, reason)


def to_turn(member: User, moderator: Any, *, void: bool) -> "QuerySet[Vote]":
    """The member's votes that can still be voided (`void`) or restored: not on the moderator's own comments."""
    votes = Vote.objects.filter(member=member, is_void=not void).exclude(comment__author=moderator.pk)
    sections = Remit.objects.sections(moderator)
    return votes if sections is None else votes.filter(comment__article__section__in=sections)


def names_somebody(reason: str, members: Collection[User]) -> str:
    """Why a reason cannot be told to all of these members and to readers; nothing where it names none of them."""
    told = ledger.reason(Verb.VOID_VOTES, reason, [member.name for member in members])
    return (
        "" if told == ledger.printable(reason) else _("Name nobody: readers and all of these members see it.")
    )


def latest_turn(
    verb: LogEntry.Verb, members: Collection[User], comment: Comment | None = None
) -> LogEntry | None:
    """The last time that somebody did this to votes of these members or on the comment, unless it was undone since."""
    about = Q(member__in=members) | Q(comment=comment) if comment else Q(member__in=members)
    acts = LogEntry.objects.filter(about, verb__in=[Verb.VOID_VOTES, Verb.RESTORE_VOTES])
    newest = acts.select_related("moderator").order_by("-pk").first()
    return newest if newest and newest.verb == verb else None


def _turn_all(verb: LogEntry.Verb, member: User, moderator: Any, reason: str) -> int:
    _refuse_untouchable([member], moderator)
    reason = moderation.reason_of(None, reason)
    votes = _locked(to_turn(member, moderator, void=verb == Verb.VOID_VOTES))
    if not votes:
        raise _nothing_left(verb, [member])
    return _turn(verb, votes, moderator, reason, member=member)


def _turn_on(
    verb: LogEntry.Verb, comment: Comment, members: Collection[User], moderator: Any, reason: str
) -> int:
    _refuse_untouchable(members, moderator)
    demand(permissions.may_moderate(moderator, comment, Remit.objects.sections(moderator)))
    reason = moderation.reason_of(None, reason)
    if why_not := names_somebody(reason, members):
        raise Refused(why_not)
    theirs = Vote.objects.filter(comment=comment, member__in=members, is_void=verb == Verb.RESTORE_VOTES)
    votes = _locked(theirs)
    if not votes:
        raise _nothing_left(verb, members, comment)
    return _turn(verb, votes, moderator, reason, article=comment.article, comment=comment)


def _turn(verb: LogEntry.Verb, votes: list[Vote], moderator: Any, reason: str, **about: Any) -> int:
    void = verb == Verb.VOID_VOTES
    Vote.objects.filter(pk__in=[vote.pk for vote in votes]).update(is_void=void)
    count_again({vote.comment_id for vote in votes})
    before, after = ("counted", "void") if void else ("void", "counted")
    told = {vote.member_id for vote in votes}
    record(
        verb, moderator, reason=reason, before=f"{len(votes)} {before}", after=after,
        tell=[(member, About.OWN) for member in sorted(told)], **about,
    )  # fmt: skip
    return len(votes)


def _locked(votes: "QuerySet[Vote]") -> list[Vote]:
    """The first of these votes that are still such once their discussions are locked, in ascending order."""
    found = list(votes.order_by("comment_id").values_list("pk", "comment__article")[:MOST])
    around = Article.objects.filter(pk__in={article for _pk, article in found})
    list(around.select_for_update().order_by("pk").values_list("pk"))
    return list(votes.filter(pk__in=[pk for pk, _article in found]))


def _nothing_left(verb: LogEntry.Verb, members: Collection[User], comment: Comment | None = None) -> Refused:
    """What another moderator did meanwhile, if it is that."""
    if newest := latest_turn(verb, members, comment):
        return Refused(moderation.words_of(newest), conflict=True)
    words = _("There is no vote to void.") if verb == Verb.VOID_VOTES else _("There is no vote to restore.")
    return Refused(words, conflict=True)


def _refuse_untouchable(members: Collection[User], moderator: Any) -> None:
    may = moderator.has_perm("board.void_votes")
    _refuse_unless(may, _("Only a senior moderator voids and restores votes."))
    own = any(member.pk == moderator.pk for member in members)
    _refuse_unless(not own, _("Nobody moderates themselves: ask another moderator."))
    staff = any(member.is_staff or member.is_superuser for member in members)
    is_theirs = moderator.is_superuser or not staff
    _refuse_unless(is_theirs, _("Only an administrator voids votes of somebody of the staff."))


def _refuse_unless(allowed: bool, sentence: str) -> None:
    if not allowed:
        raise Refused(sentence)
