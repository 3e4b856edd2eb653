from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from board.actions import articles
from board.actions.refusals import Refused
from board.models import Article, LogEntry
from tests.factories import ArticleFactory, MemberFactory, SectionFactory, StaffFactory, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (3200, 1200), "navy").save(file, "PNG")
    return file


def test_a_story_is_published_with_its_html_picture_authors_and_mode() -> None:
    editor, author = StaffFactory(group="Editors"), MemberFactory()
    story = articles.publish_article(
        editor=editor, section=SectionFactory(), headline="The lamp", body="It *burns*.", authors=[author],
        picture=picture(), picture_alt="A lamp", comments_mode="premoderated",
    )  # fmt: skip
    stored = Article.objects.get(pk=story.pk)
    assert stored.is_published
    assert [stored.slug, stored.body_html] == ["the-lamp", "<p>It <em>burns</em>.</p>\n"]
    assert [stored.picture_width, stored.picture_height] == [1600, 600]
    assert [list(stored.authors.all()), stored.comments_mode] == [[author], "premoderated"]
    assert [entry.moderator for entry in LogEntry.objects.all()] == [editor]


def test_the_file_of_a_picture_goes_with_it_and_stays_when_other_things_change(
    settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    editor = StaffFactory(group="Editors")
    story = articles.publish_article(
        editor=editor, section=SectionFactory(), headline="The lamp", body="It burns.", picture=picture()
    )
    for new, files in ((story.picture, 1), (articles.shrink(picture()), 1), ("", 0)):
        story = Article.objects.get()
        story.picture = new
        with django_capture_on_commit_callbacks(execute=True):
            articles.save_article(story, editor)
        assert len([file for file in settings.MEDIA_ROOT.rglob("*") if file.is_file()]) == files
        assert not files or Article.objects.get().picture.storage.exists(Article.objects.get().picture.name)


def test_a_picture_that_is_none_leaves_no_story_behind() -> None:
    with pytest.raises(ValidationError, match="cannot be read as a picture"):
        articles.publish_article(
            editor=StaffFactory(), section=SectionFactory(), headline="x", body="x", picture=BytesIO(b"no")
        )
    assert Article.objects.count() == 0


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Night ferry: who pays?", "night-ferry-who-pays"),
        ("港の夜市、料金が二倍に！", "港の夜市料金が二倍に"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full-width"),
        ("?!… 🚢", "story"),
        ("--feed--", "feed-2"),
        ("Transport", "transport-2"),
        ("Politics", "politics"),
        ("Taken already", "taken-already-3"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 90, "x" * 60),
        ("y" * 90, "y" * 58 + "-2"),
    ],
)
def test_a_headline_makes_an_address_that_is_free_and_at_most_60_characters(headline: str, slug: str) -> None:
    politics = SectionFactory(slug="politics")
    SectionFactory(slug="transport", parent=politics)
    for taken in ("taken-already", "taken-already-2", "y" * 60):
        ArticleFactory(slug=taken)
    found = articles.free_slug(headline)
    validate_unicode_slug(found)
    assert [found, len(found) <= 60] == [slug, True]


def test_a_story_may_keep_its_own_address() -> None:
    story = ArticleFactory(slug="the-lamp")
    assert articles.free_slug("The lamp", leave_out=story.pk) == "the-lamp"
    assert articles.is_free("the-lamp", leave_out=story.pk) and not articles.is_free("the-lamp")


def test_saving_an_old_copy_of_a_story_takes_nothing_back_from_its_discussion() -> None:
    story = ArticleFactory()
    copy = Article.objects.get(pk=story.pk)
    say(story, MemberFactory())
    between = Article.objects.get(pk=story.pk)
    copy.headline = "Another headline"
    articles.save_article(copy, StaffFactory())
    after = Article.objects.get(pk=story.pk)
    assert [after.headline, after.comment_count, after.last_number] == ["Another headline", 1, 1]
    assert after.version == between.version + 1


def test_publishing_now_sets_the_time_and_is_refused_where_it_is_published() -> None:
    for at in (None, timezone.now() + timedelta(days=1)):
        story = ArticleFactory(published_at=at)
        articles.publish_now(story)
        assert Article.objects.get(pk=story.pk).is_published
        with pytest.raises(Refused, match="published already"):
            articles.publish_now(story)
