"""Votes that moderators do not let count, and who looked at whose votes they are. For senior moderators.

A void vote stays where it is: it is left out of the counts, its owner can neither take it back nor cast it anew, and it
can be restored. Votes that the member casts afterwards on other comments count: whoever should not vote any more is
suspended or banned.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from board.actions import moderation
from board.actions.log import About, record
from board.actions.refusals import Refused, demand
from board.actions.votes import count_again
from board.models import Article, Comment, LogEntry, Remit, Vote
from board.rules import permissions

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
    article = comment and comment.article
    return record(
        Verb.SEE_VOTERS, moderator, article=article, comment=comment, member=member, internal=reason
    )


@transaction.atomic
def void_votes(member: User, moderator: Any, *, reason: str, comment: Comment | None = None) -> int:
    """From now on the member's votes do not count, on one comment or, without one, on all that the moderator may judge.

    At most MOST at once; how many that were. The member is told, with the reason, and so is the public log.
    """
    return _turn(member, moderator, Verb.VOID_VOTES, reason, comment)


@transaction.atomic
def restore_votes(member: User, moderator: Any, *, reason: str, comment: Comment | None = None) -> int:
    """Undoes `void_votes`, whoever called it: a new act, both stay in the log."""
    return _turn(member, moderator, Verb.RESTORE_VOTES, reason, comment)


def to_turn(member: User, moderator: Any, *, void: bool, comment: Comment | None = None) -> "QuerySet[Vote]":
    """The member's votes that can still be voided (`void`) or restored: not on the moderator's own comments."""
    votes = Vote.objects.filter(member=member, is_void=not void).exclude(comment__author=moderator.pk)
    if comment:
        return votes.filter(comment=comment)
    sections = Remit.objects.sections(moderator)
    return votes if sections is None else votes.filter(comment__article__section__in=sections)


def _turn(member: User, moderator: Any, verb: LogEntry.Verb, reason: str, comment: Comment | None) -> int:
    _refuse_untouchable(member, moderator)
    if comment:
        demand(permissions.may_moderate(moderator, comment, Remit.objects.sections(moderator)))
    reason, void = moderation.reason_of(None, reason), verb == Verb.VOID_VOTES
    votes = _locked(to_turn(member, moderator, void=void, comment=comment))
    if not votes:
        raise _nothing_left(member, verb, comment)
    Vote.objects.filter(pk__in=[vote.pk for vote in votes]).update(is_void=void)
    count_again({vote.comment_id for vote in votes})
    before, after = ("counted", "void") if void else ("void", "counted")
    record(
        verb, moderator, article=comment and comment.article, comment=comment, member=member, reason=reason,
        before=f"{len(votes)} {before}", after=after, tell=[(member.pk, About.OWN)],
    )  # fmt: skip
    return len(votes)


def _locked(votes: "QuerySet[Vote]") -> list[Vote]:
    """The first of these votes that are still such once their discussions are locked, in ascending order."""
    found = list(votes.order_by("comment_id").values_list("pk", "comment__article")[:MOST])
    around = Article.objects.filter(pk__in={article for _pk, article in found})
    list(around.select_for_update().order_by("pk").values_list("pk"))
    return list(votes.filter(pk__in=[pk for pk, _article in found]))


def _nothing_left(member: User, verb: LogEntry.Verb, comment: Comment | None) -> Refused:
    """What another moderator did meanwhile, if it is that."""
    acts = LogEntry.objects.filter(member=member, verb__in=[Verb.VOID_VOTES, Verb.RESTORE_VOTES])
    if comment:
        acts = acts.filter(Q(comment=comment) | Q(comment=None))
    newest = acts.select_related("moderator").order_by("-pk").first()
    if newest and newest.verb == verb:
        return Refused(moderation.words_of(newest), conflict=True)
    words = _("There is no vote to void.") if verb == Verb.VOID_VOTES else _("There is no vote to restore.")
    return Refused(words, conflict=True)


def _refuse_untouchable(member: User, moderator: Any) -> None:
    may = moderator.has_perm("board.void_votes")
    _refuse_unless(may, _("Only a senior moderator voids and restores votes."))
    _refuse_unless(member.pk != moderator.pk, _("Nobody moderates themselves: ask another moderator."))
    is_theirs = moderator.is_superuser or not (member.is_staff or member.is_superuser)
    _refuse_unless(is_theirs, _("Only an administrator voids votes of somebody of the staff."))


def _refuse_unless(allowed: bool, sentence: str) -> None:
    if not allowed:
        raise Refused(sentence)
