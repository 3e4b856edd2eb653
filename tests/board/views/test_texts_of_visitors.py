"""A login that ended while somebody typed: the text waits in the session until they are back."""

import pytest
from django.urls import reverse

from accounts.models import User
from board.models import Article, Comment
from tests.board.views.browsing import browser, preview, send
from tests.board.views.reading import read
from tests.factories import MemberFactory


@pytest.mark.parametrize("htmx", [False, True])
def test_the_text_is_in_the_form_again_after_the_login(comment: Comment, bob: User, htmx: bool) -> None:
    client = browser(htmx=htmx)
    send(client, comment, "Typed while away.")
    client.force_login(bob)
    page = read(client.get(reverse("reply", args=[comment.pk])))
    assert page.all("textarea")[0].typed == "Typed while away."


def test_the_login_itself_leads_back_to_it(comment: Comment) -> None:
    MemberFactory(name="Dora", email="dora@example.com", password="a long enough password")
    client = browser()
    login = send(client, comment, "Typed while away.")["Location"]
    page = read(client.get(login))
    form = next(form for form in page.by_id("main").all("form") if form.all("input"))
    hidden = {
        field["name"]: field.attrs.get("value") or "" for field in form.all("input") if "name" in field.attrs
    }
    sent = hidden | {"login": "dora@example.com", "password": "a long enough password"}
    answer = client.post(reverse("account_login"), sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/comments/{comment.pk}/reply/")
    assert read(client.get(answer["Location"])).all("textarea")[0].typed == "Typed while away."


def test_a_new_thread_is_offered_under_the_article_too(article: Article, bob: User) -> None:
    client = browser()
    send(client, article, "Typed while away.")
    client.force_login(bob)
    page = read(client.get(article.get_absolute_url()))
    assert page.by_id("respond").all("textarea")[0].typed == "Typed while away."


def test_an_edit_is_kept_as_well(comment: Comment, alice: User) -> None:
    client = browser()
    send(client, comment, "Better words.", "edit")
    client.force_login(alice)
    assert read(client.get(reverse("edit", args=[comment.pk]))).all("textarea")[0].typed == "Better words."


def test_it_is_for_that_form_alone(comment: Comment, bob: User) -> None:
    client = browser()
    send(client, comment, "Typed while away.")
    client.force_login(bob)
    page = read(client.get(comment.article.get_absolute_url()))
    assert page.by_id("respond").all("textarea")[0].typed == ""


def test_it_is_kept_until_it_has_been_posted(comment: Comment, bob: User) -> None:
    client, form = browser(), reverse("reply", args=[comment.pk])
    send(client, comment, "Typed while away.")
    client.force_login(bob)
    preview(client, comment, "Typed while away.")
    assert read(client.get(form)).all("textarea")[0].typed == "Typed while away."
    send(client, comment, "Typed while away.")
    assert read(client.get(form)).all("textarea")[0].typed == ""


def test_a_preview_that_a_visitor_asks_for_is_kept_too(comment: Comment, bob: User) -> None:
    client = browser()
    preview(client, comment, "Typed while away.")
    client.force_login(bob)
    assert (
        read(client.get(reverse("reply", args=[comment.pk]))).all("textarea")[0].typed == "Typed while away."
    )


def test_an_empty_text_keeps_nothing(comment: Comment) -> None:
    client = browser()
    send(client, comment, " ")
    assert "draft" not in client.session


def test_what_is_kept_is_no_longer_than_a_form_can_say_is_too_long(comment: Comment) -> None:
    client = browser()
    send(client, comment, "\0" + "x" * 100_000)
    assert client.session["draft"]["body"] == "x" * 11_000


@pytest.mark.parametrize("htmx", [False, True])
def test_one_address_fills_no_storeroom_and_keeps_its_text(
    comment: Comment, limits_on: None, htmx: bool
) -> None:
    client = browser(htmx=htmx)
    for n in range(20):
        send(client, comment, f"Text {n}.")
    answer = send(client, comment, "One more.")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert client.session["draft"]["body"] == "Text 19."
    if htmx:
        assert answer["HX-Reswap"] == "none"
    else:
        assert read(answer).all("textarea")[0].typed == "One more."
