"""A page of comments is the same for everybody; what is one member's stands in its slots and nowhere else."""

from collections.abc import Iterator

import pytest

from accounts.models import User
from board.actions.votes import cast_vote
from board.models import Article, Comment
from tests.board.views.browsing import browser
from tests.board.views.reading import Element, read, read_html
from tests.factories import MemberFactory, say


@pytest.fixture
def busy(comment: Comment, bob: User) -> Article:
    """Alice, Bob and others talk; both have voted; Bob has a comment that waits."""
    other = MemberFactory()
    for author in (bob, other, bob):
        reply = say(comment.article, author, f"> #{comment.pk} Alice:\n> otters\n\nHm.", parent=comment)
        cast_vote(reply.pk, MemberFactory(), 1)
    cast_vote(comment.pk, bob, -1)
    cast_vote(comment.pk, other, 1)
    browser(bob).get(comment.article.get_absolute_url())
    say(comment.article, other, "Late.")
    User.objects.filter(pk=bob.pk).update(standing="held")
    bob.refresh_from_db()
    say(comment.article, bob, "This waits.", parent=comment)
    return Article.objects.get()


def thread(article: Article, member: User | None = None) -> str:
    html = browser(member).get(article.get_absolute_url()).content.decode()
    return html[html.index('<ol id="thread"') : html.index('<form id="act"')]


def outline(element: Element, *, own: bool) -> Iterator[object]:
    """All that an element holds; without what is one member's, unless `own`."""
    if not own and is_own(element):
        return
    attrs = dict(element.attrs)
    if not own and attrs.get("id", "").startswith(("up-", "down-")):
        attrs |= {"value": "1" if attrs["id"].startswith("up-") else "-1", "aria-pressed": "false"}
    yield element.tag, attrs
    for child in element.children:
        if isinstance(child, Element):
            yield from outline(child, own=own)
        elif child.strip():
            yield " ".join(child.split())


def is_own(element: Element) -> bool:
    identity = element.attrs.get("id") or ""
    waits = element.tag == "li" and "waiting for a moderator" in element.text and len(element.comments()) == 1
    return (
        identity.startswith(("edit-", "delete-"))
        or waits
        or (element.tag == "span" and element.text == "New")
    )


def test_two_visitors_get_the_same_bytes(busy: Article) -> None:
    address = busy.get_absolute_url()
    first, second = (browser().get(address).content for _visitor in range(2))
    assert first == second


def test_they_hold_nothing_of_any_member(busy: Article) -> None:
    page = read(browser().get(busy.get_absolute_url()))
    assert not {"Edit", "Delete", "Post comment", "Log out"} & page.buttons()
    assert {button.attrs.get("aria-pressed") for button in page.all("button")} == {None, "false"}
    assert {field["name"] for field in page.all("input")} == {"q"}
    assert page.all("textarea") == []
    assert "This waits." not in page.text
    assert "csrf" not in browser().get(busy.get_absolute_url()).content.decode()


def test_a_member_who_did_nothing_gets_the_same_thread_as_a_visitor(busy: Article, carol: User) -> None:
    assert thread(busy, carol) == thread(busy)


def test_a_members_thread_differs_in_its_slots_alone(busy: Article, bob: User) -> None:
    visitors, members = read_html(thread(busy)), read_html(thread(busy, bob))
    assert list(outline(visitors, own=False)) == list(outline(visitors, own=True))
    assert list(outline(members, own=True)) != list(outline(visitors, own=True))
    assert list(outline(members, own=False)) == list(outline(visitors, own=True))


def test_what_is_theirs_is_there(busy: Article, bob: User) -> None:
    page = read(browser(bob).get(busy.get_absolute_url()))
    own = Comment.objects.filter(author=bob, status="published")
    assert len([button for button in page.all("button") if button.text == "Edit"]) == len(own) == 2
    assert [button["id"] for button in page.all("button") if button.attrs.get("aria-pressed") == "true"] == [
        f"down-{Comment.objects.order_by('number')[0].pk}"
    ]
    assert "This waits." in page.text
    assert "1 new" in page.links()


def test_the_marks_of_slots_are_on_no_page(busy: Article, bob: User) -> None:
    for member in (None, bob):
        for address in (busy.get_absolute_url(), f"{busy.get_absolute_url()}?view=flat"):
            assert "<!--" not in browser(member).get(address).content.decode()


def test_slots_that_somebody_types_are_words(comment: Comment, bob: User) -> None:
    typed = f'<!--s:own:{comment.pk}--><b>mine</b><!--/s--><!--s:up:1-->value="0"<!--/s-->'
    reply = say(comment.article, bob, typed, parent=comment)
    for member in (None, bob):
        page = read(browser(member).get(comment.article.get_absolute_url()))
        assert typed in page.by_id(f"comment-{reply.pk}").text
        buttons = {"Vote up", "Vote down", "Reply", "Quote", "Report"}
        assert page.by_id(f"comment-{comment.pk}").buttons() == buttons
