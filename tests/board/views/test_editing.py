import pytest
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from board.actions.comments import delete_comment
from board.actions.moderation import remove
from board.models import Article, Comment, Revision
from tests.board.views.browsing import age, asked_to_log_in, browser, close, send, where
from tests.board.views.reading import read
from tests.factories import say


def test_an_edit_changes_the_text_and_keeps_the_earlier_one(comment: Comment, alice: User) -> None:
    answer = send(browser(alice), comment, "Alice spoke of **beavers**.", "edit")
    assert (answer.status_code, answer["Location"]) == (302, where(comment))
    comment.refresh_from_db()
    earlier = Revision.objects.get()
    assert (comment.body, comment.revision) == ("Alice spoke of **beavers**.", 1)
    assert (earlier.comment, earlier.number, earlier.body) == (comment, 0, "Alice spoke of otters.")


def test_with_htmx_the_comment_alone_comes_back_in_its_place(
    comment: Comment, alice: User, bob: User
) -> None:
    say(comment.article, bob, "An answer that stays where it is.", parent=comment)
    answer = send(browser(alice, htmx=True), comment, "Alice spoke of beavers.", "edit")
    page, place = read(answer), f"#comment-{comment.pk}"
    assert (answer["HX-Retarget"], answer["HX-Reselect"], answer["HX-Reswap"]) == (place, place, "outerHTML")
    assert page.comments() == [comment.pk]
    assert "Alice spoke of beavers." in page.text
    assert page.links()["edited"] == f"/comments/{comment.pk}/history/"
    assert page.by_id("notice").text == "Your comment has been changed."


@pytest.mark.parametrize("htmx", [False, True])
def test_the_form_opens_with_the_text_as_it_was_typed(comment: Comment, alice: User, htmx: bool) -> None:
    Comment.objects.update(body="Alice *spoke* of <otters> & co.")
    answer = browser(alice, htmx=htmx).get(reverse("edit", args=[comment.pk]))
    form = next(
        form for form in read(answer).all("form") if form["action"] == f"/comments/{comment.pk}/edit/"
    )
    assert form.all("textarea")[0].typed == "Alice *spoke* of <otters> & co."
    if htmx:
        assert (answer["HX-Retarget"], answer["HX-Reswap"]) == (f"#slot-{comment.pk}", "innerHTML")


def test_the_same_text_again_is_no_edit(comment: Comment, alice: User) -> None:
    version = Article.objects.get().version
    assert send(browser(alice), comment, "Alice spoke of otters.  \n", "edit").status_code == 302
    comment.refresh_from_db()
    assert (comment.revision, comment.edited_at, Revision.objects.count()) == (0, None, 0)
    assert Article.objects.get().version == version


def test_every_edit_is_in_the_history(comment: Comment, alice: User) -> None:
    for text in ("Second.", "Third."):
        send(browser(alice), comment, text, "edit")
    page = read(browser().get(reverse("history", args=[comment.pk]))).by_id("main").text
    assert page.index("Third.") < page.index("Second.") < page.index("Alice spoke of otters.")


@pytest.mark.parametrize("htmx", [False, True])
def test_nobody_edits_another_members_comment(
    comment: Comment, bob: User, moderator: User, htmx: bool
) -> None:
    for member in (bob, moderator):
        client = browser(member, htmx=htmx)
        for answer in (
            client.get(reverse("edit", args=[comment.pk])),
            send(client, comment, "Mine!", "edit"),
        ):
            assert answer.status_code == 403
            assert "Only its author can edit a comment." in read(answer).text
    comment.refresh_from_db()
    assert (comment.body, comment.revision) == ("Alice spoke of otters.", 0)


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_logs_in_and_comes_back_to_the_edit(comment: Comment, htmx: bool, method: str) -> None:
    answer = getattr(browser(htmx=htmx), method)(reverse("edit", args=[comment.pk]), {"body": "Mine!"})
    assert asked_to_log_in(answer, f"/comments/{comment.pk}/edit/")
    assert Revision.objects.count() == 0


@pytest.mark.parametrize("htmx", [False, True])
def test_after_the_time_for_it_nothing_is_changed_and_the_text_comes_back(
    comment: Comment, alice: User, htmx: bool
) -> None:
    age(comment)
    answer = send(browser(alice, htmx=htmx), comment, "Better words.", "edit")
    assert answer.status_code == 409
    assert read(answer).alerts() == (
        "A comment can be edited for 15 minutes. You can still delete it, or reply to it."
    )
    assert read(answer).all("textarea")[0].typed == "Better words."
    assert Revision.objects.count() == 0
    assert browser(alice).get(reverse("edit", args=[comment.pk])).status_code == 409


