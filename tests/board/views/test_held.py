"""A comment that waits for a moderator: its author sees it in its place, nobody else sees anything of it."""

import pytest
from django.urls import reverse

from accounts.models import User
from board.actions.moderation import approve
from board.models import Article, Case, Comment, WordRule
from tests.board.views.browsing import browser, cast, preview, send
from tests.board.views.reading import Element, read
from tests.factories import say

WAITS = "Your comment is waiting for a moderator because"
STORY = f"{WAITS} each comment under this story waits for a moderator. Only you can see it here."
MEMBER = f"{WAITS} a moderator looks at all your comments before others see them. Only you can see it here."


@pytest.fixture
def held(comment: Comment, bob: User) -> Comment:
    """A reply by Bob, whose comments are held."""
    User.objects.filter(pk=bob.pk).update(standing="held")
    bob.refresh_from_db()
    return say(comment.article, bob, "Bob spoke of herons.", parent=comment)


def page(article: Article, member: User | None = None, query: str = "") -> Element:
    return read(browser(member).get(article.get_absolute_url() + query))


@pytest.mark.parametrize("htmx", [False, True])
def test_where_the_story_is_pre_moderated_a_comment_waits(article: Article, bob: User, htmx: bool) -> None:
    Article.objects.update(comments_mode="premoderated")
    answer = send(browser(bob, htmx=htmx), article, "Bob spoke of herons.")
    assert (Comment.objects.get().status, Article.objects.get().comment_count) == ("held", 0)
    if htmx:
        assert read(answer).by_id("notice").text == "Your comment waits for a moderator."
        assert STORY in read(answer).by_id(f"comment-{Comment.objects.get().pk}").text
        assert read(answer).by_id("comments-heading").text == "0 Comments"
    else:
        assert STORY in read(browser(bob).get(answer["Location"])).text


def test_staff_do_not_wait(article: Article, moderator: User) -> None:
    Article.objects.update(comments_mode="premoderated")
    send(browser(moderator), article, "Please stay on the subject.")
    assert Comment.objects.get().status == "published"


def test_a_held_members_comments_wait_everywhere(article: Article, bob: User) -> None:
    User.objects.update(standing="held")
    send(browser(bob), article, "Bob spoke of herons.")
    assert Comment.objects.get().status == "held"


@pytest.mark.parametrize("query", ["", "?view=flat", "?comment-order=popular"])
def test_its_author_sees_a_held_reply_below_what_it_answers(held: Comment, bob: User, query: str) -> None:
    shown = page(held.article, bob, query)
    assert shown.by_id(f"replies-{held.parent_id}").comments() == [held.pk]
    words = shown.by_id(f"comment-{held.pk}")
    assert MEMBER in words.text
    assert "Bob spoke of herons." in words.text
    assert words.buttons() == {"Delete"}


