"""What a page's scripts do together comes as one file: one request instead of six, and compressed as one.

The sources stay one behaviour a file and are put together as they are. Each keeps to a scope of its own; the one that
means to be seen by the others is htmx.
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
BUNDLES = {"js/article.js": ["django_htmx/htmx-2.min.js", *OWN]}


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
    return "".join(f"// {source}\n{Path(find(source) or source).read_text()};\n" for source in BUNDLES[path])


def write(path: Path, text: str) -> None:
    """Writes the file where it holds something else, in one step: another process may be reading it."""
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(text)
        part.replace(path)
