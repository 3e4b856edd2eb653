"""Processes that act at the same time, on a site with a database of its own: see the fixture `site`."""

from tests.forking import Act, Forking


def start(site: Forking, module: str, *arguments: str) -> Act:
    return site.start(module, *arguments)


def said(process: Act) -> str:
    """What it printed, once it has ended well."""
    return process.said()
