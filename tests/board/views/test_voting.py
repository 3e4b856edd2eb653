import pytest
from django.utils import timezone

from accounts.models import User
from board.actions.comments import delete_comment
from board.models import Article, Comment, Vote
from tests.board.views.browsing import asked_to_log_in, browser, cast, close, where
from tests.board.views.reading import Element, read
from tests.factories import say


def tally(comment: Comment) -> tuple[int, int]:
    comment.refresh_from_db()
    return comment.up, comment.down


def pressed(page: Element, comment: Comment) -> tuple[str, str, str, str]:
    """(value, aria-pressed) of Vote up, then of Vote down."""
    up, down = page.by_id(f"up-{comment.pk}"), page.by_id(f"down-{comment.pk}")
    return up["value"], up["aria-pressed"], down["value"], down["aria-pressed"]


def test_a_vote_is_stored_counted_and_answered_with_the_comment(comment: Comment, bob: User) -> None:
    answer = cast(browser(bob), comment, 1)
    assert (answer.status_code, answer["Location"]) == (302, where(comment))
    assert Vote.objects.get().value == 1
    assert tally(comment) == (1, 0)


def test_with_htmx_only_the_buttons_come_back_and_the_result_is_said(comment: Comment, bob: User) -> None:
    answer = cast(browser(bob, htmx=True), comment, -1)
    page = read(answer)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == (f"#vote-{comment.pk}", "outerHTML")
    assert answer["HX-Push-Url"] == "false"
    assert page.by_id(f"tally-{comment.pk}").text == "-1 ( +0 / -1 )"
    assert pressed(page, comment) == ("1", "false", "0", "true")
    assert page.by_id("notice").text == "Voted down. -1 points, 0 up, 1 down"
    assert not page.has("comments")
    assert tally(comment) == (0, 1)


def test_the_page_shows_a_member_their_own_vote_pressed(comment: Comment, bob: User, carol: User) -> None:
    cast(browser(bob), comment, 1)
    address = comment.article.get_absolute_url()
    assert pressed(read(browser(bob).get(address)), comment) == ("0", "true", "-1", "false")
    assert pressed(read(browser(carol).get(address)), comment) == ("1", "false", "-1", "false")
    assert pressed(read(browser().get(address)), comment) == ("1", "false", "-1", "false")


def test_a_vote_is_taken_back(comment: Comment, bob: User) -> None:
    client = browser(bob, htmx=True)
    cast(client, comment, 1)
    answer = cast(client, comment, 0)
    assert read(answer).by_id("notice").text == "Vote taken back. 0 points, 0 up, 0 down"
    assert (Vote.objects.count(), tally(comment)) == (0, (0, 0))


def test_a_vote_is_changed(comment: Comment, bob: User) -> None:
    cast(browser(bob), comment, 1)
    cast(browser(bob), comment, -1)
    assert (Vote.objects.get().value, tally(comment)) == (-1, (0, 1))


def test_the_same_vote_twice_counts_once(comment: Comment, bob: User) -> None:
    cast(browser(bob), comment, 1)
    version = Article.objects.get().version
    assert cast(browser(bob), comment, 1).status_code == 302
    assert (Vote.objects.count(), tally(comment)) == (1, (1, 0))
    assert Article.objects.get().version == version


def test_each_member_has_one_vote(comment: Comment, bob: User, carol: User) -> None:
    cast(browser(bob), comment, 1)
    cast(browser(carol), comment, -1)
    page = read(browser().get(comment.article.get_absolute_url()))
    assert page.by_id(f"tally-{comment.pk}").text == "0 ( +1 / -1 )"
    assert page.by_id(f"tally-{comment.pk}")["aria-label"] == "0 points, 1 up, 1 down"


@pytest.mark.parametrize("htmx", [False, True])
def test_an_author_cannot_vote_for_their_own_comment(comment: Comment, alice: User, htmx: bool) -> None:
    answer = cast(browser(alice, htmx=htmx), comment, 1)
    assert answer.status_code == 403
    assert "You cannot vote on your own comment." in read(answer).text
    assert (Vote.objects.count(), tally(comment)) == (0, (0, 0))


def test_a_refused_vote_changes_nothing_in_the_page_but_the_notice(comment: Comment, alice: User) -> None:
    answer = cast(browser(alice, htmx=True), comment, 1)
    assert answer["HX-Reswap"] == "none"
    assert read(answer).by_id("notice")["data-hx-swap-oob"] == "innerHTML"


