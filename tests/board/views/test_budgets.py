"""How many queries an answer takes, whatever the number of comments. A rise must be meant, so the numbers are exact."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import User
from board.actions.comments import edit_comment
from board.actions.moderation import remove
from board.actions.votes import cast_vote
from board.models import Article, Comment, Guard
from tests.board.views.browsing import browser, cast, preview, send
from tests.factories import ArticleFactory, MemberFactory, SectionFactory, say

VIEWS = [
    "",
    "?view=flat",
    "?comment-order=latest",
    "?comment-order=popular",
    "?comment-order=controversial&page=2",
]
# What an article page may take at most: for the first reader after a change, for the next ones, for a member.
COLD, WARM, MEMBER = 12, 2, 8


def queries(act: Callable[[], object]) -> int:
    """Without the one that a site with replicas asks after a write: how far the primary has come."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum("pg_current_wal_lsn" not in query["sql"] for query in captured.captured_queries)


def talk(count: int, member: User, moderator: User) -> Article:
    """A discussion in which a member takes part, with quotes, edits, votes, badges, and ten levels of replies.

    So many removals at once would slow a discussion down by themselves.
    """
    Guard.objects.update(heated_signs=0)
    article = ArticleFactory()
    others = MemberFactory.create_batch(4)
    comments: list[Comment] = []
    for n in range(count):
        parent, author = comments[-1] if n % 10 else None, (member, moderator, *others)[n % 6]
        body = f"> #{parent.pk} x:\n> said\n\nHm." if parent and n % 3 == 0 else "It was said."
        comments.append(say(article, author, body, parent=parent))
        if n % 2 and author != member:
            cast_vote(comments[-1].pk, member, 1)
        if n % 5 == 0:
            edit_comment(comments[-1], author, "It was said otherwise.")
        if n % 10 == 9 and comments[-5].author != moderator:
            remove(comments[-5], moderator, reason="Off topic")
    return article


@pytest.fixture(autouse=True)
def _sessions_in_the_database(settings: Settings) -> None:
    """The budgets are those of a site without Redis; with it they are a query smaller."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"


@pytest.fixture
def small(bob: User, moderator: User) -> Article:
    return talk(20, bob, moderator)


@pytest.fixture
def large(bob: User, moderator: User) -> Article:
    return talk(250, bob, moderator)


def page(article: Article, member: User | None, query: str = "") -> tuple[int, int]:
    """Of a page that the member has seen before: after a change, and after none."""
    return twice(article, member, article.get_absolute_url() + query)


def thread(article: Article, member: User | None) -> tuple[int, int]:
    top = Comment.objects.filter(article=article, parent=None)[0]
    return twice(article, member, f"/comments/{top.pk}/thread/")


def twice(article: Article, member: User | None, address: str) -> tuple[int, int]:
    client = browser(member)
    client.get(address)
    Article.objects.filter(pk=article.pk).raise_version()
    return queries(lambda: client.get(address)), queries(lambda: client.get(address))


def test_a_page_of_comments_takes_the_same_whatever_their_number(
    small: Article, large: Article, bob: User
) -> None:
    for query in VIEWS:
        visitor, member = ({page(article, who, query) for article in (small, large)} for who in (None, bob))
        assert {warm for _cold, warm in visitor} == {1}
        assert {warm for _cold, warm in member} == {5}
        assert max(cold for cold, _warm in visitor) <= COLD, query
    for who in (None, bob):
        assert len({thread(article, who) for article in (small, large)}) == 1
    assert thread(large, None) == (12, 1)
    assert thread(large, bob)[1] <= MEMBER
    deep = Comment.objects.filter(article=large, depth=3).order_by("number")[0]
    assert queries(lambda: browser().get(f"/comments/{deep.pk}/")) <= 6
    assert queries(lambda: browser().get(f"/articles/{large.pk}/new/?after=3")) <= 3


def test_what_is_new_and_what_waits_stays_within_the_budget(small: Article, bob: User, carol: User) -> None:
    client, address = browser(bob), small.get_absolute_url()
    client.get(address)
    User.objects.filter(pk=bob.pk).update(standing="held")
    bob.refresh_from_db()
    for _n in range(20):
        say(small, carol)
        say(small, bob, "This waits.")
    assert queries(lambda: client.get(address)) == 19  # nothing is kept, and one of them notes the visit
    assert queries(lambda: client.get(address)) == MEMBER


def test_a_first_visit_notes_itself(small: Article, bob: User, carol: User) -> None:
    client = browser(carol)
    assert queries(lambda: client.get(small.get_absolute_url())) <= COLD + MEMBER - 2
    another = browser(bob)
    assert queries(lambda: another.get(small.get_absolute_url())) == MEMBER - 2


def test_an_empty_discussion_takes_less(article: Article, bob: User) -> None:
    assert page(article, None) == (6, 1)
    assert page(article, bob) == (10, 5)


def test_acts_take_the_same_whatever_the_discussions_size(
    small: Article, large: Article, carol: User
) -> None:
    fragments, pages = browser(carol, htmx=True), browser(carol)
    for article in (small, large):
        there = Comment.objects.filter(article=article, status="published").order_by("number")
        top, reply = (there.filter(depth=depth)[0] for depth in (0, 1))
        assert queries(lambda reply=reply: cast(fragments, reply, 1)) == 9
        assert (
            queries(lambda top=top: send(fragments, top, "Hm.")) == 14
        )  # one for what is held, one for the search
        assert queries(lambda top=top: preview(fragments, top, "Hm.")) == 4
        assert queries(lambda top=top: preview(pages, top, "Hm.")) == 6
        # These lead to the comment's page, or to its thread's where the page cuts it off: then it is one less.
        assert queries(lambda reply=reply: cast(pages, reply, -1)) in (14, 15)
        assert queries(lambda top=top: send(pages, top, "Ho.")) in (17, 18, 19)


@pytest.mark.usefixtures("limits_on", "counted_in_database")
def test_limits_cost_one_query_each(small: Article, carol: User) -> None:
    client, top = browser(carol, htmx=True), Comment.objects.filter(depth=0).order_by("number")[0]
    assert queries(lambda: cast(client, top, 1)) == 9 + 1
    assert queries(lambda: send(client, top, "Hm.")) == 14 + 2


def test_lists_take_the_same_whatever_their_length(bob: User, moderator: User) -> None:
    section = SectionFactory(slug="s")
    addresses = ["/", "/category/s/", "/member/bob/", "/moderation-log/"]
    taken: list[list[int]] = []
    for _n in range(2):
        for _story in range(10):
            article = ArticleFactory(section=section)
            remove(say(article, bob), moderator, reason="Off topic")
            say(article, bob, "> #article:\n> The council met\n\nSo it did.")
        taken.append([queries(lambda address=address: browser().get(address)) for address in addresses])
    assert taken[0] == taken[1]
    assert max(taken[0]) <= 7