def test_edit_is_offered_to_the_author_while_it_is_allowed(comment: Comment, alice: User, bob: User) -> None:
    def offered(member: User | None) -> set[str]:
        page = read(browser(member).get(comment.article.get_absolute_url()))
        return page.by_id(f"comment-{comment.pk}").buttons() & {"Edit", "Delete"}

    assert (offered(alice), offered(bob), offered(None)) == ({"Edit", "Delete"}, set(), set())
    age(comment)
    assert offered(alice) == {"Delete"}


def test_how_long_it_is_allowed_is_a_setting(comment: Comment, alice: User, settings: Settings) -> None:
    age(comment)
    settings.EDIT_MINUTES = 30
    assert send(browser(alice), comment, "Better words.", "edit").status_code == 302
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("text", ["", "> only a quote", "x" * 10_001, "\0"])
def test_an_edit_that_is_none_comes_back(comment: Comment, alice: User, text: str) -> None:
    answer = send(browser(alice), comment, text, "edit")
    assert answer.status_code == 422
    assert read(answer).all("textarea")[0].typed == text
    assert Revision.objects.count() == 0


def test_a_closed_discussion_is_not_rewritten(comment: Comment, alice: User) -> None:
    close(comment.article)
    answer = send(browser(alice), comment, "I never said that.", "edit")
    assert answer.status_code == 409
    assert read(answer).all("textarea")[0].typed == "I never said that."
    assert Revision.objects.count() == 0


def test_a_suspended_author_does_not_edit(comment: Comment, alice: User) -> None:
    User.objects.update(standing="suspended", standing_reason="Rude.")
    assert send(browser(alice), comment, "Better.", "edit").status_code == 403
    assert Revision.objects.count() == 0


def test_what_was_removed_meanwhile_is_not_edited_and_the_text_comes_back(
    comment: Comment, alice: User, bob: User, moderator: User
) -> None:
    say(comment.article, bob, "An answer.", parent=comment)
    remove(comment, moderator, reason="Off topic")
    answer = send(browser(alice), comment, "Better words.", "edit")
    assert answer.status_code == 409
    assert read(answer).all("textarea")[0].typed == "Better words."
    assert Revision.objects.count() == 0


def test_what_was_deleted_is_not_there_to_be_edited(comment: Comment, alice: User) -> None:
    delete_comment(comment, alice)
    answer = send(browser(alice), comment, "Better words.", "edit")
    assert (answer.status_code, Revision.objects.count()) == (404, 0)
    assert read(answer).all("textarea")[0].typed == "Better words."


def test_ten_edits_a_minute_and_no_more(comment: Comment, alice: User, limits_on: None) -> None:
    client = browser(alice)
    for n in range(10):
        assert send(client, comment, f"Version {n}.", "edit").status_code == 302
    answer = send(client, comment, "One more.", "edit")
    assert (answer.status_code, read(answer).all("textarea")[0].typed) == (429, "One more.")
    assert 0 < int(answer["Retry-After"]) <= 60
    assert Revision.objects.count() == 10


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_do_not_edit(comment: Comment, alice: User, method: str) -> None:
    assert getattr(browser(alice), method)(reverse("edit", args=[comment.pk])).status_code == 405
    assert Revision.objects.count() == 0


@pytest.mark.parametrize("htmx", [False, True])
def test_the_form_holds_no_words_that_were_removed_from_where_they_were_quoted(
    comment: Comment, bob: User, moderator: User, htmx: bool
) -> None:
    quoting = say(comment.article, bob, f"> #{comment.pk} Alice:\n> Alice spoke of otters.\n\nIndeed.")
    address = reverse("edit", args=[quoting.pk])
    assert "otters" in read(browser(bob, htmx=htmx).get(address)).all("textarea")[0].typed
    remove(comment, moderator, reason="A house rule")
    left = f"> #{comment.pk} Alice:\n\n\nIndeed."
    assert read(browser(bob, htmx=htmx).get(address)).all("textarea")[0].typed == left
    send(browser(bob, htmx=htmx), quoting, f"{left} Yes.", "edit")
    shown = read(browser().get(comment.article.get_absolute_url())).by_id(f"comment-{quoting.pk}").text
    assert "quoted comment was removed" in shown and "Indeed. Yes." in shown
