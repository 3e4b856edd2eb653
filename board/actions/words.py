"""What senior moderators do with the word rules: each verb is one transaction with one log entry.

The words stand in the part of the entry that moderators alone see: to others they would be a list of what to spell
otherwise.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from board.actions.log import record
from board.actions.refusals import Refused
from board.models import Guard, LogEntry, WordRule
from board.rules.words import is_too_short

WRITTEN = ("words", "effect", "note", "is_active")
MAX_INTERNAL = 300


@transaction.atomic
def add_word_rule(
    moderator: Any, *, words: str, effect: str, note: str = "", is_active: bool = True
) -> WordRule:
    _refuse_others(moderator)
    rule = WordRule(words=clean_words(words), effect=effect, note=_clean(note), is_active=is_active)
    rule.created_by = moderator
    _store(rule)
    _record(moderator, rule.words, [_("added: %(effect)s") % {"effect": rule.get_effect_display()}])
    return rule


@transaction.atomic
def change_word_rule(
    rule: WordRule, moderator: Any, *, seen: Mapping[str, Any] | None = None, **given: Any
) -> WordRule:
    """Changes words, effect, note or whether it is in force; what it is already is no act and leaves no entry.

    `seen`: what the moderator knew of it, by field. What somebody else has changed since is not overwritten.
    """
    _refuse_others(moderator)
    stored = _lock(rule)
    cleaners: dict[str, Callable[[Any], Any]] = {"words": clean_words, "note": _clean}
    given = {name: cleaners.get(name, lambda value: value)(given[name]) for name in WRITTEN if name in given}
    before = {name: getattr(stored, name) for name, value in given.items() if getattr(stored, name) != value}
    if not before:
        return stored
    if seen is not None and any(name in seen and before[name] != seen[name] for name in before):
        raise Refused(
            _("Somebody else has changed this rule meanwhile. Look at it again first."), conflict=True
        )
    words, effect = stored.words, stored.get_effect_display()
    for name in before:
        setattr(stored, name, given[name])
    _store(stored)
    _record(moderator, words, _changes(before, stored, effect))
    return stored


@transaction.atomic
def delete_word_rule(rule: WordRule, moderator: Any) -> None:
    """What it held still waits, with the words that it caught."""
    _refuse_others(moderator)
    stored = _lock(rule)
    stored.delete()
    _record(moderator, stored.words, [_("deleted")])


def clean_words(words: str) -> str:
    """As they are stored; Refused for what would catch nothing, or too much."""
    words = _clean(words)
    if not words:
        raise Refused(_("Write the word, or the words that stand together."))
    if is_too_short(words):
        raise Refused(_("Write two letters or digits at least: what stands between words is not looked at."))
    return words


def _clean(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def _refuse_others(moderator: Any) -> None:
    if not moderator.has_perm("board.change_wordrule"):
        raise Refused(_("Only a senior moderator changes the word rules."))


def _lock(rule: WordRule) -> WordRule:
    stored = WordRule.objects.select_for_update().filter(pk=rule.pk).first()
    if stored is None:
        raise Refused(_("Somebody else has deleted this rule meanwhile."), conflict=True)
    return stored


def _store(rule: WordRule) -> None:
    same = WordRule.objects.filter(words__iexact=rule.words).exclude(pk=rule.pk)
    try:
        with transaction.atomic():
            if same.exists():
                raise IntegrityError
            rule.save()
    except IntegrityError:
        raise Refused(_("There is a rule for these words already."), conflict=True) from None


def _changes(before: Mapping[str, Any], rule: WordRule, effect: str) -> list[str]:
    said = {
        "words": _("now “%(words)s”") % {"words": rule.words},
        "effect": f"{effect} → {rule.get_effect_display()}",
        "note": _("note: %(note)s") % {"note": rule.note},
        "is_active": _("in force again") if rule.is_active else _("out of force"),
    }
    return [str(said[name]) for name in WRITTEN if name in before]


def _record(moderator: Any, words: str, parts: Iterable[str]) -> None:
    """All workers look for the rules as they are now from the next comment on: the version tells them.

    It is the time, so that one that was taken back is never another one's.
    """
    Guard.objects.filter(pk=1).update(words_version=time.time_ns())
    internal = f"“{words}”: {'; '.join(parts)}"
    record(LogEntry.Verb.WORD_RULE, moderator, internal=internal[:MAX_INTERNAL])
