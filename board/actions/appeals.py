"""A member asks that a decision about them be looked at again, and another moderator decides."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.models import User
from accounts.tasks import queue_mail
from board.actions import moderation, redaction
from board.actions.log import About, record
from board.actions.refusals import Refused, demand
from board.actions.sanctions import standing_words
from board.models import Appeal, Comment, LogEntry, Remit
from board.rules import permissions

Verb = LogEntry.Verb
APPEALABLE = frozenset({Verb.REMOVE, Verb.REDACT, Verb.WARN, Verb.HOLD, Verb.SUSPEND, Verb.BAN})
SANCTIONS = (Verb.HOLD, Verb.SUSPEND, Verb.BAN)
STANDING_OF = {Verb.HOLD: "held", Verb.SUSPEND: "suspended", Verb.BAN: "banned"}
DAYS = 180
MAX_TEXT = 2000


@transaction.atomic
def appeal(entry: LogEntry, member: Any, text: str) -> Appeal:
    """Asks for another look at a decision: once, whoever it concerns, also while banned or suspended."""
    text = text.replace("\0", "").strip()
    User.objects.select_for_update(no_key=True).get(pk=member.pk)  # two at once come one after the other
    if (why_not := why_not_appeal(entry, member)) is not None:
        raise why_not
    if not text:
        raise Refused(_("Write why the decision should be looked at again."))
    if len(text) > MAX_TEXT:
        raise Refused(_("Please write at most %(most)d characters.") % {"most": MAX_TEXT})
    return Appeal.objects.create(entry=entry, member_id=member.pk, text=text)


def why_not_appeal(entry: LogEntry, member: Any) -> Refused | None:
    if not (may_be_appealed(entry) and entry.member_id == member.pk):
        return Refused(_("Only the member whom a decision concerns can appeal against it."))
    if Appeal.objects.filter(entry=entry).exists():
        return Refused(
            _("You have appealed against this decision already: it is possible once."), conflict=True
        )
    if is_too_old(entry):
        sentence = _("An appeal is possible for %(days)d days after the decision.") % {"days": DAYS}
        return Refused(sentence, conflict=True)
    return None


def may_be_appealed(entry: LogEntry) -> bool:
    """Whether it is a decision of this kind at all."""
    return entry.verb in APPEALABLE


def is_too_old(entry: LogEntry) -> bool:
    return timezone.now() - entry.at > timedelta(days=DAYS)


@transaction.atomic
def answer_appeal(appeal: Appeal, moderator: Any, granted: bool, answer: str = "") -> Appeal:
    """Decides an appeal. Granting it undoes the decision as far as it is still in force; the member is told."""
    answer = " ".join(answer.split())
    moderation.refuse_long(answer)
    if not (granted or answer):
        raise Refused(_("Say why the decision stands: the member is told."))
    entry = LogEntry.objects.select_related("rule", "comment").get(pk=appeal.entry_id)
    comment = entry.comment and moderation.take(entry.comment, moderator)
    appeal = Appeal.objects.select_for_update().get(pk=appeal.pk)
    member = User.objects.select_for_update(no_key=True).get(pk=appeal.member_id)
    _refuse_decider(appeal, entry, moderator)
    before = _state(comment, member, entry)
    if granted:
        _undo(entry, comment, member)
    appeal.granted, appeal.answer, appeal.decided_by = granted, answer, moderator
    appeal.decided_at = timezone.now()
    appeal.save(update_fields=["granted", "answer", "decided_by", "decided_at"])
    record(
        Verb.APPEAL_GRANTED if granted else Verb.APPEAL_REFUSED, moderator, article=comment and comment.article,
        comment=comment, member=member, rule=entry.rule, reason=answer, before=before,
        after=_state(comment, member, entry), tell=[(member.pk, About.OWN)],
    )  # fmt: skip
    tell_by_mail(appeal, member)
    return appeal


def tell_by_mail(appeal: Appeal, member: User) -> None:
    """Whoever appealed has waited for it, and may not look in again by themselves: not by whom it was decided."""
    outcome = {
        True: _("Your appeal was granted: the decision has been undone."),
        False: _("Another moderator has looked at your appeal. The decision stands."),
    }[bool(appeal.granted)]
    body = _("Hello %(name)s,\n\n%(sentence)s") % {"name": member.name, "sentence": outcome}
    if appeal.answer:
        body += "\n\n" + _("Reason: %(reason)s") % {"reason": appeal.answer}
    queue_mail(member.email, _("Your appeal has been decided"), body)


def _refuse_decider(appeal: Appeal, entry: LogEntry, moderator: Any) -> None:
    if appeal.granted is not None:
        raise Refused(_("Another moderator has decided this appeal meanwhile."), conflict=True)
    if moderator.pk == appeal.member_id:
        raise Refused(_("Nobody moderates themselves: ask another moderator."))
    if moderator.pk == entry.moderator_id:
        raise Refused(_("This was your own decision: another moderator looks at it again."))
    if entry.comment_id is None:
        demand(permissions.may_act_everywhere(Remit.objects.sections(moderator)))
    if entry.verb == Verb.BAN and not moderator.has_perm("accounts.ban_user"):
        raise Refused(_("Only a senior moderator bans and lifts a ban."))


def _state(comment: Comment | None, member: User, entry: LogEntry) -> str:
    if entry.verb in (Verb.REMOVE, Verb.REDACT) and comment:
        return comment.status
    return standing_words(member)


def _undo(entry: LogEntry, comment: Comment | None, member: User) -> None:
    """As far as it is still in force: what was undone or decided anew since then is left as it is."""
    if entry.verb == Verb.REMOVE and comment:
        is_removed = comment.status == Comment.Status.REMOVED and comment.body
        if is_removed and _is_newest(entry, comment.log, [Verb.REMOVE]):
            moderation.put_back(comment)
    elif entry.verb == Verb.REDACT and comment:
        _undo_redaction(entry, comment)
    elif entry.verb == Verb.WARN:
        if member.warning and _is_newest(entry, member.record, [Verb.WARN]):
            accounts.acknowledge(member)
    elif member.standing == STANDING_OF[Verb(entry.verb)] and _is_newest(entry, member.record, SANCTIONS):
        accounts.lift(member)


def _undo_redaction(entry: LogEntry, comment: Comment) -> None:
    is_there = comment.revisions.filter(redaction=entry).exclude(body="").exists()  # else scrubbed meanwhile
    if comment.status == Comment.Status.DELETED or not is_there:
        return
    if not _is_newest(entry, comment.log, [Verb.REDACT]) and _later_stands(entry, comment):
        raise Refused(
            _("Words were taken out of this comment once more since then: decide about that first."),
            conflict=True,
        )
    redaction.undo(comment, entry)


def _later_stands(entry: LogEntry, comment: Comment) -> bool:
    return comment.revisions.filter(redaction__gt=entry.pk).exists()


def _is_newest(entry: LogEntry, acts: Any, verbs: Any) -> bool:
    """Whether this is the latest of such acts about the comment or the member."""
    return not acts.filter(verb__in=verbs, pk__gt=entry.pk).exists()
