from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from board.models import Article, LogEntry
from tests.board.admin.conftest import Cast, said
from tests.factories import ArticleFactory, MemberFactory, SectionFactory

LIST = "/admin/board/article/"
Take = Callable[..., Any]


def page_of(article: Article) -> str:
    return f"{LIST}{article.pk}/change/"


def picture(size: tuple[int, int] = (2400, 1000)) -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", size, "navy").save(file, "JPEG")
    return SimpleUploadedFile("harbour.jpg", file.getvalue())


# --- Writing ----------------------------------------------------------------------------------------------------


def test_an_editor_writes_a_story_and_it_is_published_at_its_time(cast: Cast, typed: dict[str, Any]) -> None:
    typed |= {"published_at": "2026-01-02T09:30:00", "byline": "Edda", "authors": "mara, AMBER"}
    answer = cast.client("editor").post(f"{LIST}add/", typed)
    story = Article.objects.get(headline=typed["headline"])
    assert [answer.status_code, answer.url] == [302, LIST]
    assert story.body_html == "<p>It <em>burns</em>.</p>\n<p>&lt;b&gt;Bold?&lt;/b&gt;</p>\n"
    assert [story.slug, story.published_at.isoformat()] == [
        *("lamp-of-the-lighthouse-is-lit-again", "2026-01-02T00:30:00+00:00")
    ]
    assert set(story.authors.all()) == {cast.moderator, cast.author}
    assert Client().get(story.get_absolute_url()).status_code == 200


def test_a_draft_opens_at_its_address_for_editors_alone(cast: Cast, typed: dict[str, Any]) -> None:
    client = cast.client("editor")
    answer = client.post(f"{LIST}add/", {**typed, "_continue": "1"})
    draft = Article.objects.get(headline=typed["headline"])
    assert [answer.url, draft.published_at] == [page_of(draft), None]
    assert f'href="{draft.get_absolute_url()}"' in client.get(page_of(draft)).content.decode()
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert [
        cast.client(role).get(draft.get_absolute_url()).status_code for role in ("visitor", "member")
    ] == [404, 404]


def test_a_japanese_headline_makes_a_japanese_address(cast: Cast, typed: dict[str, Any]) -> None:
    client = cast.client("editor")
    page = client.get(f"{LIST}add/").content.decode()
    assert "&quot;allowUnicode&quot;: true" in page and "&quot;maxLength&quot;: 60" in page
    client.post(f"{LIST}add/", {**typed, "headline": "港の夜市、料金が二倍に"})
    assert Article.objects.get(headline__startswith="港").slug == "港の夜市料金が二倍に"


def test_the_address_can_be_chosen_until_the_story_is_published(cast: Cast, typed: dict[str, Any]) -> None:
    client = cast.client("editor")
    client.post(f"{LIST}add/", {**typed, "slug": "the-lamp"})
    draft = Article.objects.get(slug="the-lamp")
    client.post(page_of(draft), {**typed, "slug": "a-lamp", "published_at": "2026-01-02T09:30"})
    client.post(page_of(draft), {**typed, "slug": "another", "published_at": "2026-01-02T09:30"})
    draft.refresh_from_db()
    assert draft.slug == "a-lamp"


def test_the_address_stays_fixed_where_there_are_comments_though_it_is_taken_back(
    cast: Cast, typed: dict[str, Any]
) -> None:
    Article.objects.filter(pk=cast.article.pk).update(published_at=None)
    cast.client("editor").post(page_of(cast.article), {**typed, "slug": "elsewhere"})
    assert Article.objects.get(pk=cast.article.pk).slug == cast.article.slug


