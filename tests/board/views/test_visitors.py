"""A visitor's page is kept for everybody; yet whatever changes on it shows at the next request."""

import gzip
from collections.abc import Callable
from datetime import timedelta

import brotli
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from board.actions.articles import save_article
from board.actions.comments import delete_comment, edit_comment
from board.actions.discussions import set_comments_mode
from board.actions.members import looks_changed
from board.actions.moderation import remove, restore
from board.actions.votes import cast_vote
from board.discussions import kept
from board.models import Article, Card, Comment, Section
from tests.board.views.browsing import browser
from tests.board.views.reading import read
from tests.factories import MemberFactory, StaffFactory, say

AS_BROWSERS_DO = "gzip, deflate, br, zstd"


@pytest.fixture
def address(comment: Comment) -> str:
    return comment.article.get_absolute_url()


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def get(client: Client, address: str, **headers: str) -> HttpResponse:
    return client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_the_second_visitor_costs_one_look_at_one_row(address: str) -> None:
    client = browser()
    first = client.get(address)
    assert queries(lambda: client.get(address)) == 1
    second = client.get(address)
    assert second.content == first.content
    assert second.headers == first.headers


def test_addresses_that_spread_elsewhere_are_the_same_page(address: str) -> None:
    client = browser()
    first = client.get(address)
    assert queries(lambda: client.get(f"{address}?fbclid=abc&utm_source=x")) == 1
    assert client.get(f"{address}?utm_source=other").content == first.content
    assert b"utm_source" not in browser().get(f"{address}?utm_source=y").content


def test_each_order_view_and_page_is_a_page_of_its_own(address: str) -> None:
    client = browser()
    asked = ("", "?view=flat", "?comment-order=popular", "?comment-order=popular&view=flat", "?page=2")
    bodies = [client.get(address + query).content for query in asked]
    assert [client.get(address + query).content for query in asked] == bodies
    assert len(set(bodies)) == len(asked)
    assert client.get(f"{address}?comment-order=nonsense&page=-1&view=").content == bodies[0]


@pytest.mark.parametrize(
    "query", ["%63omment-order=latest", "comment%2Dorder=latest", "vie%77=flat", "p%61ge=2"]
)
def test_a_page_asked_for_in_other_letters_does_not_become_everybodys(address: str, query: str) -> None:
    plain = browser().get(address).content
    kept.forget()
    client = browser()
    assert client.get(f"{address}?{query}").status_code == 200
    assert client.get(address).content == plain


CHANGES: dict[str, Callable[[Comment, User, User], object]] = {
    "a vote": lambda comment, bob, mona: cast_vote(comment.pk, bob, 1),
    "a vote taken back": lambda comment, bob, mona: (
        cast_vote(comment.pk, bob, 1),
        cast_vote(comment.pk, bob, 0),
    ),
    "a reply": lambda comment, bob, mona: say(comment.article, bob, "So do I.", parent=comment),
    "an edit": lambda comment, bob, mona: edit_comment(comment, comment.author, "Of badgers."),
    "a deletion": lambda comment, bob, mona: delete_comment(comment, comment.author),
    "a removal": lambda comment, bob, mona: remove(comment, mona, reason="Spam"),
    "a closed discussion": lambda comment, bob, mona: set_comments_mode(comment.article, mona, "closed"),
    "a new name": lambda comment, bob, mona: rename(comment.author, "Alina"),
    "a badge": lambda comment, bob, mona: promote(comment.author),
    "the article's words": lambda comment, bob, mona: rewrite(comment.article, mona),
}


def rename(member: User, name: str) -> None:
    member.take_name(name).save()
    looks_changed(member)


def promote(member: User) -> None:
    User.objects.filter(pk=member.pk).update(is_staff=True)
    member.groups.add(Group.objects.get(name="Moderators"))
    looks_changed(member)


def rewrite(article: Article, editor: User) -> None:
    article.headline = "The other bridge"
    save_article(article, editor)


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_shows_at_the_next_request(
    address: str, comment: Comment, bob: User, moderator: User, change: str
) -> None:
    client, member = browser(), browser(bob)
    before = client.get(address)
    assert member.get(address).status_code == 200
    CHANGES[change](Comment.objects.get(pk=comment.pk), bob, moderator)
    after, fresh = client.get(address), browser().get(address)
    assert after.content == fresh.content
    assert (after.content != before.content) == (change != "a vote taken back")
    # A member's page is made of the same.
    words = read(fresh).by_id("thread").text.split()
    assert set(words) <= set(read(member.get(address)).by_id("thread").text.split())


def test_the_same_page_again_is_the_same_to_a_browser_too(address: str, comment: Comment, bob: User) -> None:
    client = browser()
    etag = client.get(address)["ETag"]
    cast_vote(comment.pk, bob, 1)
    assert get(client, address, if_none_match=etag).status_code == 200
    cast_vote(comment.pk, bob, 0)
    assert get(client, address, if_none_match=etag).status_code == 304


def test_what_was_removed_comes_back_when_restored(address: str, comment: Comment, moderator: User) -> None:
    client = browser()
    before = client.get(address).content
    remove(comment, moderator, reason="Spam")
    assert b"otters" not in client.get(address).content
    restore(Comment.objects.get(pk=comment.pk), moderator)
    assert client.get(address).content == before


