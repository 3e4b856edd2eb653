"""Templates for what stands on a page a hundred times: rendered once for each shape, then filled in for each row.

A template language looks up, escapes and localises every value of every row again, which costs ten times what
filling in does. So such a template asks with `{% if name %}` alone and prints with `{{ name }}` alone; which names
have a value is a row's shape, and rows of one shape differ in their values only.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Nobody can type a NUL: what is posted is cleaned of it.
_MARK = re.compile("\0([a-z_]+)\0")
_SAFE = (SafeString, int)

Value = str | int | None


class _Pattern(NamedTuple):
    """The HTML around the values, one text more than there are names."""

    texts: list[str]
    names: list[str]


def fill(template: str, values: Mapping[str, Value]) -> SafeString:
    """The template rendered with these values. Strings are escaped unless they are safe already."""
    shape = tuple(name for name, value in values.items() if value)
    found: Any = get_template(template)  # Django's own engine's, which keeps it as `template`
    texts, names = _pattern(found.template, get_language(), shape)
    pieces = texts.copy()
    for position, name in enumerate(names):
        value = values[name]
        pieces[position] += str(value) if type(value) in _SAFE else escape(value)
    return SafeString("".join(pieces))


@lru_cache(maxsize=1000)
def _pattern(template: Any, language: str | None, shape: tuple[str, ...]) -> _Pattern:
    marked = template.render(Context({name: SafeString(f"\0{name}\0") for name in shape}))
    parts = _MARK.split(marked)
    return _Pattern(parts[::2], parts[1::2])
