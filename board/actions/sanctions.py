"""What moderators do about members: each verb is one transaction with one log entry, or refuses with a sentence."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.models import User
from accounts.tasks import queue_mail
from board.actions import cases
from board.actions.comments import lock
from board.actions.log import About, record
from board.actions.moderation import reason_of, refuse_long
from board.actions.refusals import Refused, demand
from board.models import Comment, HouseRule, LogEntry, Note, Remit, Report
from board.rules import moments, permissions

Verb = LogEntry.Verb
MAX_NOTE = 500


@transaction.atomic
def warn(
    member: User,
    moderator: Any,
    *,
    reason: str = "",
    rule: HouseRule | None = None,
    comment: Comment | None = None,
) -> User:
    """The member cannot comment again until they have said that they have read it.

    A warning about a published comment settles its reports: something was done. The comment stays.
    """
    reason, told = reason_of(rule, reason), []
    if comment:
        article = lock(comment.article_id)
        comment = Comment.objects.select_related("article__section").get(pk=comment.pk, author=member)
        demand(permissions.may_moderate(moderator, comment, Remit.objects.sections(moderator)))
        if comment.is_published:
            mail = _("A moderator has looked at it and warned the author. The comment stays.")
            told = cases.settle(comment, Report.Outcome.UPHELD, mail=mail)
        comment.article = article

    def act(user: User) -> User:
        return accounts.warn(user, reason=reason)

    facts = {"comment": comment, "article": comment and comment.article, "rule": rule}
    return _sanction(member, moderator, Verb.WARN, reason, act, told=told, **facts)


@transaction.atomic
def hold(member: User, moderator: Any, *, reason: str) -> User:
    """From now on each comment of the member waits for a moderator."""
    return _sanction(member, moderator, Verb.HOLD, reason, lambda user: accounts.hold(user, reason=reason))


@transaction.atomic
def suspend(member: User, moderator: Any, *, until: datetime, reason: str) -> User:
    """Lets the member read but not take part until then."""

    def act(user: User) -> User:
        return accounts.suspend(user, until=until, reason=reason)

    return _sanction(member, moderator, Verb.SUSPEND, reason, act)


@transaction.atomic
def ban(member: User, moderator: Any, *, reason: str) -> User:
    """Lets the member read but not take part, without end. For senior moderators."""
    return _sanction(member, moderator, Verb.BAN, reason, lambda user: accounts.ban(user, reason=reason))


@transaction.atomic
def lift(member: User, moderator: Any, *, reason: str = "") -> User:
    """Ends a suspension, a ban, or the holding of comments. A ban is lifted by senior moderators alone."""
    return _sanction(member, moderator, Verb.LIFT, reason, accounts.lift)


@transaction.atomic
def acknowledge(member: User) -> User:
    """The member has read the warning, and may comment again."""
    return accounts.acknowledge(member)


def add_note(member: User, moderator: Any, text: str) -> Note:
    """Something that other moderators should know about the member. Nobody else sees it; it is not an act."""
    text = " ".join(text.split())
    if not text:
        raise Refused(_("Write what other moderators should know."))
    if len(text) > MAX_NOTE:
        raise Refused(_("Please write at most %(most)d characters.") % {"most": MAX_NOTE})
    if member.pk == moderator.pk:
        raise Refused(_("Nobody moderates themselves: ask another moderator."))
    return Note.objects.create(member=member, author=moderator, text=text)


def _sanction(
    member: User,
    moderator: Any,
    verb: LogEntry.Verb,
    reason: str,
    act: Callable[[User], User],
    *,
    told: list[tuple[int, About]] | None = None,
    **facts: Any,
) -> User:
    member = locked(member.pk, [told_id for told_id, _about in told or ()])
    _refuse_untouchable(member, moderator, verb)
    if not facts.get("comment"):
        demand(permissions.may_act_everywhere(Remit.objects.sections(moderator)))
    reason = " ".join(reason.split())
    refuse_long(reason)
    before = member.standing
    try:
        act(member)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), conflict=error.code in {"banned", "good_standing"}) from error
    tell = [(member.pk, About.OWN), *(told or ())]
    after = standing_words(member)
    entry = record(
        verb, moderator, member=member, reason=reason, before=before, after=after, tell=tell, **facts
    )
    tell_by_mail(member, entry)
    return member


def locked(member: int, others: Collection[int]) -> User:
    """The member, and others who are told with them, locked in ascending order, so that no two wait in a circle.

    No stronger than needed: entries of the log that name them wait for none of it.
    """
    rows = User.objects.select_for_update(no_key=True).filter(pk__in={member, *others}).order_by("pk")
    return next(row for row in rows if row.pk == member)


def tell_by_mail(member: User, entry: LogEntry) -> None:
    """Whoever may not take part, or not before they have read something, is told where they will see it."""
    subject = {
        Verb.WARN: _("A moderator has warned you"),
        Verb.HOLD: _("Your comments wait for a moderator"),
        Verb.SUSPEND: _("Your account is suspended"),
        Verb.BAN: _("Your account may read but not take part"),
    }.get(Verb(entry.verb))
    if subject:
        body = _(
            "Hello %(name)s,\n\n%(subject)s: %(reason)s\n\nLog in to see what that means, and to say so if you "
            "think that it is wrong."
        )
        queue_mail(
            member.email, subject, body % {"name": member.name, "subject": subject, "reason": entry.reason}
        )


def _refuse_untouchable(member: User, moderator: Any, verb: LogEntry.Verb) -> None:
    if member.pk == moderator.pk:
        raise Refused(_("Nobody moderates themselves: ask another moderator."))
    if verb != Verb.LIFT and member.is_superuser:
        raise Refused(_("An administrator cannot be suspended or banned."))
    if verb != Verb.LIFT and member.is_staff and not moderator.is_superuser:
        raise Refused(_("Only an administrator can suspend or ban somebody of the staff."))
    if verb == Verb.LIFT and member.is_staff and not moderator.is_superuser:
        raise Refused(_("Only an administrator lifts what is imposed on somebody of the staff."))
    is_about_a_ban = verb == Verb.BAN or (verb == Verb.LIFT and member.standing == User.Standing.BANNED)
    if is_about_a_ban and not moderator.has_perm("accounts.ban_user"):
        raise Refused(_("Only a senior moderator bans and lifts a ban."))


def standing_words(member: User) -> str:
    """A suspension is logged with its end, in UTC to the minute."""
    if member.suspended_until is None:
        return member.standing
    return f"{member.standing} until {member.suspended_until.astimezone(UTC).strftime(moments.STORED)}"
