from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from board.actions.members import change_picture
from board.models import Article
from tests.factories import ArticleFactory, MemberFactory, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(size: tuple[int, int] = (300, 200)) -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", size, "green").save(file, "PNG")
    return SimpleUploadedFile("me.png", file.getvalue())


def test_a_picture_is_made_square_and_raises_the_versions_of_the_members_discussions() -> None:
    member = MemberFactory()
    theirs, other = ArticleFactory(), ArticleFactory()
    say(theirs, member)
    say(other, MemberFactory())
    before = dict(Article.objects.values_list("pk", "version"))
    change_picture(member.pk, picture())
    member.refresh_from_db()
    with member.picture.open() as file, Image.open(file) as stored:
        assert [stored.size, stored.format] == [(160, 160), "WEBP"]
    after = dict(Article.objects.values_list("pk", "version"))
    assert [after[theirs.pk] - before[theirs.pk], after[other.pk] - before[other.pk]] == [1, 0]


def test_a_picture_can_be_taken_down() -> None:
    member = MemberFactory()
    change_picture(member.pk, picture())
    change_picture(member.pk, None)
    member.refresh_from_db()
    assert not member.picture


def test_the_file_of_a_picture_that_was_replaced_or_taken_down_is_nowhere(
    tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    member = MemberFactory()
    for file, files in ((picture(), 1), (picture((50, 50)), 1), (picture((50, 50)), 1), (None, 0)):
        with django_capture_on_commit_callbacks(execute=True):
            changed = change_picture(member.pk, file)
        assert len(list((tmp_path / "members").iterdir())) == files
        assert not file or changed.picture.storage.exists(changed.picture.name)


def test_what_is_not_a_picture_is_refused_and_the_old_one_stays() -> None:
    member = MemberFactory()
    change_picture(member.pk, picture())
    with pytest.raises(ValidationError):
        change_picture(member.pk, SimpleUploadedFile("me.png", b"<svg onload=alert(1)>"))
    member.refresh_from_db()
    assert member.picture
