from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image

from accounts.models import User
from board.models import Article, Comment
from tests.board.views.browsing import asked_to_log_in, browser
from tests.board.views.reading import read
from tests.factories import say

ADDRESS = "/accounts/picture/"


def png(size: tuple[int, int] = (400, 200)) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", size, "teal").save(content, "PNG")
    return SimpleUploadedFile("me.png", content.getvalue(), "image/png")


def put_up(member: User | None, file: SimpleUploadedFile | None) -> HttpResponse:
    return browser(member).post(ADDRESS, {"picture": file} if file else {})


def body(answer: HttpResponse) -> bytes:
    streamed = getattr(answer, "streaming_content", None)
    return b"".join(streamed) if isinstance(streamed, Iterator) else answer.content


def test_a_picture_is_put_up_cut_to_a_square_and_shown(comment: Comment, alice: User) -> None:
    version = Article.objects.get().version
    answer = put_up(alice, png())
    alice.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, "/member/alice/")
    assert (alice.picture.width, alice.picture.height) == (160, 160)
    face = (
        read(browser().get(comment.article.get_absolute_url())).by_id(f"comment-{comment.pk}").all("img")[0]
    )
    assert face["src"] == alice.picture.url
    assert Article.objects.get().version == version + 1


def test_it_is_served_for_ever_as_what_it_is(alice: User) -> None:
    put_up(alice, png())
    alice.refresh_from_db()
    answer = browser().get(alice.picture.url)
    assert answer["Content-Type"] == "image/webp"
    assert "immutable" in answer["Cache-Control"]
    assert body(answer)[8:12] == b"WEBP"


def test_without_a_file_it_is_taken_down(alice: User) -> None:
    put_up(alice, png())
    assert put_up(alice, None).status_code == 302
    alice.refresh_from_db()
    assert not alice.picture


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\0" * 99]
)
def test_what_is_no_picture_is_refused_in_a_sentence(alice: User, content: bytes) -> None:
    answer = put_up(alice, SimpleUploadedFile("me.png", content, "image/png"))
    assert answer.status_code == 422
    assert read(answer).alerts() != ""
    alice.refresh_from_db()
    assert not alice.picture


def test_it_is_ones_own_alone(alice: User, bob: User) -> None:
    put_up(bob, png())
    alice.refresh_from_db()
    assert not alice.picture


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_logs_in_first(db: None, method: str) -> None:
    assert asked_to_log_in(getattr(browser(), method)(ADDRESS), ADDRESS)


def test_ten_an_hour_and_no_more(alice: User, limits_on: None) -> None:
    for _n in range(10):
        assert put_up(alice, None).status_code == 302
    answer = put_up(alice, None)
    assert (answer.status_code, "too often" in read(answer).text) == (429, True)
    assert 0 < int(answer["Retry-After"]) <= 3600


def test_it_needs_the_token(alice: User) -> None:
    answer = browser(alice, held_to_tokens=True).post(ADDRESS, {"picture": png()})
    assert answer.status_code == 403
    alice.refresh_from_db()
    assert not alice.picture


@pytest.mark.parametrize("member", ["alice", None])
def test_other_methods_do_nothing(alice: User, member: str | None) -> None:
    assert browser(alice if member else None).put(ADDRESS).status_code == 405


def test_a_face_without_a_picture_is_its_initials(article: Article, alice: User) -> None:
    comment = say(article, alice)
    assert read(browser().get(article.get_absolute_url())).by_id(f"comment-{comment.pk}").all("img") == []
