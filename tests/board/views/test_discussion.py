"""Which comments stand where: orders, views and pages of a discussion."""

import pytest

from accounts.models import User
from board.actions.votes import cast_vote
from board.models import Article, Comment
from tests.board.views.browsing import browser
from tests.board.views.reading import Element, read
from tests.factories import MemberFactory, say


def discussion(article: Article, query: str = "", *, htmx: bool = False) -> Element:
    return read(browser(htmx=htmx).get(article.get_absolute_url() + query))


@pytest.fixture
def voted(article: Article, bob: User) -> list[Comment]:
    """Tallies +1/-0, +2/-2, +3/-0, +0/-1, in the order of posting."""
    comments, voters = [], MemberFactory.create_batch(4)
    for up, down in ((1, 0), (2, 2), (3, 0), (0, 1)):
        comment = say(article, bob)
        for voter, value in zip(voters, [1] * up + [-1] * down, strict=False):
            cast_vote(comment.pk, voter, value)
        comments.append(comment)
    return comments


ORDERS = {
    "oldest": [0, 1, 2, 3],
    "latest": [3, 2, 1, 0],
    "popular": [2, 0, 1, 3],
    "controversial": [1, 0, 2, 3],
}


@pytest.mark.parametrize(("order", "places"), ORDERS.items())
def test_the_discussion_is_read_in_four_orders(voted: list[Comment], order: str, places: list[int]) -> None:
    page = discussion(voted[0].article, f"?comment-order={order}")
    assert page.comments() == [voted[place].pk for place in places]
    chosen = [link.text for link in page.all("a") if link.attrs.get("aria-current") == "true"]
    assert order.title() in chosen


@pytest.mark.parametrize("query", ["", "?comment-order=", "?comment-order=best", "?comment-order=%00&view=x"])
def test_an_unknown_order_or_view_is_the_default(voted: list[Comment], query: str) -> None:
    assert discussion(voted[0].article, query).comments() == [comment.pk for comment in voted]


def test_replies_are_ordered_as_their_threads_are(article: Article, bob: User) -> None:
    first = say(article, bob)
    a, b = say(article, bob, parent=first), say(article, bob, parent=first)
    second = say(article, bob)
    assert discussion(article).comments() == [first.pk, a.pk, b.pk, second.pk]
    assert discussion(article, "?comment-order=latest").comments() == [second.pk, first.pk, b.pk, a.pk]


def test_the_flat_view_is_one_list_in_which_replies_name_what_they_answer(
    article: Article, alice: User, bob: User
) -> None:
    first, second = say(article, alice), say(article, bob)
    reply = say(article, bob, parent=first)
    page = discussion(article, "?view=flat")
    assert page.comments() == [first.pk, second.pk, reply.pk]
    answer = page.by_id(f"comment-{reply.pk}")
    assert answer.links()["in reply to Alice"] == f"#comment-{first.pk}"
    assert "in reply to" not in page.by_id(f"comment-{second.pk}").text


def test_deep_replies_name_what_they_answer_in_threads_too(comment: Comment, bob: User, carol: User) -> None:
    below = comment
    for n in range(7):
        below = say(comment.article, (bob, carol)[n % 2], parent=below)
    page = discussion(comment.article)
    named = [pk for pk in page.comments() if "in reply to" in page.by_id(f"comment-{pk}").text]
    assert named == page.comments()[4:]  # a phone indents three levels


@pytest.fixture
def long(article: Article, bob: User) -> list[Comment]:
    return [say(article, bob, f"Number {n}.") for n in range(120)]


def test_a_page_holds_fifty_threads(long: list[Comment]) -> None:
    article, ids = long[0].article, [comment.pk for comment in long]
    assert discussion(article).comments() == ids[:50]
    assert discussion(article, "?page=2").comments() == ids[50:100]
    assert discussion(article, "?page=3").comments() == ids[100:]
    assert discussion(article, "?page=2&comment-order=latest").comments() == ids[::-1][50:100]


def test_a_page_that_is_none_is_the_first_and_one_too_far_the_last(long: list[Comment]) -> None:
    article, ids = long[0].article, [comment.pk for comment in long]
    for number in ("", "0", "-3", "x", "1.5", "%00", "１", "99999999999999999999"):
        assert discussion(article, f"?page={number}").comments() == ids[:50]
    assert discussion(article, "?page=99").comments() == ids[100:]


def test_the_flat_list_holds_a_hundred_a_page(long: list[Comment]) -> None:
    assert len(discussion(long[0].article, "?view=flat").comments()) == 100
    assert len(discussion(long[0].article, "?view=flat&page=2").comments()) == 20


def test_the_links_to_other_pages_keep_order_and_view(long: list[Comment]) -> None:
    pages = discussion(long[0].article, "?comment-order=popular&page=2").links()
    assert pages["3"] == "?comment-order=popular&page=3#comments"
    flat = discussion(long[0].article, "?view=flat").links()
    assert flat["2"] == "?comment-order=oldest&view=flat&page=2#comments"
    assert flat["Latest"] == "?comment-order=latest&view=flat#comments"


def test_with_htmx_the_discussion_alone_comes_back(long: list[Comment]) -> None:
    answer = browser(htmx=True).get(f"{long[0].article.get_absolute_url()}?comment-order=latest")
    page = read(answer)
    assert (answer["HX-Retarget"], answer["HX-Reswap"].split()[0]) == ("#comments", "outerHTML")
    assert "HX-Push-Url" not in answer.headers
    assert [child.attrs.get("id") for child in page.children if isinstance(child, Element)] == ["comments"]
    assert len(page.comments()) == 50


def test_when_htmx_restores_a_page_from_its_history_it_gets_all_of_it(article: Article) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    answer = browser().get(article.get_absolute_url(), headers=headers)
    assert read(answer).has("article")
    assert "HX-Retarget" not in answer.headers


def test_a_branch_too_large_for_the_page_goes_on_on_its_own(comment: Comment, bob: User) -> None:
    for _n in range(170):
        say(comment.article, bob, parent=comment)
    page = discussion(comment.article)
    assert len(page.comments()) == 151
    assert page.links()["Continue this thread (20 more replies)"] == f"/comments/{comment.pk}/thread/"


def test_parent_and_next_lead_through_the_thread(comment: Comment, bob: User) -> None:
    reply, other = say(comment.article, bob, parent=comment), say(comment.article, bob)
    page = discussion(comment.article)
    assert page.by_id(f"comment-{comment.pk}").links()["next"] == f"#comment-{reply.pk}"
    assert page.by_id(f"comment-{reply.pk}").links()["parent"] == f"#comment-{comment.pk}"
    assert not {"next", "parent"} & page.by_id(f"comment-{other.pk}").links().keys()


def test_a_branch_folds_without_scripts(comment: Comment, bob: User) -> None:
    reply = say(comment.article, bob, parent=comment)
    details = discussion(comment.article).by_id(f"branch-{comment.pk}").all("details")[0]
    assert details.all("summary")[0].text == "1 reply"
    assert details.comments() == [reply.pk]
