"""What readers are told of an act of moderation: what was done and why, nobody's name, no member's words."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

# Acts of which readers learn that they were done, and no more: the rest would help those against whom they are, or
# is about how moderators share their work.
QUIET = frozenset({"see-voters", "word-rule", "settings", "remit"})
# What a feed cannot hold.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def reason(verb: str, words: str, names: Iterable[str], rule: str = "") -> str:
    """As it is told: a name that a moderator wrote behind the rule, the member's or their own, is left out."""
    if verb in QUIET:
        return ""
    rule = rule if words.startswith(rule) else ""
    words = words.removeprefix(rule)
    for name in sorted(filter(None, names), key=len, reverse=True):
        words = re.sub(_alone(name), lambda _found: _("(name)"), words, flags=re.IGNORECASE)
    return printable(rule + words)


def printable(words: str) -> str:
    return UNPRINTABLE.sub("", words)


def _alone(name: str) -> str:
    """Not inside a longer word, where its script puts spaces between words."""
    before, after = ("" if not letter.isascii() else r"(?<![A-Za-z0-9_])" for letter in (name[0], name[-1]))
    return before + re.escape(name) + after.replace("?<!", "?!")
