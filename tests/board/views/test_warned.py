"""A member who was warned says that they have read it before they comment again. Nothing that they typed is lost."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import User
from board.actions import sanctions
from board.models import Article, Comment
from tests.board.views.browsing import asked_to_log_in, browser, close, preview, send
from tests.board.views.reading import Element, read

SENTENCE = "A moderator has warned you: Too many otters"
TYPED = "Bob wrote a long text."
ADDRESS = "/accounts/warning/"
both_ways = pytest.mark.parametrize("htmx", [False, True])


@pytest.fixture
def warned(bob: User, moderator: User) -> User:
    sanctions.warn(bob, moderator, reason="Too many otters")
    bob.refresh_from_db()
    return bob


def warning_of(member: User) -> str:
    return User.objects.get(pk=member.pk).warning


def test_the_warning_stands_where_the_form_would_be(article: Article, warned: User, alice: User) -> None:
    place = read(browser(warned).get(f"{article.get_absolute_url()}?view=flat")).by_id("respond")
    assert SENTENCE in place.text
    assert [place.buttons(), place.all("textarea")] == [{"I have read it"}, []]
    sent = {field["name"]: field.attrs.get("value") for field in place.all("input")}
    assert sent["next"] == f"{article.get_absolute_url()}?view=flat#respond"
    assert "warned" not in read(browser(alice).get(article.get_absolute_url())).text


@both_ways
def test_whoever_has_read_it_is_back_where_they_were_and_may_comment(
    article: Article, warned: User, htmx: bool
) -> None:
    client, back = browser(warned, htmx=htmx), article.get_absolute_url()
    answer = client.post(ADDRESS, {"next": back})
    assert answer["HX-Redirect" if htmx else "Location"] == back
    assert warning_of(warned) == ""
    send(client, article, TYPED)
    assert Comment.objects.get().body == TYPED


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "/\\evil.example"]
)
@both_ways
def test_it_leads_to_no_other_site(warned: User, wanted: str, htmx: bool) -> None:
    answer = browser(warned, htmx=htmx).post(ADDRESS, {"next": wanted})
    assert answer["HX-Redirect" if htmx else "Location"] == "/accounts/notifications/"


@both_ways
def test_a_line_break_in_the_address_breaks_nothing(warned: User, htmx: bool) -> None:
    answer = browser(warned, htmx=htmx).post(ADDRESS, {"next": "/a\r\nX-Evil: 1"})
    assert "X-Evil" not in answer and answer.status_code in (200, 302)


@both_ways
def test_a_visitor_is_sent_to_log_in(warned: User, htmx: bool) -> None:
    assert asked_to_log_in(browser(htmx=htmx).post(ADDRESS, {"next": "/"}), "/")
    assert warning_of(warned) != ""


def test_it_is_posted_and_held_to_its_token(warned: User, alice: User) -> None:
    assert browser(warned).get(ADDRESS).status_code == 405
    assert browser(warned, held_to_tokens=True).post(ADDRESS).status_code == 403
    browser(alice).post(ADDRESS)
    assert warning_of(warned) == "Too many otters"


@both_ways
@pytest.mark.parametrize("is_reply", [False, True])
def test_a_post_is_refused_with_what_was_typed_and_kept_when_the_warning_has_been_read(
    article: Article, comment: Comment, warned: User, htmx: bool, is_reply: bool
) -> None:
    client, what = browser(warned, htmx=htmx), comment if is_reply else article
    refused = send(client, what, TYPED)
    assert [refused.status_code, Comment.objects.count()] == [403, 1]
    form = form_of(refused)
    assert SENTENCE in form.alerts()
    assert [form.all("textarea")[0].typed, form.buttons()] == [TYPED, {"I have read it"}]
    again = send(client, what, TYPED, acknowledge="1")
    assert [again.status_code, warning_of(warned), Comment.objects.count()] == [200, "", 1]
    form = form_of(again)
    assert [form.all("textarea")[0].typed, form.alerts()] == [TYPED, ""]
    assert form.buttons() == {"Post comment", "Preview"}
    send(client, what, TYPED)
    assert Comment.objects.latest("pk").body == TYPED


def form_of(answer: HttpResponse) -> Element:
    return next(form for form in read(answer).all("form") if "comment-form" in form.attrs.get("class", ""))


@both_ways
@pytest.mark.parametrize("name", ["reply", "quote"])
def test_the_form_for_a_reply_or_a_quote_holds_the_warning(
    comment: Comment, warned: User, htmx: bool, name: str
) -> None:
    answer = browser(warned, htmx=htmx).get(reverse(name, args=[comment.pk]))
    form = form_of(answer)
    assert [answer.status_code, form.buttons()] == [200, {"I have read it"}]
    assert SENTENCE in form.text
    assert ("otters." in form.all("textarea")[0].typed) is (name == "quote")


def test_a_preview_shows_the_warning_too(article: Article, warned: User) -> None:
    form = form_of(preview(browser(warned), article, TYPED))
    assert SENTENCE in form.text and TYPED in form.text


def test_reading_it_in_the_form_of_a_closed_discussion_keeps_the_text(article: Article, warned: User) -> None:
    close(article)
    answer = send(browser(warned), article, TYPED, acknowledge="1")
    assert [answer.status_code, warning_of(warned)] == [409, ""]
    assert read(answer).by_id("body").typed == TYPED


def test_the_page_of_notifications_holds_it_as_well(warned: User) -> None:
    shown = read(browser(warned).get("/accounts/notifications/")).by_id("main")
    assert SENTENCE in shown.text and "I have read it" in shown.buttons()
