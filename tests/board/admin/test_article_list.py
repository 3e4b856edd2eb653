"""Stories in the list: what it shows, publishing and deleting from it, and the names that the form suggests."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from board.models import Article
from tests.board.admin.conftest import Cast, said
from tests.factories import ArticleFactory, SectionFactory, say

LIST = "/admin/board/article/"
Take = Callable[..., Any]


def page_of(article: Article) -> str:
    return f"{LIST}{article.pk}/change/"


def test_drafts_and_scheduled_stories_are_published_now(cast: Cast, take: Take) -> None:
    draft = ArticleFactory(published_at=None)
    scheduled = ArticleFactory(published_at=timezone.now() + timedelta(days=1))
    answer = take("editor", "board/article", "publish_now", draft, scheduled, cast.article)
    assert sorted(said(answer)) == [
        *("1 was left as it is.", "2 stories published."),
        f"{cast.article.headline}: This story is published already.",
    ]
    assert all(Article.objects.get(pk=story.pk).is_published for story in (draft, scheduled))
    assert Article.objects.get(pk=cast.article.pk).published_at == cast.article.published_at


def test_moderators_publish_and_write_nothing(
    cast: Cast, take: Take, typed: dict[str, Any], snapshot: Callable[[], Any]
) -> None:
    draft = ArticleFactory(published_at=None)
    before = snapshot()
    assert take("moderator", "board/article", "publish_now", draft).status_code == 403
    for address in (f"{LIST}add/", page_of(draft), f"{LIST}{draft.pk}/delete/"):
        assert cast.client("moderator").post(address, {**typed, "post": "yes"}).status_code == 403
    assert snapshot() == before


def test_a_story_with_comments_cannot_be_deleted_and_one_without_can(cast: Cast, take: Take) -> None:
    empty = ArticleFactory()
    for role in ("editor", "administrator"):
        assert cast.client(role).post(f"{LIST}{cast.article.pk}/delete/", {"post": "yes"}).status_code == 403
        answer = take(role, "board/article", "delete_selected", cast.article, empty, post="yes")
        assert "Cannot delete articles" in answer.content.decode()
    assert Article.objects.count() == 2
    assert cast.client("editor").post(f"{LIST}{empty.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Article.objects.all()) == [cast.article]


# --- The list ---------------------------------------------------------------------------------------------------


def test_the_list_tells_each_storys_state_and_filters_by_it(cast: Cast) -> None:
    draft = ArticleFactory(published_at=None)
    scheduled = ArticleFactory(published_at=timezone.now() + timedelta(days=1))
    client = cast.client("editor")
    for state, story in (("draft", draft), ("scheduled", scheduled), ("published", cast.article)):
        answer = client.get(LIST, {"state": state})
        assert list(answer.context["cl"].result_list) == [story]
        assert f'<td class="field-state">{state}</td>' in answer.content.decode()
    assert client.get(LIST, {"state": "x"}).status_code == 200


def test_the_list_costs_the_same_number_of_queries_whatever_it_shows(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    parent = SectionFactory()
    for _ in range(20):
        say(ArticleFactory(section=SectionFactory(parent=parent)), cast.member)
    client = cast.client("editor")
    client.get(LIST)
    with django_assert_max_num_queries(12):
        assert client.get(LIST).status_code == 200


# --- Suggesting authors -----------------------------------------------------------------------------------------


def test_editors_are_suggested_names_and_nothing_but_names(cast: Cast) -> None:
    query = {"app_label": "board", "model_name": "article", "field_name": "authors"}
    client = cast.client("editor")
    found = client.get("/admin/autocomplete/", {**query, "term": "amb"}).json()
    assert found["results"] == [{"id": str(cast.author.pk), "text": "Amber"}]
    assert client.get("/admin/autocomplete/", {**query, "term": cast.author.email}).json()["results"] == []
