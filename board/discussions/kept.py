"""Pages that are the same for everybody, kept until something on them changes.

A page is kept with the state that it was made in: the version of its article, the edition of the site around it, the
day. Whoever asks reads the present state first, one row, and gets the kept page only where the two are the same; so
nothing is ever invalidated, and nothing old is ever served. It is kept in this process's memory, and for the other
processes in the cache "pages" (files, or Redis): losing either costs one rendering.
"""

import contextlib
import fcntl
import hashlib
import logging
import pickle
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import get_language

from board.discussions.pages import Said
from board.models import Article
from board.rules import encodings
from board.rules.weaving import Neutral

log = logging.getLogger(__name__)

Key = tuple[Any, ...]


class State(NamedTuple):
    """Times read "Today"; and that a story's time has come raises no version."""

    version: int
    edition: int
    day: str
    is_published: bool


# Of one process: a page of 200 comments takes about 0.4 MB.
MEMORY = 24_000_000
MOST_ARTICLES = 1000
TURNS = 64


@dataclass(frozen=True, slots=True)
class Kept:
    """`said`: by whom and when, of the readable comments on the page. `tag`: a digest of the bytes."""

    state: State
    neutral: Neutral
    said: dict[int, Said]
    tag: str
    encoded: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, state: State, marked: str, said: dict[int, Said]) -> "Kept":
        neutral = Neutral.of(marked)
        tag = hashlib.blake2b(neutral.html, digest_size=12).hexdigest()
        return cls(state, neutral, said, tag, {"": neutral.html})

    def body(self, encoding: str) -> bytes:
        """Compressed once, when first asked for."""
        if encoding not in self.encoded:
            self.encoded[encoding] = encodings.encode(self.neutral.html, encoding, kept=True)
        return self.encoded[encoding]

    @property
    def size(self) -> int:
        """Of what it takes in memory, about, in bytes: each slot and each comment are some small objects."""
        return sum(map(len, self.encoded.values())) + 300 * (len(self.neutral.slots) + len(self.said))

    def packed(self) -> tuple[State, bytes]:
        return self.state, pickle.dumps((self.body("br"), self.neutral.slots, self.said, self.tag))

    @classmethod
    def unpacked(cls, state: State, packed: bytes) -> "Kept":
        """From our own cache alone: nobody else's bytes come here."""
        compressed, slots, said, tag = pickle.loads(packed)  # noqa: S301
        html = encodings.decode(compressed)
        return cls(state, Neutral(html, slots), said, tag, {"": html, "br": compressed})


class Memory:
    """The pages last used, up to a number of bytes. Threads share it."""

    def __init__(self, limit: int) -> None:
        self.limit, self.held = limit, 0
        self.lock = Lock()
        self.pages: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()

    def get(self, key: Key) -> Kept | None:
        with self.lock:
            if key not in self.pages:
                return None
            self.pages.move_to_end(key)
            return self.pages[key][0]

    def put(self, key: Key, kept: Kept) -> None:
        with self.lock:
            self.held += kept.size - self.pages.pop(key, (None, 0))[1]
            self.pages[key] = kept, kept.size
            while self.held > self.limit and len(self.pages) > 1:
                self.held -= self.pages.popitem(last=False)[1][1]

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.held = 0


memory = Memory(MEMORY)
articles: dict[int, Article] = {}
addresses: dict[tuple[str, str], int] = {}


def state_of(article: Article) -> State:
    """`article` as `Article.objects.with_edition()` reads it: one row, so that its parts belong together."""
    return State(article.version, article.edition, today(), article.is_published)


def published(version: int, edition: int) -> State:
    return State(version, edition, today(), True)


def today() -> str:
    return timezone.localdate().isoformat()


def keep(key: Key, article: Article, make: Callable[[Article], tuple[str, dict[int, Said]]]) -> Kept:
    """The page under this key in the article's present state: kept, or made by `make` and kept.

    Of those who come at once for a page that is not there, on one machine, one makes it and the others wait for it.
    `make` returns the marked HTML and what is `said` on it, from data read after the article was. What changed
    meanwhile is on the page or not: then it goes to the one who asked, and is not kept.
    """
    if kept := current(key, article):
        return kept
    with turn(key) as waited:
        if waited:
            article = Article.objects.with_edition().get(pk=article.pk)
        if kept := current(key, article) or fetched(key, article):
            return kept
        kept = Kept.of(state_of(article), *make(article))
        if Article.objects.state(article.pk) == (article.version, article.edition):
            memory.put(key, kept)
            store(key, kept)
        return kept