def test_sections_and_cards_show_at_the_next_request(address: str, article: Article) -> None:
    client, admin = browser(), browser(StaffFactory(is_superuser=True))
    client.get(address)
    section = article.section
    fields = {"name": "Near us", "slug": section.slug, "parent": "", "position": "0"}
    assert admin.post(f"/admin/board/section/{section.pk}/change/", fields).status_code == 302
    assert "Near us" in client.get(address).content.decode()
    card = {"place": "resources", "label": "Offer", "title": "A boat", "source": "The yard", "position": "0"}
    card |= {"address": "https://example.com/boat", "is_shown": "on"}
    assert admin.post("/admin/board/card/add/", card).status_code == 302
    assert "A boat" in client.get(address).content.decode()
    chosen = {"action": "delete_selected", "_selected_action": str(Card.objects.get().pk), "post": "yes"}
    assert admin.post("/admin/board/card/", chosen).status_code == 302
    assert "A boat" not in client.get(address).content.decode()
    empty = Section.objects.create(name="Far away", slug="far")
    assert admin.post(f"/admin/board/section/{empty.pk}/delete/", {"post": "yes"}).status_code == 302
    assert "Far away" not in client.get(address).content.decode()


def test_days_pass(address: str, comment: Comment, monkeypatch: pytest.MonkeyPatch) -> None:
    client, now = browser(), timezone.now()
    assert "Today" in client.get(address).content.decode()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=1))
    assert "Yesterday" in client.get(address).content.decode()


def test_a_story_that_is_taken_back_is_gone_for_who_had_it(
    address: str, article: Article, moderator: User
) -> None:
    client = browser()
    client.get(address)
    article.published_at = timezone.now() + timedelta(days=1)
    save_article(article, moderator)
    assert client.get(address).status_code == 404


def test_a_story_whose_time_has_come_is_no_longer_marked_as_scheduled(
    address: str, article: Article, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    article.published_at = timezone.now() + timedelta(hours=1)
    save_article(article, moderator)
    editor = browser(StaffFactory(is_superuser=True))
    assert "only editors see this" in editor.get(address).content.decode()
    client, now = browser(), timezone.now()
    assert client.get(address).status_code == 404
    Article.objects.filter(pk=article.pk).update(published_at=now - timedelta(seconds=1))  # raises no version
    assert "only editors see this" not in client.get(address).content.decode()


DECODE = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


def test_each_browser_gets_it_as_it_takes_it(address: str) -> None:
    client, seen = browser(), {}
    plain = client.get(address).content
    for header, encoding in (
        (AS_BROWSERS_DO, "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("zstd", ""),
    ):
        for _again in range(2):
            answer = get(client, address, accept_encoding=header)
            assert (header, answer.headers.get("Content-Encoding", "")) == (header, encoding)
            assert DECODE[encoding](answer.content) == plain
            assert answer["Content-Length"] == str(len(answer.content))
            seen[encoding] = answer["ETag"]
    assert len(set(seen.values())) == 3
    assert not any(etag.startswith("W/") for etag in seen.values())


def test_an_unchanged_page_is_not_sent_again(address: str) -> None:
    client = browser()
    page = get(client, address, accept_encoding=AS_BROWSERS_DO)
    for asked in (page["ETag"], f'"other", {page["ETag"]}', f"W/{page['ETag']}", "*"):
        again = get(client, address, accept_encoding=AS_BROWSERS_DO, if_none_match=asked)
        assert (asked, again.status_code, again.content) == (asked, 304, b"")
        for name in ("ETag", "Vary", "Cache-Control"):
            assert again[name] == page[name]
    assert (
        queries(lambda: get(client, address, accept_encoding=AS_BROWSERS_DO, if_none_match=page["ETag"])) == 1
    )
    assert get(client, address, accept_encoding="gzip", if_none_match=page["ETag"]).status_code == 200
    assert get(client, address, if_none_match='"other", nonsense').status_code == 200


def test_who_is_logged_in_never_gets_a_visitors_page(address: str, bob: User) -> None:
    client = browser()
    client.get(address)
    client.force_login(bob)
    assert "Log out" in client.get(address).content.decode()
    assert client.get(address)["Cache-Control"] == "private, no-cache"
    client.logout()
    assert "Log out" not in client.get(address).content.decode()


def notes(answer: HttpResponse) -> list[str]:
    return [item.text for item in read(answer).all("li") if "message" in item.attrs.get("class", "").split()]


def test_a_message_is_for_the_one_visitor_it_is_meant_for(address: str, bob: User) -> None:
    client, other = browser(bob), browser()
    other.get(address)
    client.post("/accounts/logout/", {"next": address})
    assert notes(client.get(address))
    for visitor in (client, other, browser()):
        assert not notes(visitor.get(address))


def test_a_kept_page_is_for_its_own_hosts(address: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["news.example.org", "old.example.org"]
    client = browser()
    for host in settings.ALLOWED_HOSTS:
        for _again in range(2):
            page = client.get(address, headers={"Host": host}).content.decode()
            assert f"http://{host}{address}" in page
    assert client.get(address, headers={"Host": "evil.example.net"}).status_code == 400


def test_the_next_release_keeps_pages_of_its_own(address: str, settings: Settings) -> None:

    browser().get(address)
    settings.SITE_NAME = "The Harbour Post"
    kept.memory.clear()
    kept.release.cache_clear()
    assert "The Harbour Post" in browser().get(address).content.decode()
    kept.release.cache_clear()


def test_a_thread_of_its_own_is_kept_too(comment: Comment, bob: User) -> None:
    client, address = browser(), f"/comments/{comment.pk}/thread/"
    say(comment.article, bob, "So do I.", parent=comment)
    first = client.get(address)
    assert queries(lambda: client.get(address)) == 1
    cast_vote(comment.pk, MemberFactory(), 1)
    assert client.get(address).content != first.content
