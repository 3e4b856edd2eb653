import pytest
from pytest_django import DjangoAssertNumQueries

from board.actions.comments import change_status
from board.actions.votes import cast_vote
from board.discussions import pages
from board.discussions.pages import page_of, read_page, read_thread
from board.models import Article, Comment
from board.rules import paths
from tests.factories import ArticleFactory, MemberFactory, say

pytestmark = pytest.mark.django_db


def grow(article: Article, shape: list[int]) -> list[Comment]:
    """A thread for each number in `shape`, with so many direct replies; written in one go."""
    author, made = MemberFactory(), []
    for replies in shape:
        top = _row(article, author, None, len(made) + 1)
        made.append(top)
        made += [_row(article, author, top, len(made) + 1 + n) for n in range(replies)]
    for comment in made:
        comment.save()
    for comment in made:
        if comment.parent:
            replies = Comment.objects.filter(parent=comment.parent).count()
            Comment.objects.filter(pk=comment.parent.pk).update(reply_count=replies)
    Article.objects.filter(pk=article.pk).update(last_number=len(made), comment_count=len(made))
    return made


def _row(article: Article, author, parent: Comment | None, number: int) -> Comment:
    path = paths.extend(parent.path if parent else "", number)
    return Comment(
        article=article, author=author, parent=parent, number=number, path=path, depth=int(parent is not None),
        body="x", html="<p>x</p>", renderer=1,
    )  # fmt: skip


def numbers(page: pages.Page) -> list[int]:
    return [row.number for row in page.comments]


def test_a_small_discussion_is_one_page_with_everything_on_it() -> None:
    article = ArticleFactory()
    grow(article, [2, 0, 1])
    page = read_page(article)
    assert [page.number, page.pages, numbers(page)] == [1, 1, [1, 2, 3, 4, 5, 6]]


def test_a_page_is_bounded_whatever_the_size_of_the_discussion() -> None:
    article = ArticleFactory()
    grow(article, [300, 0, 2])
    page = read_page(article)
    assert len(page.nodes) == 3 + pages.REPLIES
    assert [node.missing for node in page.nodes if node.missing] == [300 - (pages.REPLIES - 2)]


def test_threads_are_never_torn_between_pages() -> None:
    article = ArticleFactory()
    grow(article, [1] * 60)
    first, second = read_page(article), read_page(article, number=2)
    assert [len(first.nodes), len(second.nodes), first.pages] == [100, 20, 2]
    assert not set(numbers(first)) & set(numbers(second))


ASKED = [("0", 1), ("-3", 1), ("x", 1), (None, 1), ("2", 2), ("99", 2), ("9" * 5000, 1)]


@pytest.mark.parametrize(("asked", "given"), ASKED)
def test_a_page_that_does_not_exist_gives_the_nearest_that_does(asked: str | None, given: int) -> None:
    article = ArticleFactory()
    grow(article, [0] * 60)
    assert read_page(article, number=pages.whole(asked)).number == given


def test_the_orders_hold_for_threads_and_for_replies() -> None:
    article = ArticleFactory()
    one, two, three = (say(article, MemberFactory()) for _ in range(3))
    below = [say(article, MemberFactory(), parent=one) for _ in range(2)]
    for comment, values in ((two, [1, 1]), (three, [1, -1]), (below[1], [1])):
        for value in values:
            cast_vote(comment.pk, MemberFactory(), value)
    order = {name: [row.pk for row in read_page(article, order=name).comments] for name in pages.ORDERS}
    first, second, third, r1, r2 = (comment.pk for comment in (one, two, three, *below))
    assert order["oldest"] == [first, r1, r2, second, third]
    assert order["latest"] == [third, second, first, r2, r1]
    assert order["popular"] == [second, third, first, r2, r1]
    assert order["controversial"] == [third, first, r1, r2, second]


def test_flat_is_the_order_of_posting_whatever_answers_what() -> None:
    article = ArticleFactory()
    top, other = say(article, MemberFactory()), say(article, MemberFactory())
    late = say(article, MemberFactory(), parent=top)
    page = read_page(article, view="flat", order="popular")
    assert [node.row for node in page.nodes] == [top, other, late]
    assert {node.depth for node in page.nodes} == {0}


