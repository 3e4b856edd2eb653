"""What is typed is never lost: a text that cannot be posted comes back with a sentence that says what to do."""

import uuid

import pytest
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from board.models import Article, Comment
from board.views.errors import server_error
from tests.board.views.browsing import browser, send
from tests.board.views.reading import Element, read


def field(page: Element) -> str:
    return page.all("textarea")[0].typed


LONG = "a" * 10_001
BAD = [
    (LONG, "This is 1 character too long: a comment holds 10000."),
    ("é" * 100_000, "This is 90000 characters too long: a comment holds 10000."),
    ("", "Write something first."),
    (" \n\t\n ", "Write something first."),
    ("\u202e\u2066", "Write something first."),
    ("> only\n> a quote", "This is only a quote. Add some words of your own."),
    ("one\0two", "Your text holds characters that cannot be shown."),
]


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(("text", "sentence"), BAD)
def test_a_text_that_is_none_comes_back_with_what_to_change(
    comment: Comment, bob: User, text: str, sentence: str, htmx: bool
) -> None:
    answer = send(browser(bob, htmx=htmx), comment, text)
    assert answer.status_code == 422
    assert read(answer).alerts() == sentence
    assert field(read(answer)) == text
    assert Comment.objects.count() == 1


def test_with_htmx_it_comes_back_in_its_place(comment: Comment, bob: User) -> None:
    answer = send(browser(bob, htmx=True), comment, LONG)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == (f"#slot-{comment.pk}", "innerHTML")
    answer = send(browser(bob, htmx=True), comment.article, LONG)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#respond", "innerHTML")


def test_ten_thousand_characters_are_not_too_many(article: Article, bob: User) -> None:
    send(browser(bob), article, "字" * 10_000)
    assert len(Comment.objects.get().body) == 10_000


@pytest.mark.parametrize("number", ["", "none", "1234", "\0", "'; DROP TABLE board_comment"])
def test_a_form_without_its_number_posts_nothing(article: Article, bob: User, number: str) -> None:
    answer = send(browser(bob), article, "Hello.", submission=number)
    assert answer.status_code == 422
    assert "load the page again and send it once more" in read(answer).alerts()
    assert field(read(answer)) == "Hello."
    assert Comment.objects.count() == 0


def test_a_text_that_is_not_utf_8_is_stored_as_text_all_the_same(article: Article, bob: User) -> None:
    sent = b"body=caf%E9+%ED%A0%80&submission=" + str(uuid.uuid4()).encode()
    answer = browser(bob).post(
        reverse("post_comment", args=[article.pk]), sent, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 302
    assert Comment.objects.get().body.startswith("caf\ufffd")


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded; charset=shift_jis", "multipart/form-data"]
)
def test_a_form_that_cannot_be_read_is_refused(article: Article, bob: User, kind: str) -> None:
    answer = browser(bob).post(reverse("post_comment", args=[article.pk]), b"body=%83", content_type=kind)
    assert answer.status_code == 400
    assert "We did not understand that request." in read(answer).text
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("htmx", [False, True])
def test_more_than_a_megabyte_is_too_much(article: Article, bob: User, htmx: bool) -> None:
    answer = send(browser(bob, htmx=htmx), article, "x" * 1_100_000)
    assert answer.status_code == 413
    assert "That was too much to send at once." in read(answer).text
    assert Comment.objects.count() == 0


STATES = [
    ({"verified_at": None}, "Please confirm your e-mail address first."),
    ({"standing": "banned", "standing_reason": "Spam."}, "Your account may read but not take part: Spam."),
    (
        {
            "standing": "suspended",
            "standing_reason": "Rude.",
            "suspended_until": timezone.now().replace(year=2999),
        },
        "Your account is suspended until",
    ),
]


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(("state", "sentence"), STATES)
def test_who_may_not_write_is_told_why_and_keeps_the_text(
    comment: Comment, bob: User, state: dict, sentence: str, htmx: bool
) -> None:
    User.objects.filter(pk=bob.pk).update(**state)
    answer = send(browser(bob, htmx=htmx), comment, "Let me speak.")
    assert answer.status_code == 403
    assert sentence in read(answer).alerts()
    assert field(read(answer)) == "Let me speak."
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(("state", "sentence"), STATES)
def test_who_may_not_write_is_told_before_they_type(
    comment: Comment, bob: User, state: dict, sentence: str
) -> None:
    User.objects.filter(pk=bob.pk).update(**state)
    answer = browser(bob).get(reverse("reply", args=[comment.pk]))
    assert (answer.status_code, sentence in read(answer).text) == (403, True)
    assert sentence in read(browser(bob).get(comment.article.get_absolute_url())).by_id("respond").text


@pytest.mark.parametrize("htmx", [False, True])
def test_six_comments_a_minute_and_no_more(article: Article, bob: User, limits_on: None, htmx: bool) -> None:
    client = browser(bob, htmx=htmx)
    for n in range(6):
        send(client, article, f"Comment {n}.")
    answer = send(client, article, "And another.")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert "That was too often in a short time. Please try again in" in read(answer).alerts()
    assert field(read(answer)) == "And another."
    assert Comment.objects.count() == 6


def test_one_members_haste_does_not_stop_another(
    article: Article, bob: User, carol: User, limits_on: None
) -> None:
    for n in range(7):
        send(browser(bob), article, f"Comment {n}.")
    send(browser(carol), article, "Mine.")
    assert Comment.objects.filter(author=carol).count() == 1


@pytest.mark.parametrize("path", ["reply", "edit"])
def test_a_form_without_its_token_comes_back_with_a_new_one(comment: Comment, alice: User, path: str) -> None:
    client = browser(alice, held_to_tokens=True)
    answer = send(client, comment, 'Kept "words" & <tags>.', path)
    form = read(answer).by_id("main").all("form")[0]
    hidden = {field["name"]: field["value"] for field in form.all("input")}
    assert (answer.status_code, form["action"], form["method"]) == (
        403,
        f"/comments/{comment.pk}/{path}/",
        "post",
    )
    assert form.all("textarea")[0].typed == 'Kept "words" & <tags>.'
    assert "Your session has ended" in form.text
    sent = hidden | {"body": form.all("textarea")[0].typed}
    assert client.post(form["action"], sent).status_code == 302
    assert Comment.objects.latest("pk").body == 'Kept "words" & <tags>.'


def test_with_htmx_a_form_without_its_token_stays_in_the_page(comment: Comment, bob: User) -> None:
    answer = send(browser(bob, htmx=True, held_to_tokens=True), comment, "Kept.")
    assert (answer.status_code, answer["HX-Reswap"]) == (403, "none")
    assert "Your session has ended. Your text is kept" in read(answer).by_id("notice").text
    assert Comment.objects.count() == 1


def test_when_something_breaks_the_text_is_shown_and_nothing_is_half_written(
    article: Article, bob: User
) -> None:
    client = browser(bob)
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE board_quote RENAME TO board_quote_lost")
    typed = "> #article:\n> The council met\n\nKept & <safe>."
    answer = send(client, article, typed)
    assert answer.status_code == 500
    assert read(answer).by_id("body").typed == typed
    assert "Traceback" not in answer.content.decode()
    assert (Comment.objects.count(), Article.objects.get().last_number) == (0, 0)


def test_the_page_for_what_broke_stands_where_even_the_form_cannot_be_read(rf: RequestFactory) -> None:
    request = rf.post(
        "/articles/1/comments/", b"x" * 1_100_000, content_type="application/x-www-form-urlencoded"
    )
    assert server_error(request).status_code == 500
