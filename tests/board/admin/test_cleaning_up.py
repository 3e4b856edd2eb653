"""All that a member wrote in the last 24 hours is removed together, with the number named first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from board.actions import moderation
from board.actions.comments import delete_comment
from board.admin import cleaning
from board.models import Article, Comment, HouseRule, LogEntry, Remit
from tests.board.admin.conftest import Cast, said
from tests.board.views.reading import Element, read
from tests.factories import ArticleFactory, MemberFactory, say

Take = Callable[..., Any]


@pytest.fixture
def spam(cast: Cast) -> list[Comment]:
    """Four comments of Amber's in two discussions, of which one waits; one of yesterday's, which stays."""
    Comment.objects.filter(pk=cast.comment.pk).update(created_at=timezone.now() - timedelta(hours=25))
    other = ArticleFactory(headline="Harbour fees")
    held = say(ArticleFactory(headline="Fog", comments_mode="premoderated"), cast.author, "Watches!")
    return [*(say(other, cast.author, f"Watches, {n} for one.") for n in range(3)), held]


def page_for(*members: User) -> str:
    return cleaning.page_for([member.pk for member in members])


def shown(answer: Any) -> Element:
    return read(answer).by_id("content-main")


def chosen(answer: Any) -> list[str]:
    return [one["value"] for one in read(answer).all("input") if one.attrs.get("name") == "chosen"]


def send(cast: Cast, comments: list[Any], role: str = "moderator", **given: Any) -> Any:
    given = {"chosen": comments, "rule": "", "words": "Advertising", **given}
    return cast.client(role).post(page_for(cast.author), given)


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_the_members_page_names_the_number_and_leads_there(cast: Cast, spam: list[Comment]) -> None:
    page = read(cast.client("moderator").get(f"/admin/accounts/user/{cast.author.pk}/change/"))
    assert page.links()["Remove 4 comments of the last 24 hours …"] == page_for(cast.author)
    page = read(cast.client("moderator").get(f"/admin/accounts/user/{cast.member.pk}/change/"))
    assert not [words for words in page.links() if "24 hours" in words]


def test_the_page_names_them_with_their_number_and_changes_nothing(
    cast: Cast, spam: list[Comment], snapshot: Callable[[], Any]
) -> None:
    before = snapshot()
    answer = cast.client("moderator").get(page_for(cast.author))
    page = shown(answer).text
    assert "By Amber: 4 comments of the last 24 hours, in 2 discussions." in page
    assert "Watches, 2 for one." in page and "Harbour fees" in page and "the only way home" not in page
    assert sorted(map(int, chosen(answer))) == sorted(comment.pk for comment in spam)
    assert snapshot() == before


def test_each_is_removed_with_an_entry_of_its_own(cast: Cast, spam: list[Comment]) -> None:
    rule = HouseRule.objects.get(title="No advertising")
    pks = chosen(cast.client("moderator").get(page_for(cast.author)))
    answer = send(cast, pks, rule=str(rule.pk), words="watches")
    assert [answer.status_code, answer.url] == [302, f"/admin/accounts/user/{cast.author.pk}/change/"]
    assert said(answer) == ["4 comments removed."]
    assert statuses() == ["published", *["removed"] * 4]
    entries = LogEntry.objects.filter(verb="remove")
    assert {(entry.moderator, entry.member, entry.rule, entry.reason) for entry in entries} == {
        (cast.moderator, cast.author, rule, "No advertising: watches")
    }
    assert {entry.comment_id for entry in entries} == {comment.pk for comment in spam}
    assert User.objects.get(pk=cast.author.pk).unread == 4


@pytest.mark.parametrize("what", ["one more", "one fewer", "one decided"])
def test_where_they_are_no_longer_the_same_it_is_said_and_nothing_is_removed(
    cast: Cast, spam: list[Comment], what: str
) -> None:
    pks = chosen(cast.client("moderator").get(page_for(cast.author)))
    if what == "one more":
        say(cast.article, cast.author, "And watches again.")
    elif what == "one fewer":
        delete_comment(spam[0], cast.author)
    else:
        moderation.remove(spam[0], cast.senior, reason="Advertising")
    before = statuses()
    answer = send(cast, pks)
    assert answer.status_code == 409
    assert "no longer the same comments. Nothing has been removed." in shown(answer).text
    assert f"{5 if what == 'one more' else 3} comments of the last 24 hours" in shown(answer).text
    assert shown(answer).by_id("id_words").typed == "Advertising"
    assert statuses() == before
    assert send(cast, chosen(answer)).status_code == 302
    assert set(statuses()[1:]) <= {"removed", "deleted"}


def test_who_looked_for_some_minutes_still_removes_what_they_saw(cast: Cast, spam: list[Comment]) -> None:
    Comment.objects.filter(pk=spam[0].pk).update(created_at=timezone.now() - timedelta(hours=24, minutes=5))
    assert send(cast, [comment.pk for comment in spam]).status_code == 302
    assert statuses()[1:] == ["removed"] * 4


def test_without_a_reason_it_is_asked_again(cast: Cast, spam: list[Comment]) -> None:
    answer = send(cast, [comment.pk for comment in spam], words=" ")
    assert answer.status_code == 422 and "Say why" in shown(answer).text
    assert "removed" not in statuses()


def test_nothing_of_others_and_nothing_older_is_removed_whatever_is_sent(
    cast: Cast, spam: list[Comment]
) -> None:
    theirs = say(cast.article, cast.member, "Not mine to lose.")
    before = statuses()
    for pks in ([theirs.pk], [cast.comment.pk], [*(one.pk for one in spam), theirs.pk], ["x", ""], []):
        assert send(cast, pks).status_code == 409
        assert statuses() == before


def test_where_nothing_is_left_it_leads_back(cast: Cast) -> None:
    answer = cast.client("moderator").get(page_for(cast.member))
    assert [answer.status_code, answer.url] == [302, f"/admin/accounts/user/{cast.member.pk}/change/"]
    assert said(answer) == ["Nothing of the last 24 hours is left."]
    for query in ("", "?member=999999", "?member=x", f"?member={'9' * 40}"):
        assert cast.client("moderator").get(f"/admin/board/comment/clean-up/{query}").status_code == 404


def test_a_moderator_of_a_section_is_told_of_that_sections_comments_alone(
    cast: Cast, spam: list[Comment]
) -> None:
    Remit.objects.create(moderator=cast.moderator, section=spam[0].article.section)
    answer = cast.client("moderator").get(page_for(cast.author))
    assert "3 comments of the last 24 hours, in 1 discussion." in shown(answer).text
    send(cast, chosen(answer))
    assert statuses() == ["published", "held", *["removed"] * 3]


def test_nobody_cleans_up_after_themselves(cast: Cast) -> None:
    say(cast.article, cast.moderator, "Mine.")
    answer = cast.client("moderator").get(page_for(cast.moderator))
    assert said(answer) == ["Nothing of the last 24 hours is left."]


@pytest.mark.parametrize("role", ["visitor", "member", "editor"])
def test_nobody_else_cleans_up(
    cast: Cast, spam: list[Comment], role: str, snapshot: Callable[[], Any]
) -> None:
    before = snapshot()
    status = 302 if role == "visitor" else 403
    assert cast.client(role).get(page_for(cast.author)).status_code == status
    assert send(cast, [comment.pk for comment in spam], role).status_code == status
    assert snapshot() == before


def test_of_very_many_the_newest_come_first_and_then_the_rest(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, spam: list[Comment]
) -> None:
    monkeypatch.setattr(cleaning, "MOST", 3)
    answer = cast.client("moderator").get(page_for(cast.author))
    assert "4 comments of the last 24 hours" in shown(answer).text
    assert "The newest 3 of them are removed at once" in shown(answer).text
    answer = send(cast, chosen(answer))
    assert [answer.url, statuses().count("removed")] == [page_for(cast.author), 3]


def test_the_page_takes_the_same_queries_whatever_it_shows(
    cast: Cast, spam: list[Comment], django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        say(ArticleFactory(), cast.author, "Watches.")
    client = cast.client("moderator")
    client.get(page_for(cast.author))
    with django_assert_max_num_queries(16):
        assert "24 comments" in shown(client.get(page_for(cast.author))).text


# --- Where it is offered ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "action", "given"),
    [
        ("moderator", "suspend", {"term": "3"}),
        ("moderator", "hold", {}),
        ("senior", "ban", {}),
    ],
)
def test_whoever_sanctions_a_member_can_go_on_to_it_and_the_reason_is_there_again(
    cast: Cast, take: Take, spam: list[Comment], role: str, action: str, given: dict[str, str]
) -> None:
    page = shown(take(role, "accounts/user", action, cast.author)).text
    assert "Then remove what else they wrote: 4 comments of the last 24 hours, in 2 discussions" in page
    given = {"answered": "yes", "reason": "Watches, again and again", **given}
    answer = take(role, "accounts/user", action, cast.author, **given)
    assert answer.url != page_for(cast.author) and "removed" not in statuses()
    if action != "hold":
        take("senior", "accounts/user", "lift", cast.author)
    else:
        take(role, "accounts/user", "lift", cast.author)
    answer = take(role, "accounts/user", action, cast.author, clean_up="on", **given)
    assert [answer.status_code, answer.url] == [302, page_for(cast.author)]
    assert "removed" not in statuses()
    form = shown(cast.client(role).get(page_for(cast.author)))
    assert form.by_id("id_words").typed == "Watches, again and again"


def test_whoever_removes_a_comment_can_go_on_to_the_others(
    cast: Cast, take: Take, spam: list[Comment]
) -> None:
    rule = HouseRule.objects.get(title="No advertising")
    page = shown(take("moderator", "board/comment", "remove", spam[0])).text
    assert "Then remove what else they wrote: 3 comments of the last 24 hours, in 2 discussions" in page
    given = {"answered": "yes", "rule": str(rule.pk), "words": "watches", "clean_up": "on"}
    answer = take("moderator", "board/comment", "remove", spam[0], **given)
    assert [answer.url, statuses().count("removed")] == [page_for(cast.author), 1]
    form = shown(cast.client("moderator").get(page_for(cast.author)))
    assert form.by_id("id_words").typed == "watches"
    assert [one["value"] for one in form.all("input") if "checked" in one.attrs] == [str(rule.pk)]


def test_it_is_not_offered_where_there_is_nothing_more_or_for_a_warning(
    cast: Cast, take: Take, spam: list[Comment]
) -> None:
    alone = say(cast.article, cast.member, "Just this.")
    assert "24 hours" not in shown(take("moderator", "board/comment", "remove", alone)).text
    assert "24 hours" not in shown(take("moderator", "accounts/user", "warn", cast.author)).text


def test_cleaning_up_after_one_member_does_not_make_a_discussion_heated(cast: Cast) -> None:
    for n in range(12):
        say(cast.article, cast.author, f"Watches {n}.")
    send(cast, chosen(cast.client("moderator").get(page_for(cast.author))))
    article = Article.objects.get(pk=cast.article.pk)
    assert [article.is_slowed, article.comment_count] == [False, 0]
    for _ in range(3):
        for one in [say(article, MemberFactory(), "Fool.") for _ in range(2)]:
            moderation.remove(one, cast.moderator, reason="Insults")
    assert Article.objects.get(pk=article.pk).is_slowed
