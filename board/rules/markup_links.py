"""Addresses: which may be links, how they are shown, and where one begins and ends in plain text."""

import re

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_inline import StateInline, link

from board.rules.markup_text import CJK, is_word

SHOWN_LENGTH = 60

# An authority with "@" in it is refused: the part before it serves only to disguise the host.
_WEB = re.compile(r"https?://[^/?#@\\\s]+([/?#]\S*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:\S+", re.IGNORECASE)
_LOCAL = re.compile(r"(/(?![/\\])\S*|#\S*)?")

_SCHEME = re.compile(r"https?\Z", re.IGNORECASE)
_BARE = re.compile(rf"://(?=[^\W_])(?:(?![{CJK}])[\w\-.~:/?#@!$&'()*+,;=%])+")
_TRAILING = frozenset(".,:;!?'*_~&")
_ANGLED = re.compile(r"<([A-Za-z][A-Za-z0-9+.\-]{1,31}:[^<>\x00-\x20]*)>")
_ANGLED_MAIL = re.compile(
    r"<([\w.!#$%&'*+/=?^`{|}~\-]+@[A-Z0-9](?:[A-Z0-9\-]{0,61}[A-Z0-9])?"
    r"(?:\.[A-Z0-9](?:[A-Z0-9\-]{0,61}[A-Z0-9])?)*)>",
    re.IGNORECASE | re.ASCII,
)
_PARTS = re.compile(r"(https?://)([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)


def is_safe_address(address: str) -> bool:
    """Whether a link may lead there: http, https, mailto, a path from the site's root, a place in the page.

    Expects a normalised address, in which white space, controls and other scripts are percent-encoded.
    """
    return any(pattern.fullmatch(address) for pattern in (_LOCAL, _WEB, _MAIL))


def shown_address(typed: str, address: str) -> str:
    """The visible text of an address that is its own link, at most about 60 characters.

    The host is never cut, and is shown as the browser will ask for it: look-alike letters cannot disguise it.
    """
    parts = _PARTS.fullmatch(typed)
    if parts is None:
        return typed
    scheme, host, rest = parts.groups()
    start = scheme + (host if host.isascii() else _PARTS.sub(r"\2", address))
    room = max(SHOWN_LENGTH - len(start), 2)
    return start + (rest if len(rest) <= room else rest[: room - 1] + "…")


def bare_link(state: StateInline, silent: bool) -> bool:
    """Inline rule for http and https addresses in plain text.

    One ends before white space, CJK text, brackets and quotation marks; trailing punctuation and closing
    parentheses that it did not open stay outside.
    """
    if silent or state.linkLevel:
        return False
    scheme = _SCHEME.search(state.src[max(state.pos - 5, 0) : state.pos])
    if scheme is None or not _stands_alone(state, scheme[0]):
        return False
    rest = _BARE.match(state.src, state.pos)
    if rest is None:
        return False
    typed = _without_trailing(scheme[0] + rest[0])
    end = state.pos + len(typed) - len(scheme[0])
    address = normalizeLink(typed)
    if is_safe_address(address):
        state.pending = state.pending[: -len(scheme[0])]
        _push_address(state, address, typed)
    else:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def angle_link(state: StateInline, silent: bool) -> bool:
    """Inline rule for <https://…> and <name@host>. Inside another link it is only text: links do not nest."""
    match = _ANGLED.match(state.src, state.pos) or _ANGLED_MAIL.match(state.src, state.pos)
    if match is None:
        return False
    address = normalizeLink("mailto:" + match[1] if match.re is _ANGLED_MAIL else match[1])
    if not is_safe_address(address):
        return False
    if not silent:
        if state.linkLevel:
            state.append_pending(match[1])
        else:
            _push_address(state, address, match[1])
    state.pos = match.end()
    return True


def image_as_text(state: StateInline, silent: bool) -> bool:
    """Inline rule that keeps the opening of an image as it was typed; what is inside it goes on as text."""
    if not state.src.startswith("![", state.pos):
        return False
    start = state.pos
    state.pos += 1
    if not link(state, True):
        state.pos = start
        return False
    if not silent:
        state.append_pending("![")
        state.pos = start + 2
    return True


def _stands_alone(state: StateInline, scheme: str) -> bool:
    start = state.pos - len(scheme)
    return not is_word(state.src[start - 1 : start]) and state.pending.endswith(scheme)


def _without_trailing(address: str) -> str:
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while address[end - 1] in _TRAILING or (address[end - 1] == ")" and unopened > 0):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def _push_address(state: StateInline, address: str, typed: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": address}
    token = state.push("address", "", 0)
    token.content = typed
    token.meta = {"shown": shown_address(typed, address)}
    state.push("link_close", "a", -1)
