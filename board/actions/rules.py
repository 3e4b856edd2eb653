"""What senior moderators do with the house rules, and with what stands before them.

Each verb is one transaction with one log entry, which tells readers what was changed from what to what.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from board.actions.log import record
from board.actions.refusals import Refused
from board.models import HouseRule, LogEntry, Policy
from board.rules import wording

WRITTEN = ("title", "text", "position", "is_retired")
MAX_REASON = 300
# So much of a text on either side of the arrow.
MAX_WORDS = 40


@transaction.atomic
def add_rule(moderator: Any, *, title: str, text: str = "", position: int = 0) -> HouseRule:
    _refuse_others(moderator)
    rule = HouseRule(title=_clean_title(title), text=_clean(text), position=position)
    _store(rule)
    _record(moderator, rule.title, [_("added at position %(n)d") % {"n": rule.position}])
    return rule


@transaction.atomic
def change_rule(
    rule: HouseRule, moderator: Any, *, seen: Mapping[str, Any] | None = None, **given: Any
) -> HouseRule:
    """Changes title, text, position or whether it is retired; what it is already is no act and leaves no entry.

    `seen`: what the moderator knew of it, by field. What somebody else has changed since is not overwritten.
    """
    _refuse_others(moderator)
    stored = HouseRule.objects.select_for_update().get(pk=rule.pk)
    new = {name: value for name, value in _cleaned(given).items() if getattr(stored, name) != value}
    if not new:
        return stored
    if seen is not None and any(name in seen and getattr(stored, name) != seen[name] for name in new):
        raise Refused(
            _("Somebody else has changed this rule meanwhile. Look at it again first."), conflict=True
        )
    before = {name: getattr(stored, name) for name in new}
    for name, value in new.items():
        setattr(stored, name, value)
    _store(stored)
    _record(moderator, before.get("title", stored.title), _changes(before, new))
    return stored


@transaction.atomic
def delete_rule(rule: HouseRule, moderator: Any) -> None:
    """Only a rule by which nothing was decided. Any other is retired: what was decided keeps its reason."""
    _refuse_others(moderator)
    stored = HouseRule.objects.select_for_update().get(pk=rule.pk)
    refuse_used(stored)
    stored.delete()
    _record(moderator, stored.title, [_("deleted")])


def refuse_used(rule: HouseRule) -> None:
    if LogEntry.objects.filter(rule=rule).exists():
        raise Refused(
            _("Moderators have decided by this rule, and the log names it. Retire it instead."), conflict=True
        )


@transaction.atomic
def change_policy(moderator: Any, text: str, *, seen: str | None = None) -> Policy:
    """Writes what stands before the rules; `seen` as above."""
    _refuse_others(moderator)
    stored, text = Policy.objects.select_for_update().get(pk=1), _clean(text)
    if stored.text == text:
        return stored
    if seen is not None and stored.text != seen:
        raise Refused(
            _("Somebody else has changed this text meanwhile. Look at it again first."), conflict=True
        )
    change, stored.text = (stored.text, text), text
    stored.save(update_fields=["text"])
    _record(moderator, _("Introduction"), [_text(*change)])
    return stored


def _refuse_others(moderator: Any) -> None:
    if not moderator.has_perm("board.change_houserule"):
        raise Refused(_("Only a senior moderator changes the house rules."))


def _cleaned(given: Mapping[str, Any]) -> dict[str, Any]:
    cleaners: dict[str, Callable[[str], str]] = {"title": _clean_title, "text": _clean}
    return {
        name: cleaners[name](given[name]) if name in cleaners else given[name]
        for name in WRITTEN
        if name in given
    }


def _clean(text: str) -> str:
    """Without what browsers and copied texts bring along."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def _clean_title(title: str) -> str:
    if not (title := " ".join(_clean(title).split())):
        raise Refused(_("Give the rule in a few words: they are the reason that readers see."))
    return title


def _store(rule: HouseRule) -> None:
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError:
        raise Refused(_("There is a rule of this name already."), conflict=True) from None


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    said: dict[str, Callable[..., str]] = {
        "title": _arrow,
        "text": _text,
        "position": _position,
        "is_retired": _retired,
    }
    return [said[name](before[name], after[name]) for name in WRITTEN if name in after]


def _arrow(was: str, now: str) -> str:
    return f"“{was}” → “{now}”"


def _text(was: str, now: str) -> str:
    return _("text %(change)s") % {"change": _arrow(*wording.change(was, now, MAX_WORDS))}


def _position(was: int, now: int) -> str:
    return _("position %(was)d → %(now)d") % {"was": was, "now": now}


def _retired(was: bool, now: bool) -> str:
    return _("retired") if now else _("in force again")


def _record(moderator: Any, title: str, parts: Iterable[str]) -> None:
    reason = f"{title}: {'; '.join(parts)}"
    record(LogEntry.Verb.HOUSE_RULE, moderator, reason=reason[:MAX_REASON])
