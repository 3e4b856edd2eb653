"""Each count that a reader sees is of what they can read."""

import re
from collections.abc import Iterator

import pytest

from board.actions.recount import recount
from board.models import Article, Comment
from tests.board.leaks.world import World
from tests.board.views.browsing import browser
from tests.board.views.reading import Element, read

pytestmark = pytest.mark.django_db

LISTED = ("/", "/category/town/", "/category/town/story/")
COMMENTS = re.compile(r"^(\d+) Comments?$")


def readable() -> int:
    return Comment.objects.readable().count()


def counts(page: Element) -> Iterator[int]:
    for element in page.walk():
        if match := COMMENTS.fullmatch(element.text):
            yield int(match[1])


@pytest.mark.parametrize("who", ["visitor", "stranger", "author"])
def test_the_count_of_comments_is_the_same_everywhere(world: World, who: str) -> None:
    """The author sees their own that wait, which are not counted either."""
    client = browser(None if who == "visitor" else getattr(world, who))
    for address in LISTED:
        found = set(counts(read(client.get(address))))
        assert found == {readable()}, address


def test_all_pages_together_hold_as_many_as_are_counted(world: World) -> None:
    flat = read(browser().get(f"{world.story.get_absolute_url()}?view=flat"))
    ids = set(flat.comments())
    tombstones = Comment.objects.filter(pk__in=ids).exclude(status="published")
    assert len(ids) - len(tombstones) == readable()
    assert all(comment.reply_count for comment in tombstones)


def test_a_member_s_page_lists_what_they_have_published_and_nothing_else(world: World) -> None:
    for member in (world.author, world.neighbour):
        theirs = Comment.objects.readable().filter(author=member)
        page = read(browser(member).get(member.get_absolute_url()))
        listed = {link["href"] for link in page.by_id("main").all("a") if "href" in link.attrs}
        assert {comment.get_absolute_url() for comment in theirs} <= listed
        others = Comment.objects.filter(author=member).exclude(pk__in=theirs)
        assert not {comment.get_absolute_url() for comment in others} & listed


def test_a_quoted_comment_is_quoted_by_those_who_can_be_read(world: World) -> None:
    """Held comments quote the first one eight times."""
    page = read(browser().get(world.story.get_absolute_url())).by_id(f"comment-{world.base.pk}")
    assert "Quoted by" not in page.text


def test_what_is_new_is_counted_without_what_waits(world: World) -> None:
    after = Comment.objects.filter(status="held").order_by("number").values_list("number", flat=True)[0] - 1
    fresh = Comment.objects.published().filter(article=world.story, number__gt=after)
    for member in (None, world.stranger):
        count = fresh.exclude(author=member).count() if member else fresh.count()
        text = read(browser(member, htmx=True).get(f"/articles/{world.story.pk}/new/?after={after}")).text
        assert text == f"{count} new comments"


def test_the_stored_counts_are_true(world: World) -> None:
    assert list(recount()) == []
    assert Article.objects.get(pk=world.story.pk).comment_count == readable()
    assert Comment.objects.get(pk=world.base.pk).up == 1  # the other vote is void
