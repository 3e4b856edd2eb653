import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from board.actions import moderation, mutes
from board.discussions import kept
from board.models import Article, Comment, Mute, Visit
from tests.board.views.browsing import asked_to_log_in, browser, cast
from tests.board.views.reading import Element, read
from tests.factories import MemberFactory, StaffFactory, say


def at_comment(client: Client, comment: Comment, value: str = "1") -> HttpResponse:
    return client.post(reverse("mute_author", args=[comment.pk]), {"value": value})


def at_member(client: Client, member: User, value: str = "1", **fields: str) -> HttpResponse:
    return client.post(reverse("mute_member", args=[member.slug]), {"value": value, **fields})


def folded(page: Element) -> list[int]:
    """The comments that are folded since their authors are muted."""
    return [
        int(article["id"].removeprefix("comment-"))
        for article in page.all("article")
        if any(details.attrs.get("class") == "muted" for details in article.all("details"))
    ]


def discussion(member: User | None, article: Article, query: str = "") -> Element:
    return read(browser(member).get(article.get_absolute_url() + query))


@pytest.fixture
def talk(article: Article, alice: User, bob: User, carol: User) -> list[Comment]:
    """Alice, to whom Carol replies, to whom Alice replies; then Bob."""
    first = say(article, alice, "Alice begins.")
    second = say(article, carol, "Carol answers.", parent=first)
    return [first, second, say(article, alice, "Alice again.", parent=second), say(article, bob, "Bob, too.")]


def test_what_a_muted_member_says_is_folded_for_whoever_muted_them(
    talk: list[Comment], article: Article, bob: User, carol: User
) -> None:
    first, second, third, fourth = (comment.pk for comment in talk)
    assert at_comment(browser(bob), talk[0]).status_code == 302
    for query in ("", "?view=flat", "?comment-order=popular"):
        page = discussion(bob, article, query)
        assert sorted(folded(page)) == [first, third], query
        assert set(page.comments()) == {first, second, third, fourth}  # what was answered stays to be seen
        for other in (carol, None, talk[0].author):
            assert folded(discussion(other, article, query)) == []
    assert folded(read(browser(bob).get(f"/comments/{third}/thread/"))) == [third]


def test_a_folded_comment_says_so_and_is_unfolded_without_scripts(
    talk: list[Comment], article: Article, bob: User
) -> None:
    mutes.mute(bob, talk[0].author)
    comment = discussion(bob, article).by_id(f"comment-{talk[0].pk}")
    fold = comment.all("details")[0]
    assert fold.all("summary")[0].text == "Muted"
    assert "open" not in fold.attrs
    unmute = fold.button("Unmute")
    assert (unmute["form"], unmute["formaction"], unmute["value"]) == (
        "act", f"/comments/{talk[0].pk}/mute/", "0"
    )  # fmt: skip
    assert "Alice begins." in comment.text
    assert comment.button("Reply")
    assert fold not in comment.by_id(f"by-{talk[0].pk}").walk()


def test_unmuted_it_stands_open_again(talk: list[Comment], article: Article, bob: User) -> None:
    mutes.mute(bob, talk[0].author)
    answer = at_comment(browser(bob), talk[0], "0")
    assert (answer.status_code, answer["Location"]) == (302, f"/comments/{talk[0].pk}/")
    assert folded(discussion(bob, article)) == []


def test_votes_and_own_comments_are_woven_in_as_before(
    talk: list[Comment], article: Article, alice: User, bob: User
) -> None:
    for comment in talk[:3]:
        cast(browser(bob), comment, 1)
    mutes.mute(bob, alice)
    page = discussion(bob, article)
    pressed = [button["id"] for button in page.all("button") if button.attrs.get("aria-pressed") == "true"]
    assert sorted(pressed) == sorted(f"up-{comment.pk}" for comment in talk[:3])
    assert page.has(f"delete-{talk[3].pk}")


def test_who_has_the_number_of_a_comment_is_not_taken_for_its_author(
    article: Article, alice: User, bob: User
) -> None:
    """Votes and mutes are read together: a muted member's id can be that of a comment."""
    comments = [say(article, alice) for _n in range(40)]
    free = (comment.pk for comment in comments if not User.objects.filter(pk=comment.pk).exists())
    mutes.mute(bob, MemberFactory(pk=next(free)))
    page = discussion(bob, article)
    assert folded(page) == []
    assert 'aria-pressed="true"' not in browser(bob).get(article.get_absolute_url()).content.decode()