def test_its_author_sees_a_held_thread_after_the_others(comment: Comment, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(standing="held")
    bob.refresh_from_db()
    held = say(comment.article, bob, "Bob spoke of herons.")
    assert page(comment.article, bob).by_id("thread").comments() == [comment.pk, held.pk]
    assert read(browser(bob).get(reverse("thread", args=[comment.pk]))).comments() == [comment.pk]


@pytest.mark.parametrize("query", ["", "?view=flat"])
def test_its_author_sees_several_in_the_same_place(held: Comment, bob: User, query: str) -> None:
    others = [say(held.article, bob, f"Bob spoke {n} times.", parent=held.parent) for n in (2, 3)]
    threads = [say(held.article, bob, f"Bob began {n}.") for n in (1, 2)]
    shown = page(held.article, bob, query)
    for comment in (held, *others, *threads):
        assert comment.body in shown.by_id(f"comment-{comment.pk}").text


def test_quotes_in_it_have_their_heads(held: Comment, bob: User) -> None:
    body = f"> #{held.parent_id} Alice:\n> otters\n\nNo: herons."
    answer = send(browser(bob), held.parent, body)
    assert (
        f"/comments/{held.parent_id}/"
        in read(browser(bob).get(answer["Location"]))
        .by_id(f"comment-{Comment.objects.latest('pk').pk}")
        .links()
        .values()
    )


def test_nobody_else_sees_it_anywhere(held: Comment, alice: User, moderator: User) -> None:
    article = held.article
    addresses = [
        article.get_absolute_url() + query for query in ("", "?view=flat", "?comment-order=latest", "?page=2")
    ]
    addresses += ["/", "/category/local/", "/member/bob/", f"/comments/{held.parent_id}/thread/"]
    for member in (None, alice, moderator):
        for address in addresses:
            answer = browser(member).get(address)
            assert "herons" not in answer.content.decode()
            assert f"comment-{held.pk}" not in answer.content.decode()


def test_not_even_its_author_sees_it_on_their_page(held: Comment, bob: User) -> None:
    assert "herons" not in browser(bob).get("/member/bob/").content.decode()


@pytest.mark.parametrize("path", ["", "thread/", "history/", "reply/", "quote/", "edit/", "delete/", "vote/"])
def test_its_addresses_are_there_for_nobody_else(
    held: Comment, alice: User, moderator: User, path: str
) -> None:
    for member in (None, alice, moderator):
        answer = browser(member).get(f"/comments/{held.pk}/{path}")
        assert answer.status_code == 404
        assert "herons" not in answer.content.decode()


def test_its_permalink_leads_its_author_to_it(held: Comment, bob: User) -> None:
    for path in ("", "thread/"):
        answer = browser(bob).get(f"/comments/{held.pk}/{path}")
        assert answer["Location"] == f"{held.article.get_absolute_url()}#comment-{held.pk}"


def test_it_is_not_counted(held: Comment) -> None:
    assert page(held.article).by_id("comments-heading").text == "1 Comment"
    fresh = browser().get(f"/articles/{held.article_id}/new/?after=0")
    assert read(fresh).text == "1 new comment"


def test_nobody_answers_quotes_or_votes_on_it(held: Comment, bob: User, carol: User) -> None:
    assert [send(browser(member), held, "Hm.").status_code for member in (bob, carol)] == [409, 404]
    assert [cast(browser(member), held, 1).status_code for member in (bob, carol)] == [409, 404]
    quoting = f"> #{held.pk} Bob:\n> Bob spoke of herons.\n\nDid he?"
    previewed = preview(browser(carol), held.article, quoting)
    assert "quoted comment was removed" in read(previewed).text
    assert "altered" not in read(previewed).text


def test_its_author_may_delete_it(held: Comment, bob: User) -> None:
    answer = browser(bob, htmx=True).post(reverse("delete", args=[held.pk]))
    held.refresh_from_db()
    assert (held.status, answer["HX-Retarget"]) == ("deleted", f"#branch-{held.pk}")
    assert page(held.article, bob).by_id("comments-heading").text == "1 Comment"


def test_once_it_is_approved_everybody_sees_it(held: Comment, bob: User, moderator: User) -> None:
    approve(held, moderator)
    for member in (None, bob):
        shown = page(held.article, member)
        assert shown.comments() == [held.parent_id, held.pk]
        assert WAITS not in shown.text
        assert shown.by_id("comments-heading").text == "2 Comments"


def test_its_author_is_told_why_it_waits_but_neither_the_rule_nor_the_words_that_caught_it(
    held: Comment, bob: User
) -> None:
    rule = WordRule.objects.create(words="herons and egrets", note="bird talk")
    Case.objects.filter(comment=held).update(cause="words", caught="herons at dawn", rule=rule)
    html = browser(bob).get(held.article.get_absolute_url()).content.decode()
    assert f"{WAITS} it holds words that a moderator looks at first. Only you can see it here." in html
    assert not any(secret in html for secret in ("dawn", "egrets", "bird talk"))
