"""What moderators do about comments: each verb is one transaction and leaves one log entry, or refuses with a sentence.

About members: `sanctions`; about discussions: `discussions`; what comes of appeals: `appeals`.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from board.actions import cases, redaction, texts
from board.actions.comments import change_status, lock
from board.actions.discussions import cool_down
from board.actions.log import About, record
from board.actions.refusals import Refused, demand
from board.models import Case, Comment, HouseRule, LogEntry, Remit, Report
from board.rules import moments, permissions

Status = Comment.Status
Verb = LogEntry.Verb
Outcome = Report.Outcome
MAX_REASON = 300


@transaction.atomic
def approve(comment: Comment, moderator: Any, *, seen: int | None = None) -> Comment:
    """Publishes a held comment; keeps a published one that was reported, and dismisses the reports.

    `seen` is the newest log entry about the comment (its id, 0 for none) that the moderator knew of: here and in
    the other verbs, what somebody else has done since is told instead of being done over.
    """
    comment = take(comment, moderator, seen)
    mail = _("A moderator has looked at it. The comment stays.")
    if comment.status == Status.PUBLISHED and Case.objects.filter(comment=comment).exists():
        told = cases.settle(comment, Outcome.DISMISSED, mail=mail)
        _record(Verb.KEEP, moderator, comment, comment.status, tell=told)
        return comment
    _refuse_unless(comment, [Status.HELD])
    # It may have been published, and reported, until an edit held it.
    told = cases.settle(comment, Outcome.DISMISSED, mail=mail)
    change_status(comment, Status.PUBLISHED)
    _record(Verb.APPROVE, moderator, comment, Status.HELD, tell=[(comment.author_id, About.OWN), *told])
    return comment


@transaction.atomic
def remove(
    comment: Comment,
    moderator: Any,
    *,
    reason: str = "",
    rule: HouseRule | None = None,
    seen: int | None = None,
) -> Comment:
    """Takes a published or held comment off the page, for a house rule, in the moderator's own words, or both.

    Readers see the reason in its place where replies remain; the author and those who reported it are told.
    """
    comment = take(comment, moderator, seen)
    _refuse_unless(comment, [Status.PUBLISHED, Status.HELD])
    reason, before = reason_of(rule, reason), comment.status
    told = cases.settle(
        comment, Outcome.UPHELD, mail=_("A moderator has looked at it and removed the comment.")
    )
    change_status(comment, Status.REMOVED, reason=reason)
    tell = [(comment.author_id, About.OWN), *told]
    _record(Verb.REMOVE, moderator, comment, before, rule=rule, reason=reason, tell=tell)
    if before == Status.PUBLISHED:
        cool_down(comment.article)
    return comment


@transaction.atomic
def restore(comment: Comment, moderator: Any, *, seen: int | None = None) -> Comment:
    """Undoes a removal: a new act, both stay in the log."""
    comment = take(comment, moderator, seen)
    _refuse_unless(comment, [Status.REMOVED])
    put_back(comment)
    _record(Verb.RESTORE, moderator, comment, Status.REMOVED, tell=[(comment.author_id, About.OWN)])
    return comment


@transaction.atomic
def redact(
    comment: Comment,
    moderator: Any,
    *,
    body: str,
    reason: str = "",
    rule: HouseRule | None = None,
    seen: int | None = None,
) -> Comment:
    """Replaces a comment's text by one without what breaks the rules. Readers see that, and why.

    Only moderators still see the earlier texts, and words that others quoted from them are folded away there too.
    A published comment's open reports are upheld by it; a held one still waits.
    """
    comment = take(comment, moderator, seen)
    _refuse_unless(comment, [Status.PUBLISHED, Status.HELD])
    reason = reason_of(rule, reason)
    told = []
    if comment.is_published:
        mail = _("A moderator has looked at it and taken words out of the comment.")
        told = cases.settle(comment, Outcome.UPHELD, mail=mail)
    body = texts.clean(body)
    if body == comment.body:
        raise Refused(_("Take out what breaks the rules: this is the text as it is."))
    tell = [(comment.author_id, About.OWN), *told]
    entry = _record(Verb.REDACT, moderator, comment, comment.status, rule=rule, reason=reason, tell=tell)
    redaction.apply(comment, body, entry)
    return comment


def remove_all(
    comments: Collection[Comment], moderator: Any, *, reason: str = "", rule: HouseRule | None = None
) -> int:
    """Removes each that is still there, one transaction and one log entry for each; how many that were."""
    count = 0
    for comment in comments:
        try:
            remove(comment, moderator, reason=reason, rule=rule)
            count += 1
        except Refused:
            continue
    return count


# --- What the verbs share -----------------------------------------------------------------------------------------


def take(comment: Comment, moderator: Any, seen: int | None = None) -> Comment:
    """The comment as it is now, its discussion locked. Refused for whom it is not to decide about, or not any more."""
    lock(comment.article_id)
    around = ("article__section", "author")
    comment = Comment.objects.select_for_update(of=("self",)).select_related(*around).get(pk=comment.pk)
    demand(permissions.may_moderate(moderator, comment, Remit.objects.sections(moderator)))
    if seen is not None and (newer := latest_act(comment)) and newer.pk != seen:
        raise Refused(words_of(newer), conflict=True)
    return comment


def latest_act(comment: Comment) -> LogEntry | None:
    return comment.log.select_related("moderator").order_by("-pk").first()


def words_of(entry: LogEntry) -> str:
    """What somebody else has done meanwhile: `Mona removed a comment (Today 09:53 am JST): Spam`."""
    when = moments.reader(timezone.now(), timezone.get_current_timezone())
    sentence = _("%(name)s %(act)s (%(time)s)") % {
        "name": entry.moderator.name if entry.moderator else _("The site"),
        "act": entry.get_verb_display(),
        "time": when(entry.at),
    }
    return f"{sentence}: {entry.reason}" if entry.reason else f"{sentence}."


def reason_of(rule: HouseRule | None, words: str) -> str:
    """The rule's title, the moderator's words, or both: what the author, the readers and the log are told."""
    reason = ": ".join(filter(None, [rule.title if rule else "", " ".join(words.split())]))
    if not reason:
        raise Refused(_("Say why: choose a house rule or write it in your own words."))
    refuse_long(reason)
    return reason


def refuse_long(reason: str) -> None:
    if len(reason) > MAX_REASON:
        raise Refused(_("Please give the reason in at most %(most)d characters.") % {"most": MAX_REASON})


def put_back(comment: Comment) -> None:
    """Publishes a removed comment again, unless its text has been deleted meanwhile."""
    if not comment.body:
        raise Refused(_("Its text has been deleted: it was removed too long ago."), conflict=True)
    change_status(comment, Status.PUBLISHED)


def _record(verb: LogEntry.Verb, moderator: Any, comment: Comment, before: str, **facts: Any) -> LogEntry:
    return record(
        verb, moderator, article=comment.article, comment=comment, member=comment.author, before=before,
        after=comment.status, **facts,
    )  # fmt: skip


def _refuse_unless(comment: Comment, statuses: Collection[Status]) -> None:
    if comment.status in statuses:
        return
    newest = latest_act(comment)
    if newest and comment.status in (Status.PUBLISHED, Status.REMOVED):
        raise Refused(words_of(newest), conflict=True)
    raise Refused(_as_it_stands(comment), conflict=True)


def _as_it_stands(comment: Comment) -> str:
    return {
        Status.PUBLISHED: _("This comment is published already."),
        Status.HELD: _("This comment waits for a moderator: approve it or remove it."),
        Status.REMOVED: _("This comment has been removed already."),
        Status.DELETED: _("Its author has deleted this comment."),
    }[Status(comment.status)]