def test_tombstones_stand_only_while_somebody_reads_below_them() -> None:
    article = ArticleFactory()
    top = say(article, MemberFactory())
    reply = say(article, MemberFactory(), parent=top)
    change_status(Comment.objects.get(pk=top.pk), "removed", reason="Spam")
    assert [row.pk for row in read_page(article).comments] == [top.pk, reply.pk]
    change_status(Comment.objects.get(pk=reply.pk), "removed", reason="Spam")
    assert read_page(article).comments == []


def test_a_tombstone_takes_the_place_of_no_reply() -> None:
    article = ArticleFactory()
    top = say(article, MemberFactory())
    gone = say(article, MemberFactory(), parent=top)
    below = [say(article, MemberFactory(), parent=gone) for _ in range(2)]
    change_status(Comment.objects.get(pk=gone.pk), "removed", reason="Spam")
    page = read_page(article)
    assert [row.pk for row in page.comments] == [top.pk, gone.pk, *(row.pk for row in below)]
    assert not any(node.missing for node in page.nodes)


def test_deep_replies_go_on_in_a_thread_of_their_own() -> None:
    article, chain = ArticleFactory(), [None]
    for _ in range(14):
        chain.append(say(article, MemberFactory(), parent=chain[-1]))
    page = read_page(article)
    assert [node.depth for node in page.nodes] == list(range(pages.MAX_DEPTH))
    assert [node.missing for node in page.nodes] == [0] * 9 + [4]
    thread = read_thread(page.comments[-1], order="oldest", number=1)
    assert [row.pk for row in thread.comments] == [comment.pk for comment in chain[9:] if comment]
    assert [node.depth for node in thread.nodes] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("order", pages.ORDERS)
def test_a_permalink_finds_the_page_in_every_order(order: str) -> None:
    article = ArticleFactory()
    made = grow(article, [0] * 70)
    for comment in made[:5]:
        cast_vote(comment.pk, MemberFactory(), 1)
    for comment in Comment.objects.filter(number__in=[1, 2, 5, 6, 49, 50, 51, 70]):
        number = page_of(comment, order)
        assert comment in read_page(article, order=order, number=number).comments


def test_a_permalink_of_a_reply_that_its_page_cuts_off_is_none() -> None:
    article = ArticleFactory()
    made = grow(article, [300])
    assert page_of(made[1]) == 1
    assert page_of(made[-1]) is None


def test_a_permalink_leads_to_the_page_that_shows_the_comment_or_to_none() -> None:
    """With branches that are cut off, replies too deep for the page, and tombstones."""
    article, author = ArticleFactory(), MemberFactory()
    made = grow(article, [0] * 30 + [120, 3, 90] + [0] * 30)
    chain: list[Comment] = [made[0]]
    while len(chain) < pages.MAX_DEPTH + 4:
        chain.append(say(article, author, parent=chain[-1]))
    for comment in (made[1], made[35], made[40], chain[-1]):
        change_status(comment, Comment.Status.DELETED)
    shown = {
        comment.pk: number for number in (1, 2) for comment in read_page(article, number=number).comments
    }
    assert len(shown) < len(made)
    for comment in Comment.objects.filter(article=article):
        if comment.depth or comment.is_published:
            assert page_of(comment) == shown.get(comment.pk), comment.path


def test_a_page_costs_the_same_queries_whatever_its_size(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    small, large = ArticleFactory(), ArticleFactory()
    grow(small, [1])
    grow(large, [5] * 70)
    for article in (small, large):
        with django_assert_num_queries(3):
            read_page(article)


@pytest.mark.parametrize(
    ("number", "pages", "links"),
    [
        (1, 1, [1]),
        (1, 9, [1, 2, 3, None, 9]),
        (5, 9, [1, None, 3, 4, 5, 6, 7, None, 9]),
        (4, 5, [1, 2, 3, 4, 5]),
    ],
)
def test_page_links_offer_the_ends_and_the_neighbours(number: int, pages: int, links: list) -> None:
    page = read_page(ArticleFactory())
    page.number, page.pages = number, pages
    assert page.links == links
