import pytest
from django.urls import reverse

from accounts.models import User
from board.actions.comments import delete_comment, edit_comment
from board.actions.moderation import remove
from board.models import Article, Comment, Quote
from tests.board.views.browsing import asked_to_log_in, browser, close, send
from tests.board.views.reading import Element, read
from tests.factories import ArticleFactory, say


def field(page: Element) -> str:
    return page.all("textarea")[0].typed


def quote(comment: Comment, words: str) -> str:
    return f"> #{comment.pk} {comment.author.name}:\n> {words}\n\nSo you say."


def shown(comment: Comment) -> Element:
    return read(browser().get(comment.article.get_absolute_url())).by_id(f"comment-{comment.pk}")


def test_quote_opens_the_reply_form_with_the_whole_comment(comment: Comment, bob: User) -> None:
    page = read(browser(bob).get(reverse("quote", args=[comment.pk])))
    assert field(page) == f"> #{comment.pk} Alice:\n> Alice spoke of otters.\n\n"
    assert page.by_id("main").all("form")[0]["action"] == f"/comments/{comment.pk}/reply/"


def test_with_htmx_it_opens_in_its_place(comment: Comment, bob: User) -> None:
    answer = browser(bob, htmx=True).get(reverse("quote", args=[comment.pk]))
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == (f"#slot-{comment.pk}", "innerHTML")
    assert field(read(answer)).startswith(f"> #{comment.pk} Alice:\n")


def test_the_words_that_were_selected_are_quoted_alone(comment: Comment, bob: User) -> None:
    answer = browser(bob, htmx=True).post(
        reverse("quote", args=[comment.pk]), {"selection": " spoke of\0 otters "}
    )
    assert field(read(answer)) == f"> #{comment.pk} Alice:\n> spoke of otters\n\n"
    assert Comment.objects.count() == 1


def test_words_selected_in_a_quote_are_laid_to_who_said_them(
    comment: Comment, bob: User, carol: User
) -> None:
    second = say(comment.article, bob, quote(comment, "Alice spoke of otters."), parent=comment)
    answer = browser(carol, htmx=True).post(
        reverse("quote", args=[second.pk]), {"selection": "spoke of otters"}
    )
    assert field(read(answer)).startswith(f"> #{comment.pk} Alice:\n")


def test_a_quote_is_stored_and_both_comments_show_it(comment: Comment, bob: User) -> None:
    send(browser(bob), comment, quote(comment, "otters"))
    reply, row = Comment.objects.get(author=bob), Quote.objects.get()
    assert (row.comment, row.source, row.revision, row.altered) == (reply, comment, 0, False)
    heads = [link for link in shown(reply).all("a") if link["href"] == f"#comment-{comment.pk}"]
    head = next(link for link in heads if "Alice" in link.text)
    assert head.all("time")[0].text.startswith(("Today", "Yesterday"))
    assert "Quoted by 1" in shown(comment).text
    assert shown(comment).links()["Bob"] == f"#comment-{reply.pk}"


def test_words_that_are_not_in_the_source_are_marked_altered(comment: Comment, bob: User) -> None:
    send(browser(bob), comment, quote(comment, "Alice spoke of weasels."))
    assert Quote.objects.get().altered
    assert "altered" in shown(Comment.objects.get(author=bob)).text


def test_a_source_that_was_edited_since_is_marked(comment: Comment, alice: User, bob: User) -> None:
    reply = say(comment.article, bob, quote(comment, "otters"), parent=comment)
    edit_comment(comment, alice, "Alice spoke of beavers.")
    assert "edited since" in shown(reply).text
    assert "altered" not in shown(reply).text


def test_the_article_is_quoted_by_its_name(article: Article, bob: User) -> None:
    client, address = browser(bob, htmx=True), reverse("quote_article", args=[article.pk])
    answer = client.post(address, {"selection": "decided nothing"})
    assert answer["HX-Retarget"] == "#respond"
    assert field(read(answer)) == "> #article:\n> decided nothing\n\n"
    send(client, article, field(read(answer)) + "As always.")
    assert (Quote.objects.get().source, Quote.objects.get().altered) == (None, False)
    assert "From the article" in shown(Comment.objects.get()).text


def test_a_quote_of_the_article_leads_to_it_from_every_page(article: Article, bob: User) -> None:
    story = article.get_absolute_url()
    comment = say(article, bob, f"> #article:\n> {article.headline}\n\nIndeed.")
    for page, address in (
        (story, "#article"),
        (reverse("thread", args=[comment.pk]), "#article"),
        (reverse("history", args=[comment.pk]), f"{story}#article"),
        (bob.get_absolute_url(), f"{story}#article"),
    ):
        found = read(browser().get(page))
        assert [link["href"] for link in found.all("a") if link.text == "From the article"] == [address]
        assert address != "#article" or found.by_id("article")


def test_without_a_selection_the_article_offers_its_standfirst(article: Article, bob: User) -> None:
    Article.objects.update(standfirst="It stands.")
    page = read(browser(bob).get(reverse("quote_article", args=[article.pk])))
    assert field(page) == "> #article:\n> It stands.\n\n"


@pytest.mark.parametrize("htmx", [False, True])
def test_a_visitor_logs_in_and_comes_back_to_the_quote(comment: Comment, htmx: bool) -> None:
    for address in (f"/comments/{comment.pk}/quote/", f"/articles/{comment.article_id}/quote/"):
        assert asked_to_log_in(browser(htmx=htmx).get(address), address)


@pytest.mark.parametrize("htmx", [False, True])
def test_nothing_is_quoted_where_it_is_closed(comment: Comment, bob: User, htmx: bool) -> None:
    close(comment.article)
    for address in (f"/comments/{comment.pk}/quote/", f"/articles/{comment.article_id}/quote/"):
        answer = browser(bob, htmx=htmx).get(address)
        assert (answer.status_code, "This discussion is closed." in read(answer).text) == (409, True)


def test_a_tombstone_is_not_quoted(comment: Comment, alice: User, bob: User) -> None:
    say(comment.article, bob, "Why?", parent=comment)
    delete_comment(comment, alice)
    answer = browser(bob).get(reverse("quote", args=[comment.pk]))
    assert answer.status_code == 409
    assert "otters" not in answer.content.decode()


def test_removed_words_are_not_passed_on_by_quoting_who_quoted_them(
    comment: Comment, bob: User, carol: User, moderator: User
) -> None:
    second = say(comment.article, bob, quote(comment, "Alice spoke of otters."), parent=comment)
    remove(comment, moderator, reason="Off topic")
    page = read(browser(carol).get(reverse("quote", args=[second.pk])))
    assert field(page) == f"> #{second.pk} Bob:\n> So you say.\n\n"
    assert "otters" not in page.text


def test_a_quote_of_another_discussions_comment_is_no_more_than_text(comment: Comment, bob: User) -> None:
    other = ArticleFactory()
    send(browser(bob), other, quote(comment, "otters"))
    assert Quote.objects.count() == 0
    assert "Quoted by" not in shown(comment).text


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_do_not_quote(comment: Comment, bob: User, method: str) -> None:
    for address in (f"/comments/{comment.pk}/quote/", f"/articles/{comment.article_id}/quote/"):
        assert getattr(browser(bob), method)(address).status_code == 405