def test_with_htmx_it_is_said_and_the_page_is_asked_for_again(comment: Comment, bob: User) -> None:
    answer = at_comment(browser(bob, htmx=True), comment)
    assert read(answer).by_id("notice").text == (
        "You have muted Alice: what they say is folded, for you alone."
    )
    assert answer["HX-Reswap"] == "none"
    assert f'"muted": {{"id": {comment.pk}}}' in answer["HX-Trigger-After-Settle"]
    region = read(browser(bob, htmx=True).get(comment.article.get_absolute_url()))
    assert folded(region) == [comment.pk]


def test_what_a_muted_member_says_is_not_new(article: Article, alice: User, bob: User, carol: User) -> None:
    say(article, carol, "Before.")
    browser(bob).get(article.get_absolute_url())
    mutes.mute(bob, alice)
    say(article, alice, "Muted.")
    heard = say(article, carol, "Heard.")
    assert read(browser(bob).get(f"/articles/{article.pk}/new/?after=1")).text.startswith("1 new comment")
    Visit.objects.update(seen=1)
    page = discussion(bob, article)
    marks = [mark for mark in page.all("span") if mark.attrs.get("class") == "new"]
    assert len(marks) == 1
    assert page.links()["1 new"] == f"#comment-{heard.pk}"


def test_searches_leave_them_out_and_say_so(talk: list[Comment], article: Article, bob: User) -> None:
    for address in ("/search/?q=begins", f"{article.get_absolute_url()}?q=begins"):
        before = read(browser(bob).get(address)).by_id("main").text
        assert "Alice begins." in before
        assert "muted" not in before
    mutes.mute(bob, talk[0].author)
    for address in ("/search/?q=begins", f"{article.get_absolute_url()}?q=begins"):
        page = read(browser(bob).get(address)).by_id("main")
        assert "Alice begins." not in page.text
        assert "Without what members you have muted say." in page.text
        assert page.links()["members you have muted"] == "/accounts/muted/"
        assert "Alice begins." in read(browser().get(address)).by_id("main").text


def test_on_their_page_a_member_is_muted_and_unmuted(comment: Comment, alice: User, bob: User) -> None:
    client, address = browser(bob), alice.get_absolute_url()
    button = read(client.get(address)).button("Mute Alice")
    assert (button["formaction"], button["value"]) == ("/member/alice/mute/", "1")
    answer = at_member(client, alice)
    assert (answer.status_code, answer["Location"]) == (302, address)
    page = read(client.get(address)).by_id("main")
    assert "You have muted Alice: what they say is folded, for you alone." in page.text
    assert "Alice spoke of otters." in page.text  # whoever comes here wants to read it
    assert page.button("Unmute Alice")["value"] == "0"
    at_member(client, alice, "0")
    page = read(client.get(address)).by_id("main")
    assert "You have unmuted Alice." in page.text
    assert page.button("Mute Alice")


def test_their_own_page_and_a_visitors_have_no_such_button(alice: User) -> None:
    for member in (alice, None):
        page = read(browser(member).get("/member/alice/")).by_id("main")
        assert page.buttons() == set()


def test_the_list_is_ones_own_and_unmutes(alice: User, bob: User, carol: User) -> None:
    mutes.mute(bob, alice)
    mutes.mute(bob, carol)
    mutes.mute(alice, bob)
    page = read(browser(bob).get("/accounts/muted/")).by_id("main")
    assert page.buttons() == {"Unmute Alice", "Unmute Carol"}
    assert page.text.index("Carol") < page.text.index("Alice")
    assert page.links()["Alice"] == "/member/alice/"
    answer = at_member(browser(bob), alice, "0", list="1")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/muted/")
    assert "Nobody." in read(browser(carol).get("/accounts/muted/")).by_id("main").text
    assert Mute.objects.of(bob) == {carol.pk}