@pytest.mark.parametrize("slug", ["transport", "feed", "story-taken"])
def test_an_address_that_is_something_else_already_is_refused(
    cast: Cast, typed: dict[str, Any], slug: str
) -> None:
    SectionFactory(slug="transport", parent=cast.article.section)
    ArticleFactory(slug="story-taken")
    answer = cast.client("editor").post(f"{LIST}add/", {**typed, "slug": slug})
    assert "There is something at this address already." in answer.content.decode()
    assert not Article.objects.filter(headline=typed["headline"]).exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"headline": ""}, "This field is required."),
        ({"section": "999"}, "Select a valid choice."),
        ({"body": "a\x00b"}, "Null characters are not allowed."),
        ({"slug": "a b"}, "Use letters, digits and hyphens."),
        ({"authors": "Mara, Nobody Here"}, "There is no member with the name “Nobody Here”."),
        ({"authors": ",".join("abcdefghijklmnopqrstu")}, "Please name at most 20 authors."),
        ({"published_at": "soon"}, "Write the time as 2030-12-31 18:00."),
        ({"comments_mode": "shouting"}, "Select a valid choice."),
        ({"standfirst": "x" * 501}, "at most 500 characters"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(
    cast: Cast, typed: dict[str, Any], wrong: dict[str, str], sentence: str
) -> None:
    page = cast.client("editor").post(f"{LIST}add/", typed | wrong).content.decode()
    assert sentence in page
    assert "It *burns*." in page or "body" in wrong
    assert Article.objects.count() == 1


def test_an_author_whose_name_holds_a_comma_is_found(cast: Cast, typed: dict[str, Any]) -> None:
    smith = MemberFactory(name="Smith, Jo")
    cast.client("editor").post(f"{LIST}add/", {**typed, "authors": "Amber, Smith, Jo, Mara"})
    assert set(Article.objects.get(headline=typed["headline"]).authors.all()) == {
        cast.author,
        smith,
        cast.moderator,
    }


def test_saving_a_story_leaves_its_discussion_alone_but_for_the_version(
    cast: Cast, typed: dict[str, Any]
) -> None:
    before = Article.objects.get(pk=cast.article.pk)
    cast.client("editor").post(page_of(cast.article), {**typed, "published_at": "2026-01-02T09:30"})
    after = Article.objects.get(pk=cast.article.pk)
    assert [after.headline, after.comment_count, after.last_number] == [typed["headline"], 1, 1]
    assert after.version == before.version + 1
    assert LogEntry.objects.count() == 0


def test_the_preview_renders_what_was_typed_and_stores_nothing(
    cast: Cast, typed: dict[str, Any], snapshot: Callable[[], Any]
) -> None:
    before = snapshot()
    hostile = "Hello **world** <script>alert(1)</script> [x](javascript:alert(1))"
    answer = cast.client("editor").post(f"{LIST}preview/", {**typed, "body": hostile})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<strong>world</strong>" in page and typed["headline"] in page
    assert "<script>alert" not in page and 'href="javascript:' not in page
    assert snapshot() == before


def test_the_preview_is_for_those_who_write_and_by_post_alone(cast: Cast, typed: dict[str, Any]) -> None:
    codes = {
        role: cast.client(role).post(f"{LIST}preview/", typed).status_code
        for role in ("visitor", "member", "moderator")
    }
    assert codes == {"visitor": 302, "member": 403, "moderator": 403}
    assert cast.client("editor").get(f"{LIST}preview/").status_code == 405


# --- The picture ------------------------------------------------------------------------------------------------


def test_a_picture_is_made_smaller_and_shown_in_the_form(cast: Cast, typed: dict[str, Any]) -> None:
    client = cast.client("editor")
    client.post(f"{LIST}add/", {**typed, "picture": picture(), "picture_alt": "The harbour"})
    story = Article.objects.get(headline=typed["headline"])
    assert [story.picture_width, story.picture_height, story.picture.name[-5:]] == [1600, 667, ".webp"]
    with story.picture.open() as file, Image.open(file) as stored:
        assert stored.size == (1600, 667)
    assert f'<img class="thumbnail" src="{story.picture.url}"' in client.get(page_of(story)).content.decode()
    client.post(page_of(story), {**typed, "picture-clear": "on"})
    story.refresh_from_db()
    assert [story.picture.name, story.picture_width] == ["", None]


@pytest.mark.parametrize(
    ("file", "alt", "sentence"),
    [
        (
            SimpleUploadedFile("x.jpg", b"GIF89a, but no"),
            "The harbour",
            "This file cannot be read as a picture.",
        ),
        (
            SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            "x",
            "cannot be read as a picture",
        ),
        (None, "", "Please say what the picture shows, for readers who cannot see it."),
    ],
)
def test_a_picture_that_is_none_or_has_no_words_is_refused(
    cast: Cast, typed: dict[str, Any], file: SimpleUploadedFile | None, alt: str, sentence: str
) -> None:
    given = {**typed, "picture": file or picture((20, 20)), "picture_alt": alt}
    assert sentence in cast.client("editor").post(f"{LIST}add/", given).content.decode()
    assert Article.objects.count() == 1


# --- Who may comment --------------------------------------------------------------------------------------------


def test_changing_who_may_comment_goes_through_the_verb_and_is_logged(
    cast: Cast, typed: dict[str, Any]
) -> None:
    cast.client("editor").post(page_of(cast.article), {**typed, "comments_mode": "closed"})
    story = Article.objects.get(pk=cast.article.pk)
    assert story.is_closed and story.closed_at is not None
    entry = LogEntry.objects.get()
    assert [entry.verb, entry.moderator, entry.article, entry.before, entry.after] == [
        *("comments-mode", cast.editor, story, "open", "closed")
    ]


def test_a_new_story_may_begin_closed_and_says_since_when(cast: Cast, typed: dict[str, Any]) -> None:
    cast.client("editor").post(f"{LIST}add/", {**typed, "comments_mode": "closed"})
    story = Article.objects.get(headline=typed["headline"])
    assert story.is_closed and story.closed_at is not None
    assert LogEntry.objects.get().article == story


@pytest.mark.parametrize("role", ["moderator", "editor", "administrator"])
def test_those_who_edit_or_moderate_open_and_close_discussions_from_the_list(
    cast: Cast, take: Take, role: str
) -> None:
    other = ArticleFactory(comments_mode="closed")
    answer = take(role, "board/article", "close_comments", cast.article, other)
    assert sorted(said(answer)) == [
        *("1 discussion changed.", "1 was left as it is."),
        f"{other.headline}: its comments are so already.",
    ]
    take(role, "board/article", "premoderate_comments", cast.article)
    take(role, "board/article", "open_comments", cast.article)
    modes = LogEntry.objects.order_by("pk").values_list("after", flat=True)
    assert list(modes) == ["closed", "premoderated", "open"]


@pytest.mark.parametrize("role", ["visitor", "member"])
@pytest.mark.parametrize("action", ["publish_now", "open_comments", "close_comments", "delete_selected"])
def test_nobody_else_takes_an_action_on_stories(
    cast: Cast, take: Take, role: str, action: str, snapshot: Callable[[], Any]
) -> None:
    before = snapshot()
    answer = take(role, "board/article", action, cast.article, post="yes")
    assert answer.status_code == (302 if role == "visitor" else 403)
    assert snapshot() == before


def test_moderators_slow_a_discussion_down_and_let_it_go(cast: Cast, take: Take) -> None:
    answer = take("moderator", "board/article", "slow_down", cast.article)
    assert said(answer) == ["1 discussion changed."]
    assert Article.objects.get(pk=cast.article.pk).is_slowed
    again = said(take("moderator", "board/article", "slow_down", cast.article))
    assert "so already" in again[0]
    take("moderator", "board/article", "let_go", cast.article)
    assert not Article.objects.get(pk=cast.article.pk).is_slowed
    assert take("editor", "board/article", "slow_down", cast.article).status_code == 403


def test_moderators_decide_about_a_discussion_on_the_page_of_its_story(cast: Cast, take: Take) -> None:
    page = f"/admin/board/article/{cast.article.pk}/change/"

    def offered(role: str) -> list[str]:
        html = cast.client(role).get(page).content.decode()
        names = ("open_comments", "premoderate_comments", "close_comments", "slow_down", "let_go")
        return [name for name in names if f'name="action" value="{name}"' in html]

    assert offered("moderator") == ["premoderate_comments", "close_comments", "slow_down"]
    for action in ("slow_down", "close_comments"):
        answer = take("moderator", "board/article", action, cast.article, back=cast.article.pk)
        assert [answer.url, said(answer)] == [page, ["1 discussion changed."]]
    assert offered("moderator") == ["open_comments", "premoderate_comments", "let_go"]
    assert offered("editor") == []
