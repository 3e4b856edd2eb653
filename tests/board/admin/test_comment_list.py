from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.actions.votes import cast_vote
from board.models import Comment
from tests.board.admin.conftest import Cast
from tests.factories import ArticleFactory, MemberFactory, say

LIST = "/admin/board/comment/"


def test_the_list_shows_each_comment_with_its_tally_and_finds_by_text_and_author(cast: Cast) -> None:
    cast_vote(cast.comment.pk, cast.member, -1)
    other = say(ArticleFactory(), MemberFactory(name="Wen"), "Petrels are back.")
    client = cast.client("moderator")
    page = client.get(LIST).content.decode()
    assert "The ferry is the only way home." in page and "-1 ( +0 / -1 )" in page and "Amber" in page
    for words, found in (
        ("petrels", other),
        ("wen", other),
        ("ferry", cast.comment),
        ("amber", cast.comment),
    ):
        answer = client.get(LIST, {"q": words})
        assert [row.pk for row in answer.context["cl"].result_list] == [found.pk]


def test_the_list_filters_by_status_and_by_section_with_its_subsections(
    cast: Cast, held: Comment, removed: Comment
) -> None:
    client = cast.client("moderator")

    def found(**query: Any) -> list[int]:
        return [row.pk for row in client.get(LIST, query).context["cl"].result_list]

    assert found(status__exact="held") == [held.pk]
    assert found(status__exact="removed") == [removed.pk]
    held.article.section.parent = cast.article.section
    held.article.section.save()
    assert set(found(section=cast.article.section_id)) == {held.pk, removed.pk, cast.comment.pk}
    assert found(section=held.article.section_id) == [held.pk]
    assert client.get(LIST, {"section": "x'"}).status_code == 200


def test_the_list_costs_the_same_number_of_queries_for_1_comment_and_for_50(cast: Cast) -> None:
    client = cast.client("moderator")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    cost()
    one = cost()
    for number in range(49):
        say(ArticleFactory() if number % 7 == 0 else cast.article, MemberFactory())
    assert cost() == one <= 12