@pytest.mark.parametrize("htmx", [False, True])
def test_nobody_votes_in_a_closed_discussion(comment: Comment, bob: User, htmx: bool) -> None:
    close(comment.article)
    answer = cast(browser(bob, htmx=htmx), comment, 1)
    assert answer.status_code == 409
    assert "This discussion is closed, and the votes with it." in read(answer).text
    assert tally(comment) == (0, 0)


def test_nobody_votes_on_a_tombstone(comment: Comment, alice: User, bob: User) -> None:
    say(comment.article, bob, "An answer.", parent=comment)
    delete_comment(comment, alice)
    answer = cast(browser(bob), comment, 1)
    assert answer.status_code == 409
    assert "This comment is no longer there to be voted on." in read(answer).text
    assert Vote.objects.count() == 0


def test_nobody_votes_on_what_is_gone(comment: Comment, alice: User, bob: User) -> None:
    delete_comment(comment, alice)
    answer = cast(browser(bob, htmx=True), comment, 1)
    assert answer.status_code == 404
    assert read(answer).by_id("notice").text == "There is no such comment, or it is no longer here."
    assert Vote.objects.count() == 0


@pytest.mark.parametrize("value", ["2", "-2", "", "up", "1.0", "+1", "１", "\0", "1e0"])
def test_a_vote_is_up_down_or_taken_back_and_nothing_else(comment: Comment, bob: User, value: str) -> None:
    answer = cast(browser(bob), comment, value)
    assert answer.status_code == 400
    assert "A vote is up, down, or taken back." in read(answer).text
    assert Vote.objects.count() == 0


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_do_not_vote(comment: Comment, bob: User, method: str) -> None:
    answer = getattr(browser(bob), method)(f"/comments/{comment.pk}/vote/", {"value": "1"})
    assert (answer.status_code, Vote.objects.count()) == (405, 0)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("htmx", [False, True])
def test_a_visitor_who_presses_logs_in_and_comes_back_to_the_comment(
    comment: Comment, method: str, htmx: bool
) -> None:
    answer = getattr(browser(htmx=htmx), method)(f"/comments/{comment.pk}/vote/", {"value": "1"})
    assert answer.status_code == (200 if htmx else 302)
    assert asked_to_log_in(answer, f"/comments/{comment.pk}/")
    assert browser().get(f"/comments/{comment.pk}/")["Location"] == where(comment)
    assert Vote.objects.count() == 0


def test_a_member_who_only_follows_the_address_votes_for_nothing(comment: Comment, bob: User) -> None:
    answer = browser(bob).get(f"/comments/{comment.pk}/vote/", {"value": "1"})
    assert answer["Location"] == f"/comments/{comment.pk}/"
    assert Vote.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"verified_at": None}, "Please confirm your e-mail address first."),
        (
            {"standing": "banned", "standing_reason": "Spam."},
            "Your account may read but not take part: Spam.",
        ),
        (
            {
                "standing": "suspended",
                "standing_reason": "Rude.",
                "suspended_until": timezone.now().replace(year=2999),
            },
            "Your account is suspended until",
        ),
    ],
)
def test_who_may_not_take_part_is_told_why(comment: Comment, bob: User, state: dict, sentence: str) -> None:
    User.objects.filter(pk=bob.pk).update(**state)
    answer = cast(browser(bob), comment, 1)
    assert answer.status_code == 403
    assert sentence in read(answer).text
    assert Vote.objects.count() == 0


def test_a_member_whose_comments_are_held_may_vote(comment: Comment, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(standing="held")
    assert cast(browser(bob), comment, 1).status_code == 302
    assert tally(comment) == (1, 0)


def test_sixty_votes_a_minute_and_no_more(comment: Comment, bob: User, limits_on: None) -> None:
    client = browser(bob)
    for n in range(60):
        assert cast(client, comment, n % 2).status_code == 302
    answer = cast(client, comment, -1)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert "That was too often in a short time." in read(answer).text
    assert Vote.objects.get().value == 1


def test_a_vote_needs_the_token(comment: Comment, bob: User) -> None:
    answer = cast(browser(bob, held_to_tokens=True), comment, 1)
    assert (answer.status_code, Vote.objects.count()) == (403, 0)
    assert "Your session has ended" in read(answer).text
