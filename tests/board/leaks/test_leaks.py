"""What is held, removed, deleted, taken out, or for moderators alone, stands in no answer to others, at any address."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import caches
from django.http.response import HttpResponseBase
from django.test import Client

from accounts.models import Mail, User
from board.discussions import kept, pages
from board.models import Article, Case, LogEntry, Quote
from board.models.comments import ORDERS
from board.views import members, moderation, notifications, searching
from tests.board.everywhere import stored
from tests.board.leaks.addresses import Arguments, addresses, routes
from tests.board.leaks.world import World
from tests.board.views.browsing import browser

pytestmark = pytest.mark.django_db

PAGES = ("", "page=2")
# What stands in all that can be read, and in all that is hidden too.
SEARCHES = ("q=openwords", "q=openwords&before=30", "q=was", "q=was&before=30")
WORD = re.compile("zq[abdfgkpt]{3}zq")


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that there are second ones."""
    monkeypatch.setattr(pages, "TOPS", 4)
    monkeypatch.setattr(pages, "FLAT", 12)
    for view in (members, moderation, notifications, searching):
        monkeypatch.setattr(view, "PER_PAGE", 5)


def discussions() -> Iterator[str]:
    for article in Article.objects.all():
        story = article.get_absolute_url()
        yield from (f"{story}?comment-order={order}&{page}" for order in ORDERS for page in PAGES)
        yield from (f"{story}?view=flat&{page}" for page in PAGES)
        yield from (f"{story}?{query}" for query in SEARCHES)


def known(world: World) -> Arguments:
    """What stands in the addresses of this world; ("", …) where no route has its own."""
    articles = list(Article.objects.values_list("pk", flat=True))
    # Of those that are held two are enough, a reply and another: all causes stand in the pages of the discussion.
    held = [kind for kind in world.comments if kind.startswith("held: ")][2:]
    hidden = [comment.pk for kind, comment in world.comments.items() if kind not in held]
    quoting = Quote.objects.filter(source__in=hidden).values_list("comment", flat=True)
    entries = list(LogEntry.objects.values_list("pk", flat=True))
    return {
        ("", "category"): ["town", "nowhere"],
        ("", "slug"): [*Article.objects.values_list("slug", flat=True), "nowhere"],
        ("member/<name:slug>/", "slug"): User.objects.values_list("slug", flat=True),
        ("", "pk"): [*hidden, *quoting, world.base.pk, 999_999],
        **{(f"articles/<int:pk>/{name}/", "pk"): articles for name in ("comments", "quote", "new")},
        ("accounts/notifications/<int:pk>/appeal/", "pk"): entries,
        ("accounts/sessions/<int:pk>/end/", "pk"): [1],
        **{(f"accounts/2fa/webauthn/keys/<int:pk>/{act}/", "pk"): [1] for act in ("edit", "remove")},
        ("media/<path:path>", "path"): ["pictures/none.webp"],
    }


def queries(address: str) -> Iterator[str]:
    """The address, and what can be asked of it."""
    yield address
    if address.startswith(("/member/", "/moderation-log/", "/category/", "/accounts/notifications/")):
        yield f"{address}?page=2"
    if address.endswith("/new/"):
        yield from (f"{address}?after={number}" for number in (0, 3))
    if address.startswith("/moderation-log/"):
        yield from (f"{address}?act={verb}" for verb in LogEntry.Verb.values)
    if address == "/search/":
        yield from (f"{address}?{query}" for query in (*SEARCHES, "q=story", "q=story&in=stories"))
    if address.endswith("/thread/"):
        yield f"{address}?comment-order=latest"


def everything(world: World) -> list[str]:
    public = routes(leave_out=lambda route: route.startswith("admin/") or "social/" in route)
    arguments = known(world)
    found = [
        query for route in public for address in addresses(route, arguments) for query in queries(address)
    ]
    return list(dict.fromkeys([*discussions(), *found, "/no/such/page/"]))


def said(answer: HttpResponseBase) -> str:
    """All that reaches who asked: status, headers, cookies, body; small letters."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{answer.status_code}\n{headers}\n{answer.cookies}\n{body.decode(errors='replace')}".lower()


def leaks(world: World, who: User | None, client: Client, where: list[str]) -> Iterator[str]:
    pk, secrets = who.pk if who else 0, {secret.word.lower(): secret for secret in world.secrets}
    for address in where:
        for word in set(WORD.findall(said(client.get(address)))):
            if pk not in secrets[word].may and not is_own_page(address, word):
                yield f"{address} tells {who or 'a visitor'} {secrets[word].what} ({word})"


def is_own_page(address: str, word: str) -> bool:
    """A member's name stands on their own page, to which nothing leads."""
    return address.startswith(f"/member/{word}/")


@pytest.mark.parametrize(
    ("who", "htmx"),
    [
        ("visitor", False),
        ("neighbour", False),
        ("author", False),
        ("reporter", True),
        ("stranger", True),
    ],
)
def test_no_address_tells_what_is_hidden(world: World, who: str, htmx: bool) -> None:
    """Nor what others see who were answered, quoted or reported, or who see their own."""
    member = None if who == "visitor" else getattr(world, who)
    where = everything(world)
    assert len(where) > 400
    assert list(leaks(world, member, browser(member, htmx=htmx), where)) == []


def test_the_words_are_there_to_be_found(world: World) -> None:
    """Their author sees what waits for a moderator; so the other tests would see it too."""
    story = said(browser(world.author).get(world.story.get_absolute_url()))
    found = {secret.what for secret in world.secrets if secret.word.lower() in story}
    assert {f"held: {cause}" for cause in Case.Cause.values} <= found


def test_pages_that_are_kept_for_everybody_hold_nothing_hidden(world: World) -> None:
    """Whoever's visit they were made at."""
    for member in (world.author, world.neighbour, None):
        kept.forget()
        client = browser(member)
        for address in [*discussions(), *(f"/comments/{one.pk}/thread/" for one in world.comments.values())]:
            client.get(address)
        assert len(kept.memory.pages) > 10
        for key, (page, _size) in kept.memory.pages.items():
            shared = caches["pages"].get(kept.name(key))
            for one in (page, kept.Kept.unpacked(*shared)):
                text = (one.neutral.html.decode() + repr(one.said) + repr(one.neutral.slots)).lower()
                assert WORD.findall(text) == []


def test_no_mail_tells_what_is_hidden(world: World) -> None:
    """But to the visitor who gave them, name and address."""
    mails = [f"{one.subject}\n{one.body}" for one in mail.outbox]
    mails += [f"{one.subject}\n{one.body}" for one in Mail.objects.all()]
    own = {"a visitor's name", "a visitor's address"}
    for text in mails:
        found = [
            one.what for one in world.secrets if one.word.lower() in text.lower() and one.what not in own
        ]
        assert found == []


def test_what_was_scrubbed_is_stored_nowhere(world: World) -> None:
    words = [secret.word for secret in world.secrets if secret.what.startswith("scrubbed")]
    assert len(words) == 4
    assert stored(*words) == []
