"""What a member reads when a rule holds their text or refuses it: why, in place, with what they had typed."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from accounts.models import User
from board.actions import words
from board.actions.moderation import approve
from board.models import Article, Case, Comment, Guard
from tests.board.views.browsing import browser, preview, send
from tests.board.views.reading import Element, read
from tests.factories import MemberFactory, StaffFactory, say

both_ways = pytest.mark.parametrize("htmx", [False, True])
LONG = "The herring of this town is the best on the whole coast, says my uncle, who sells it."
REFUSED = "This site does not take comments with these words: “darn”. Please write it without them."


def because(cause: str) -> str:
    return f"Your comment is waiting for a moderator because {cause}. Only you can see it here."


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    senior = StaffFactory(name="Sela", group="Senior moderators")
    words.add_word_rule(senior, words="herons", effect="hold", note="bird talk")
    words.add_word_rule(senior, words="darn", effect="refuse")


def page(article: Article, member: User | None = None, query: str = "") -> Element:
    return read(browser(member).get(article.get_absolute_url() + query))


def shown_after(answer: HttpResponse, member: User) -> Element:
    """What the member sees next: the fragment, or the page that they are sent to."""
    return read(answer if answer.content else browser(member).get(answer["Location"]))


@both_ways
def test_a_comment_that_a_rule_holds_stands_in_place_for_its_author_alone(
    comment: Comment, bob: User, alice: User, htmx: bool
) -> None:
    answer = send(browser(bob, htmx=htmx), comment, "Bob spoke of h.e.r.o.n.s today.")
    held = Comment.objects.latest("pk")
    assert held.status == "held"
    own = shown_after(answer, bob).by_id(f"comment-{held.pk}").text
    assert because("it holds words that a moderator looks at first") in own
    assert "Bob spoke of h.e.r.o.n.s today." in own
    for other in (None, alice):
        assert "h.e.r.o.n.s" not in browser(other).get(comment.article.get_absolute_url()).content.decode()


@both_ways
@pytest.mark.parametrize("cause", ["new-link", "links", "first", "repeated"])
def test_each_cause_is_told_in_words(article: Article, bob: User, htmx: bool, cause: str) -> None:
    text = LONG
    if cause in {"new-link", "first"}:
        bob = MemberFactory(name="Newt", joined_at=timezone.now() - timedelta(hours=1))
        Guard.objects.update(first_comments=cause == "first", hold_new_links=True)
        text = "See https://a.example/ for it." if cause == "new-link" else text
    elif cause == "links":
        text = " ".join(f"https://a.example/{n}" for n in range(6))
    else:
        say(article, bob, LONG)
    answer = send(browser(bob, htmx=htmx), article, text)
    assert Case.objects.get().cause == cause
    assert because(Case.Cause(cause).label) in shown_after(answer, bob).text


@both_ways
@pytest.mark.parametrize("name", ["post_comment", "reply", "edit"])
def test_a_text_that_a_rule_refuses_is_still_in_the_form_with_the_words_named(
    article: Article, bob: User, htmx: bool, name: str
) -> None:
    own = say(article, bob, "Well.")
    answer = send(
        browser(bob, htmx=htmx), article if name == "post_comment" else own, "That darn bridge!", name
    )
    assert answer.status_code == 422
    form = read(answer)
    assert REFUSED in form.text
    assert [field.typed for field in form.all("textarea")] == ["That darn bridge!"]
    assert Comment.objects.get().body == "Well."


@pytest.mark.parametrize("text", ["Herons!", "Darn!"])
def test_a_preview_says_nothing_of_it(article: Article, bob: User, text: str) -> None:
    answer = preview(browser(bob), article, text)
    assert answer.status_code == 200
    assert text in read(answer).text
    assert "waiting" not in read(answer).text
    assert "does not take" not in read(answer).text


@both_ways
def test_an_edit_that_a_rule_holds_takes_a_comment_off_the_page_for_all_but_its_author(
    comment: Comment, alice: User, bob: User, htmx: bool
) -> None:
    answer = send(browser(alice, htmx=htmx), comment, "Alice spoke of herons.", "edit")
    shown = shown_after(answer, alice)
    assert (
        because("it holds words that a moderator looks at first") in shown.by_id(f"comment-{comment.pk}").text
    )
    assert shown.by_id("comments-heading").text == "0 Comments"
    if htmx:
        assert shown.by_id("notice").text == "Your comment waits for a moderator."
    assert page(comment.article, bob).comments() == []
    for path in ("", "history/", "thread/"):
        assert browser(bob).get(f"/comments/{comment.pk}/{path}").status_code == 404


@pytest.mark.parametrize("query", ["", "?view=flat"])
def test_with_replies_below_its_author_reads_it_where_others_read_that_it_waits(
    comment: Comment, alice: User, bob: User, query: str
) -> None:
    reply = say(comment.article, bob, "Of otters?", parent=comment)
    send(browser(alice), comment, "Alice spoke of herons.", "edit")
    own, others = (page(comment.article, member, query) for member in (alice, bob))
    assert own.comments() == others.comments() == [comment.pk, reply.pk]
    shown = own.by_id(f"comment-{comment.pk}")
    assert because("it holds words that a moderator looks at first") in shown.text
    assert "Alice spoke of herons." in shown.text
    assert shown.buttons() == {"Delete"}
    assert others.by_id(f"comment-{comment.pk}").text.strip() == "Waits for a moderator"
    assert "herons" not in browser(bob).get(comment.article.get_absolute_url() + query).content.decode()


def test_once_it_is_approved_it_stands_above_its_replies_again(
    comment: Comment, alice: User, bob: User, moderator: Any
) -> None:
    say(comment.article, bob, "Of otters?", parent=comment)
    send(browser(alice), comment, "Alice spoke of herons.", "edit")
    approve(comment, moderator)
    assert "Alice spoke of herons." in page(comment.article, bob).by_id(f"comment-{comment.pk}").text
    send(browser(alice), comment, "Alice spoke of herons.\n\nAnd of otters.", "edit")
    assert "And of otters." in page(comment.article, bob).by_id(f"comment-{comment.pk}").text
