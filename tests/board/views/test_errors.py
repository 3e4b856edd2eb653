"""What bad requests get: a sentence, the right status, nothing of the machinery."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.models import User
from board.models import Comment
from board.views import errors
from tests.board.views.browsing import browser, send
from tests.board.views.reading import read

NOTHING = "There is no page at this address."


def sentence(answer: HttpResponse) -> str:
    return read(answer).by_id("main").text


@pytest.mark.parametrize(
    "address",
    ["/nothing/", "/comments/x/", "/category//", "/%00/", "/a/b/c/d/", "/.env", "/comments/1/unknown/"],
)
def test_an_address_that_is_none(db: None, address: str) -> None:
    answer = browser().get(address)
    assert (answer.status_code, NOTHING in sentence(answer)) == (404, True)
    assert read(answer).links()["To the front page"] == "/"


def test_with_htmx_it_is_told_in_place(db: None) -> None:
    answer = browser(htmx=True).get("/nothing/")
    assert (answer.status_code, answer["HX-Reswap"]) == (404, "none")
    assert read(answer).by_id("notice").text == NOTHING


@pytest.mark.parametrize("address", ["/%ff/", "/category/%ff/%fe/", "/member/%c3%28/"])
def test_an_address_that_is_not_utf_8(db: None, address: str) -> None:
    assert browser().get(address).status_code in (400, 404)


def test_a_host_that_is_not_this_site(db: None) -> None:
    answer = browser().get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "We did not understand that request." in sentence(answer)


def test_more_fields_than_a_form_has(comment: Comment, bob: User) -> None:
    answer = send(browser(bob), comment, "Hm.", **{f"field{n}": "1" for n in range(2000)})
    assert answer.status_code == 400
    assert Comment.objects.count() == 1


def test_the_query_may_be_anything(comment: Comment) -> None:
    address = comment.article.get_absolute_url()
    for query in ("%ff=%fe", "page=1&page=2", "comment-order[]=x", "&&==", "page=" + "9" * 5000, "view=%00"):
        assert read(browser().get(f"{address}?{query}")).comments() == [comment.pk]


def test_what_was_sent_is_shown_again_but_for_secrets(comment: Comment, bob: User) -> None:
    client = browser(bob, held_to_tokens=True)
    answer = send(client, comment, "Kept.", csrfmiddlewaretoken="forged", password="hunter2")
    names = {field["name"] for field in read(answer).by_id("main").all("input")}
    assert {"submission"} <= names
    assert "password" not in names
    assert not any(word in answer.content.decode() for word in ("forged", "hunter2"))


def test_where_nothing_was_typed_nothing_is_said_to_be_kept(comment: Comment, bob: User) -> None:
    answer = browser(bob, held_to_tokens=True).post(f"/comments/{comment.pk}/vote/", {"value": "1"})
    assert answer.status_code == 403
    assert "Load the page again and try once more." in sentence(answer)
    assert read(answer).all("textarea") == []


def test_a_forged_origin_is_refused_with_a_right_token_too(comment: Comment, bob: User) -> None:
    client = browser(bob, held_to_tokens=True)
    token = read(client.get(comment.article.get_absolute_url())).by_id("act").all("input")[0]["value"]
    sent = {"value": "1", "csrfmiddlewaretoken": token}
    forged = client.post(f"/comments/{comment.pk}/vote/", sent, headers={"Origin": "https://evil.example"})
    assert forged.status_code == 403
    assert client.post(f"/comments/{comment.pk}/vote/", sent).status_code == 302
    comment.refresh_from_db()
    assert comment.up == 1


def test_what_is_forbidden_is_said_in_a_sentence(moderator: User) -> None:
    answer = browser(moderator).get("/admin/board/section/add/")
    assert (answer.status_code, "You may not do that." in sentence(answer)) == (403, True)


def test_a_broken_page_needs_nothing_and_tells_nothing(rf: RequestFactory) -> None:
    answer = errors.server_error(rf.post("/", {"body": "<b>Kept</b>"}))
    page = read(answer)
    assert answer.status_code == 500
    assert page.by_id("body").typed == "<b>Kept</b>"
    assert page.by_id("main").all("h1")[0].text == "Something broke on our side"
    assert errors.server_error(rf.get("/")).status_code == 500


# --- The database is away ----------------------------------------------------------------------------------------


def fails_with(error: Exception) -> Callable[..., None]:
    def fails(*args: object) -> None:
        raise error

    return fails


@pytest.mark.parametrize("error", [OperationalError("refused"), InterfaceError("the connection is closed")])
def test_while_the_database_is_away_readers_are_told_to_come_back(comment: Comment, error: Exception) -> None:
    client, address = browser(), comment.article.get_absolute_url()
    client.raise_request_exception = False
    with connection.execute_wrapper(fails_with(error)):
        answer = client.get(address)
        health = client.get("/healthz")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    assert read(answer).by_id("main").all("h1")[0].text == "We cannot reach our data at the moment"
    assert (health.status_code, health["Retry-After"]) == (503, "10")
    assert health.content == b"The database does not answer.\n"


def test_and_writers_keep_what_they_typed(comment: Comment, bob: User) -> None:
    client = browser(bob)
    client.raise_request_exception = False
    with connection.execute_wrapper(fails_with(OperationalError("refused"))):
        answer = send(client, comment, "<b>Kept</b>")
    assert answer.status_code == 503
    assert read(answer).by_id("body").typed == "<b>Kept</b>"


def raised(statement: str, path: Path) -> OperationalError:
    """What Django makes of SQLite's error, when it holds a database for itself and another asks for this."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with closing(sqlite3.connect(path, timeout=0)) as other, pytest.raises(sqlite3.Error) as caught:
            other.execute(statement)
    error = OperationalError(str(caught.value))
    error.__cause__ = caught.value
    return error


def test_sqlites_lock_is_an_outage_and_a_mistake_of_ours_is_none(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "one.sqlite3")) as made:
        made.execute("CREATE TABLE a (b)")
    assert errors.is_outage(raised("SELECT * FROM a", tmp_path / "one.sqlite3"))
    assert not errors.is_outage(raised("SELEKT", tmp_path / "one.sqlite3"))
    assert not errors.is_outage(ZeroDivisionError())
    assert not errors.is_outage(None)
