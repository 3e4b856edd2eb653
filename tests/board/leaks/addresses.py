"""Every address that can be read, out of the resolver: a new one is among them by itself, or has to be told how."""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.encoding import iri_to_uri

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
# {(route, parameter): values}; a route's own come before those of all routes.
Arguments = dict[tuple[str, str], Iterable[object]]


def routes(prefix: str = "", *, leave_out: Callable[[str], bool] = lambda route: False) -> Iterator[str]:
    """The routes of the site that begin with `prefix`, as they are written in its urls.py."""

    def walk(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[str]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            else:
                yield route

    found = dict.fromkeys(walk(get_resolver().url_patterns, ""))
    return (route for route in found if route.startswith(prefix) and not leave_out(route))


def addresses(route: str, arguments: Arguments) -> Iterator[str]:
    """The route with each of the values for each of its parameters; LookupError where one has none."""
    names = [name for _converter, name in PARAMETER.findall(route)]
    values = []
    for name in names:
        known = arguments.get((route, name), arguments.get(("", name)))
        if known is None:
            raise LookupError(
                f"The test does not know what {name} may be in {route}: tell it in its arguments."
            )
        values.append(list(known))
    for chosen in itertools.product(*values):
        pieces = PARAMETER.split(route)[::3]  # what stands between the parameters
        filled = itertools.chain.from_iterable(zip(pieces, map(str, chosen), strict=False))
        yield iri_to_uri("/" + "".join([*filled, pieces[-1]]))
