"""What moderators do: each verb is one transaction and leaves one log entry, or refuses with a sentence."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.models import User
from board.actions.comments import change_status, lock
from board.actions.refusals import Refused
from board.models import Article, Comment, LogEntry

Status = Comment.Status
Verb = LogEntry.Verb
MAX_REASON = 300


def approve(comment: Comment, moderator: Any) -> Comment:
    """Publishes a held comment."""
    return _move(comment, moderator, Verb.APPROVE, of=[Status.HELD], to=Status.PUBLISHED)


def remove(comment: Comment, moderator: Any, *, reason: str) -> Comment:
    """Takes a published or held comment off the page; readers see the reason in its place where replies remain."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why: the author and the readers are told."))
    _refuse_long(reason)
    published_or_held = [Status.PUBLISHED, Status.HELD]
    return _move(comment, moderator, Verb.REMOVE, of=published_or_held, to=Status.REMOVED, reason=reason)


def restore(comment: Comment, moderator: Any) -> Comment:
    """Undoes a removal: a new act, both stay in the log."""
    return _move(comment, moderator, Verb.RESTORE, of=[Status.REMOVED], to=Status.PUBLISHED)


def suspend(member: User, moderator: Any, *, until: datetime, reason: str) -> User:
    """Lets the member read but not take part until then."""
    return _sanction(
        member,
        moderator,
        Verb.SUSPEND,
        reason,
        lambda user: accounts.suspend(user, until=until, reason=reason),
    )


def ban(member: User, moderator: Any, *, reason: str) -> User:
    """Lets the member read but not take part, without end."""
    return _sanction(member, moderator, Verb.BAN, reason, lambda user: accounts.ban(user, reason=reason))


def lift(member: User, moderator: Any, *, reason: str = "") -> User:
    """Ends a suspension, a ban, or the holding of comments."""
    return _sanction(member, moderator, Verb.LIFT, reason, accounts.lift)


@transaction.atomic
def set_comments_mode(article: Article, moderator: Any, mode: str) -> Article:
    """Opens, pre-moderates or closes the discussion, and remembers since when it is closed.

    The mode it has already is no act and leaves no entry. ValueError for a mode that there is not.
    """
    if mode not in Article.Comments.values:
        raise ValueError(f"{mode!r} is no comments mode")
    stored = lock(article.pk)
    before = stored.comments_mode
    if before == mode:
        return stored
    closed_at = timezone.now() if mode == Article.Comments.CLOSED else None
    Article.objects.filter(pk=article.pk).raise_version(comments_mode=mode, closed_at=closed_at)
    LogEntry.objects.create(
        moderator=moderator, verb=Verb.COMMENTS_MODE, article=stored, before=before, after=mode
    )
    stored.comments_mode, stored.closed_at = mode, closed_at
    return stored


@transaction.atomic
def _move(
    comment: Comment, moderator: Any, verb: Verb, *, of: list[Status], to: Status, reason: str = ""
) -> Comment:
    lock(comment.article_id)
    comment = (
        Comment.objects.select_for_update(of=("self",)).select_related("article", "author").get(pk=comment.pk)
    )
    if comment.author_id == moderator.pk:
        raise Refused(_("Nobody moderates their own comments: ask another moderator."))
    if comment.status not in of:
        raise Refused(_as_it_stands(comment), conflict=True)
    before = comment.status
    change_status(comment, to, reason=reason)
    LogEntry.objects.create(
        moderator=moderator, verb=verb, article=comment.article, comment=comment, member=comment.author,
        reason=reason, before=before, after=to,
    )  # fmt: skip
    return comment


def _as_it_stands(comment: Comment) -> str:
    return {
        Status.PUBLISHED: _("This comment is published already."),
        Status.HELD: _("This comment waits for a moderator: approve it or remove it."),
        Status.REMOVED: _("This comment has been removed already."),
        Status.DELETED: _("Its author has deleted this comment."),
    }[Status(comment.status)]


@transaction.atomic
def _sanction(member: User, moderator: Any, verb: Verb, reason: str, act: Callable[[User], User]) -> User:
    member = User.objects.select_for_update().get(pk=member.pk)
    _refuse_untouchable(member, moderator, verb)
    reason = reason.strip()
    _refuse_long(reason)
    before = member.standing
    try:
        act(member)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), conflict=error.code in {"banned", "good_standing"}) from error
    LogEntry.objects.create(
        moderator=moderator, verb=verb, member=member, reason=reason, before=before, after=_standing(member)
    )
    return member


def _refuse_untouchable(member: User, moderator: Any, verb: Verb) -> None:
    if member.pk == moderator.pk:
        raise Refused(_("Nobody moderates themselves: ask another moderator."))
    if verb == Verb.LIFT:
        return
    if member.is_superuser:
        raise Refused(_("An administrator cannot be suspended or banned."))
    if member.is_staff and not moderator.is_superuser:
        raise Refused(_("Only an administrator can suspend or ban somebody of the staff."))


def _refuse_long(reason: str) -> None:
    if len(reason) > MAX_REASON:
        raise Refused(_("Please give the reason in at most %(most)d characters.") % {"most": MAX_REASON})


def _standing(member: User) -> str:
    """A suspension is logged with its end, in UTC to the minute."""
    if member.suspended_until is None:
        return member.standing
    return f"{member.standing} until {member.suspended_until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
