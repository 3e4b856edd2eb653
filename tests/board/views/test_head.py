"""What a page tells machines about itself: its title, what it is about, and which address is its own."""

import pytest

from accounts.models import User
from board.models import Article, Comment
from tests.board.views.browsing import browser
from tests.board.views.reading import Element, read
from tests.factories import ArticleFactory


def description(page: Element) -> str:
    (found,) = (meta["content"] for meta in page.all("meta") if meta.attrs.get("name") == "description")
    return found


def canonical(page: Element) -> list[str]:
    return [link["href"] for link in page.all("link") if link["rel"] == "canonical"]


def test_every_page_says_what_it_is_about_and_no_two_say_the_same(article: Article, comment: Comment) -> None:
    addresses = ["/", "/category/local/", article.get_absolute_url(), f"/comments/{comment.pk}/thread/"]
    addresses += ["/member/alice/", "/moderation-policy/", "/moderation-log/"]
    pages = [read(browser().get(address)) for address in addresses]
    for words in (description, lambda page: page.all("title")[0].text):
        said = [words(page) for page in pages]
        assert all(said)
        assert len(set(said)) == len(addresses)


def test_an_article_is_described_by_its_standfirst_or_else_its_headline(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(standfirst='They said "no", twice.')
    other = ArticleFactory(headline="Otters are back", standfirst="", section=article.section)
    assert description(read(browser().get(article.get_absolute_url()))) == 'They said "no", twice.'
    assert description(read(browser().get(other.get_absolute_url()))) == "Otters are back"


@pytest.mark.parametrize("member", [False, True], ids=["visitor", "member"])
def test_every_way_to_read_a_discussion_names_the_articles_own_address(
    article: Article, comment: Comment, bob: User, member: bool
) -> None:
    reader = browser(bob if member else None)
    address = article.get_absolute_url()
    for shown in (address, f"{address}?comment-order=latest&view=flat", f"/comments/{comment.pk}/thread/"):
        page = read(reader.get(shown))
        assert (shown, canonical(page)) == (shown, [f"http://testserver{address}"])
        assert "robots" not in {meta.attrs.get("name") for meta in page.all("meta")}