def test_whoever_closed_their_account_is_unmuted_out_of_the_list(alice: User, bob: User, carol: User) -> None:
    mutes.mute(bob, alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    page = read(browser(bob).get("/accounts/muted/")).by_id("main")
    assert "Alice" not in page.links()
    assert page.button("Unmute Alice")
    for member in (None, carol):  # to whom there is no such member
        assert at_member(browser(member), alice, "0").status_code == 404
    answer = at_member(browser(bob), alice, "0")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/muted/")
    assert not Mute.objects.exists()
    assert at_member(browser(bob), alice).status_code == 404


def test_where_a_comment_is_reported_its_author_can_be_muted(comment: Comment, bob: User) -> None:
    for htmx in (False, True):
        page = read(browser(bob, htmx=htmx).get(reverse("report", args=[comment.pk])))
        button = page.button("Mute Alice")
        assert (button["formaction"], button["value"]) == (f"/comments/{comment.pk}/mute/", "1")
    mutes.mute(bob, comment.author)
    page = read(browser(bob).get(reverse("report", args=[comment.pk])))
    assert page.button("Unmute Alice")["value"] == "0"
    assert "Mute Alice" not in read(browser().get(reverse("report", args=[comment.pk]))).buttons()


def test_a_visitor_is_asked_to_log_in_and_comes_back(comment: Comment, alice: User) -> None:
    for htmx in (False, True):
        client = browser(htmx=htmx)
        assert asked_to_log_in(at_comment(client, comment), comment.get_absolute_url())
        assert asked_to_log_in(at_member(client, alice), alice.get_absolute_url())
        assert asked_to_log_in(client.get("/accounts/muted/"), "/accounts/muted/")
    assert not Mute.objects.exists()


def test_to_ask_for_the_address_changes_nothing(comment: Comment, alice: User, bob: User) -> None:
    client = browser(bob)
    assert client.get(reverse("mute_author", args=[comment.pk]))["Location"] == comment.get_absolute_url()
    assert client.get(reverse("mute_member", args=[alice.slug]))["Location"] == alice.get_absolute_url()
    assert not Mute.objects.exists()


def test_who_may_not_is_told_why(comment: Comment, alice: User, bob: User) -> None:
    for htmx in (False, True):
        answer = at_comment(browser(alice, htmx=htmx), comment)
        assert (answer.status_code, "You cannot mute yourself." in answer.content.decode()) == (403, True)
        answer = at_member(browser(bob, htmx=htmx), alice, "2")
        assert answer.status_code == 400
    assert not Mute.objects.exists()


def test_the_token_is_asked_for(comment: Comment, alice: User, bob: User) -> None:
    client = browser(bob, held_to_tokens=True)
    assert at_comment(client, comment).status_code == 403
    assert at_member(client, alice).status_code == 403
    assert not Mute.objects.exists()


def test_of_a_comment_that_is_gone_nobody_learns_whose_it_was(talk: list[Comment], bob: User) -> None:
    """A tombstone stands there, without a name."""
    moderation.remove(talk[0], StaffFactory(group="Moderators"), reason="Off topic")
    for htmx in (False, True):
        answer = at_comment(browser(bob, htmx=htmx), talk[0])
        assert answer.status_code == 404
        assert "Alice" not in answer.content.decode()
    assert not Mute.objects.exists()


def test_not_too_often(alice: User, bob: User, limits_on: None) -> None:
    client = browser(bob)
    for n in range(30):
        assert at_member(client, alice, str(n % 2)).status_code == 302
    answer = at_member(client, alice)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_a_page_that_is_kept_holds_nobodys_mutes(
    talk: list[Comment], article: Article, bob: User, carol: User
) -> None:
    """Whoever comes first: the page is made and kept for the next one."""
    before = browser().get(article.get_absolute_url()).content
    mutes.mute(bob, talk[0].author)
    kept.forget()
    assert len(folded(discussion(bob, article))) == 2
    assert browser().get(article.get_absolute_url()).content == before
    assert folded(discussion(carol, article)) == []


def test_a_report_that_was_begun_is_still_there_to_be_sent(comment: Comment, bob: User) -> None:
    """Without scripts, where both are buttons of one form."""
    sent = {"value": "1", "reason": "insult", "remark": "He means us all."}
    page = read(browser(bob).post(reverse("mute_author", args=[comment.pk]), sent)).by_id("main")
    assert "You have muted Alice" in page.text
    assert page.by_id(f"remark-{comment.pk}").typed == "He means us all."
    chosen = [field["value"] for field in page.all("input") if "checked" in field.attrs]
    assert chosen == ["insult"]
    assert page.buttons() == {"Send report", "Unmute Alice"}
