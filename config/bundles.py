"""A page's scripts come as one file, and so do its style sheets: one request, and compressed as one.

The sources stay one behaviour, or one part of the page, a file and are put together as they are. Each script keeps to a
scope of its own; the one that means to be seen by the others is htmx.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseStorageFinder, find
from django.core.files.storage import FileSystemStorage

# In the order in which they run. htmx is Big Sky Software's, under the Zero-Clause BSD licence: https://htmx.org
OWN = [f"js/{name}.js" for name in ("buttons", "drafts", "quoting", "muting", "discussion")]
SITE = ("tokens", "type", "page", "stories", "article", "discussion", "comment", "forms", "pages", "calm")
ADMIN = ("tokens", "type", "bars", "desk", "pages", "forms", "decisions")
BUNDLES = {
    "js/article.js": ["django_htmx/htmx-2.min.js", *OWN],
    "css/site.css": [f"css/site/{name}.css" for name in SITE],
    "css/admin.css": [f"css/admin/{name}.css" for name in ADMIN],
}
# How each source is headed, and what stands behind it.
AROUND = {".js": ("// {}\n", ";\n"), ".css": ("/* {} */\n", "\n")}


class BundleFinder(BaseStorageFinder):
    """Finds the bundles, for `collectstatic` and for DEBUG=1, and brings each up to date when it is asked for."""

    def __init__(self) -> None:
        self.files = FileSystemStorage(settings.VAR_DIR / "bundles")
        super().__init__(self.files)

    def find(self, path: str, find_all: Any = False) -> Any:
        if path in BUNDLES:
            write(Path(self.files.path(path)), together(path))
        return super().find(path, find_all)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in BUNDLES:
            self.find(path)
            yield path, self.files


def together(path: str) -> str:
    """The text of a bundle. Raises FileNotFoundError where a source is missing."""
    before, behind = AROUND[Path(path).suffix]
    texts = ((source, Path(find(source) or source).read_text()) for source in BUNDLES[path])
    return "".join(f"{before.format(source)}{text}{behind}" for source, text in texts)


def write(path: Path, text: str) -> None:
    """Writes the file where it holds something else, in one step: another process may be reading it."""
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(text)
        part.replace(path)
