"""What moderators note about a member is for moderators alone."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from board.actions import sanctions
from board.models import LogEntry, Note
from tests.board.admin.conftest import Cast, said
from tests.board.views.browsing import browser
from tests.board.views.reading import read
from tests.factories import MemberFactory

TEXT = "Knows the harbour better than most; <b>short</b> fuse."


def page_of(member: User) -> str:
    return f"/admin/accounts/user/{member.pk}/change/"


def add(cast: Cast, member: User, role: str = "moderator", text: str = TEXT) -> Any:
    return cast.client(role).post(f"/admin/accounts/user/{member.pk}/note/", {"text": text})


def test_a_note_is_added_on_the_members_page_with_author_and_time(cast: Cast) -> None:
    form = read(cast.client("moderator").get(page_of(cast.author))).by_id("notes-heading")
    assert form.text == "Moderators' notes"
    answer = add(cast, cast.author, text=f"  {TEXT}\r\n ")
    assert [answer.status_code, answer.url, said(answer)] == [
        302,
        page_of(cast.author),
        ["The note is stored."],
    ]
    note = Note.objects.get()
    assert [note.member, note.author, note.text] == [cast.author, cast.moderator, TEXT]
    assert LogEntry.objects.count() == 0
    page = cast.client("senior").get(page_of(cast.author)).content.decode()
    assert "short&lt;/b&gt; fuse." in page and f"Mara, {note.created_at:%b}" in page


def test_notes_stand_on_the_page_of_a_comment_too(cast: Cast) -> None:
    address = f"/admin/board/comment/{cast.comment.pk}/change/"
    assert "Moderators&#x27; notes" not in cast.client("moderator").get(address).content.decode()
    add(cast, cast.author)
    assert "fuse." in cast.client("moderator").get(address).content.decode()
    assert "fuse." not in cast.client("editor").get(address).content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Write what other moderators should know."), (" \n", "Write what"), ("x" * 501, "at most 500")],
)
def test_a_note_that_cannot_be_stored_is_asked_again_as_it_was_typed(
    cast: Cast, text: str, sentence: str
) -> None:
    answer = add(cast, cast.author, text=text)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert read(answer).by_id("id_text").typed == text
    assert not Note.objects.exists()


def test_nobody_notes_or_reads_anything_about_themselves(cast: Cast) -> None:
    sanctions.add_note(cast.moderator, cast.senior, TEXT)
    assert "fuse." not in cast.client("moderator").get(page_of(cast.moderator)).content.decode()
    assert "fuse." in cast.client("senior").get(page_of(cast.moderator)).content.decode()
    assert add(cast, cast.moderator).status_code == 403
    assert Note.objects.count() == 1


@pytest.mark.parametrize("role", ["visitor", "member", "editor"])
def test_nobody_else_adds_or_sees_them(cast: Cast, role: str, snapshot: Callable[[], Any]) -> None:
    sanctions.add_note(cast.author, cast.senior, TEXT)
    before = snapshot()
    answer = add(cast, cast.author, role)
    assert answer.status_code == (302 if role == "visitor" else 403)
    assert [Note.objects.count(), snapshot()] == [1, before]
    for member in (None, cast.member, cast.author):
        for address in ("/member/amber/", "/accounts/notifications/", "/moderation-log/"):
            assert "fuse." not in browser(member).get(address, follow=True).content.decode()


def test_there_is_no_note_about_nobody(cast: Cast) -> None:
    assert add(cast, User(pk=999_999)).status_code == 404


def test_the_newest_notes_come_first_and_are_bounded(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for n in range(60):
        Note.objects.create(member=cast.author, author=MemberFactory(), text=f"Note {n}.")
    client = cast.client("moderator")
    client.get(page_of(cast.author))
    with django_assert_max_num_queries(20):
        page = client.get(page_of(cast.author)).content.decode()
    assert page.index("Note 59.") < page.index("Note 58.") and "Note 9." not in page
