"""Templates for what stands on a page a hundred times: rendered once for each shape, then filled in for each row.

A template language looks up, escapes and localises every value of every row again, which costs ten times what
filling in does. So such a template asks with `{% if name %}` alone and prints with `{{ name }}` alone; which names
have a value is a row's shape, and rows of one shape differ in their values only.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Nobody can type a NUL: what is posted is cleaned of it.
_MARK = re.compile("\0([a-z_]+)\0")
_SAFE = (SafeString, int)

Value = str | int | None


def fill(template: str, values: Mapping[str, Value]) -> SafeString:
    """The template rendered with these values. Strings are escaped unless they are safe already."""
    return SafeString(filler(template)(values))


def fill_rows(template: str, rows: Iterable[Mapping[str, Value]]) -> SafeString:
    """The template for each row, one after the other."""
    return SafeString("".join(map(filler(template), rows)))


def filler(template: str) -> Callable[[Mapping[str, Value]], str]:
    """`fill` for many rows of one template: it is looked up once."""
    pattern, language = _template(template), get_language()

    def filled(values: Mapping[str, Value]) -> str:
        said = escaped(values)
        return _pattern(pattern, language, tuple(said)) % said

    return filled


def _template(name: str) -> Any:
    """Looked up once, as Django's own loader does where nobody works on the templates."""
    return _read(name) if settings.DEBUG else _kept(name)


def _read(name: str) -> Any:
    found: Any = get_template(name)  # Django's own engine's, which keeps it as `template`
    return found.template


_kept = cache(_read)


def escaped(values: Mapping[str, Value]) -> dict[str, Value]:
    """Those that have a value, safe to be filled in."""
    return {
        name: value if type(value) in _SAFE else SafeString(escape(str(value)))
        for name, value in values.items()
        if value
    }


@lru_cache(maxsize=1000)
def _pattern(template: Any, language: str | None, shape: tuple[str, ...]) -> str:
    """The HTML around the values, with `%(name)s` where each stands."""
    marked = template.render(Context({name: SafeString(f"\0{name}\0") for name in shape}))
    return _MARK.sub(r"%(\1)s", marked.replace("%", "%%"))
