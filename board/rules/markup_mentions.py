"""@name in a comment: where it may stand, which names it may mean, and the link it becomes."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from markdown_it.rules_inline import StateInline

from board.rules.markup_text import is_word

LONGEST_NAME = 40
MOST_MENTIONS = 20

_NAME = re.compile(rf"[^\s\[\]<>`\\][^\n\[\]<>`\\]{{0,{LONGEST_NAME - 1}}}")


@dataclass
class Members:
    """Who may be mentioned, by mention key; and, as the text is read, every key that was looked for."""

    addresses: Mapping[str, str]
    wanted: set[str] = field(default_factory=set)
    tried: int = 0


def mention_key(name: str) -> str:
    """The key of a name, for which case, width and the amount of white space do not matter."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def mention(state: StateInline, silent: bool) -> bool:
    """Inline rule: `@` and the longest name of a member that follows it. Only 20 places are tried."""
    members: Members = state.env["members"]
    if silent or state.src[state.pos] != "@" or state.linkLevel or members.tried == MOST_MENTIONS:
        return False
    name = _NAME.match(state.src, state.pos + 1)
    if name is None or _continues_something(state.src, state.pos):
        return False
    members.tried += 1
    for end, key in _possible_names(state.src, *name.span()):
        members.wanted.add(key)
        if key in members.addresses:
            _push_mention(state, end, members.addresses[key])
            return True
    return False


def _continues_something(text: str, position: int) -> bool:
    """Whether the sign belongs to an e-mail address or a path."""
    while position and text[position - 1] == "_":
        position -= 1
    before = text[position - 1] if position else ""
    return before == "/" or is_word(before)


def _possible_names(text: str, start: int, stop: int) -> Iterator[tuple[int, str]]:
    """(end, key) of each name that the text from `start` to `stop` may begin with, the longest first."""
    for end in range(stop, start, -1):
        if not text[end - 1].isspace() and not _is_inside_word(text, end):
            yield end, mention_key(text[start:end])


def _is_inside_word(text: str, end: int) -> bool:
    """Whether a name that ended here would cut a word, or a word_with_underscores, in two."""
    if not is_word(text[end - 1]) and text[end - 1] != "_":
        return False
    return is_word(text[end:].lstrip("_")[:1])


def _push_mention(state: StateInline, end: int, address: str) -> None:
    state.push("link_open", "a", 1).attrs = {"class": "mention", "href": address}
    state.push("text", "", 0).content = state.src[state.pos : end]
    state.push("link_close", "a", -1)
    state.pos = end