def find_article(category: str, slug: str) -> Article | None:
    """The article at this address, whoever may open it; None for none. As `read_article` reads it."""
    if pk := addresses.get((category, slug)):
        article = read_article(pk)
        if article and (article.section.top.slug, article.slug) == (category, slug):
            return article
    article = Article.objects.with_edition().filter(slug=slug).first()
    if article:
        remember(article)
    return article


def read_article(pk: int) -> Article | None:
    """The article with its section and edition.

    One that was read before and has not changed since is the same object again: it is for reading only.
    """
    known = articles.get(pk)
    if known and Article.objects.state(pk) == (known.version, known.edition):
        return known
    article = Article.objects.with_edition().filter(pk=pk).first()
    if article:
        remember(article)
    return article


def remember(article: Article) -> None:
    if len(articles) >= MOST_ARTICLES:
        articles.clear()
        addresses.clear()
    articles[article.pk] = article
    addresses[article.section.top.slug, article.slug] = article.pk


def current(key: Key, article: Article) -> Kept | None:
    """What this process keeps, if it is of the article's state."""
    kept = memory.get(key)
    return kept if kept and kept.state == state_of(article) else None


def fetched(key: Key, article: Article) -> Kept | None:
    """What another process has made, if it is of the article's state."""
    try:
        packed = caches["pages"].get(name(key))
    except OSError as error:
        log.warning("Kept pages could not be read: %s", error)
        packed = None
    if not packed or packed[0] != state_of(article):
        return None
    kept = Kept.unpacked(*packed)
    memory.put(key, kept)
    return kept


def store(key: Key, kept: Kept) -> None:
    try:
        caches["pages"].set(name(key), kept.packed())
    except OSError as error:  # such as a full disk: readers get their pages all the same
        log.warning("A page could not be kept: %s", error)


def name(key: Key) -> str:
    """The same page has the same name in all processes of this release, and another one in the next."""
    digest = hashlib.blake2b(repr((release(), get_language(), key)).encode(), digest_size=20)
    return digest.hexdigest()


@contextlib.contextmanager
def turn(key: Key) -> Iterator[bool]:
    """Lets one thread of all processes of this machine in at a time; whether it had to wait for another."""
    folder = Path(settings.VAR_DIR) / "turns"
    folder.mkdir(exist_ok=True)
    number = int(name(key)[:8], 16) % TURNS
    with (folder / str(number)).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            waited = False
        except BlockingIOError:
            fcntl.flock(file, fcntl.LOCK_EX)
            waited = True
        yield waited


@cache
def release() -> str:
    """A digest of all that a page's bytes come from beside the database: code, templates, translations, settings."""
    digest = hashlib.blake2b(digest_size=12)
    for folder, ending in (("accounts", ".py"), ("board", ".py"), ("templates", ".html"), ("locale", ".mo")):
        for path in sorted((settings.BASE_DIR / folder).rglob(f"*{ending}")):
            digest.update(path.read_bytes())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    digest.update(manifest.read_bytes() if manifest.exists() else b"")
    shown = (settings.SITE_NAME, settings.COPYRIGHT_NAME, settings.TIME_ZONE, sorted(settings.SOCIAL_KEYS))
    digest.update(repr((*shown, settings.STATIC_URL, settings.MEDIA_URL)).encode())
    return digest.hexdigest()


def forget_old() -> None:
    """Deletes the files of pages that are too old to be served; Redis does so by itself.

    What has been removed meanwhile may stand in them.
    """
    folder = settings.CACHES["pages"].get("LOCATION") if not settings.REDIS_URL else None
    oldest = time.time() - settings.CACHES["pages"]["TIMEOUT"]
    for path in Path(folder).glob("*.djcache") if folder else ():
        with contextlib.suppress(FileNotFoundError):  # another process was quicker
            if path.stat().st_mtime < oldest:
                path.unlink()


def forget() -> None:
    """Forgets what this process and the shared cache keep."""
    memory.clear()
    articles.clear()
    addresses.clear()
    caches["pages"].clear()
