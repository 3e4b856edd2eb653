from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone

from accounts.models import User
from board.models import Article, Card
from tests.board.views.browsing import browser
from tests.board.views.reading import read
from tests.factories import ArticleFactory, MemberFactory, SectionFactory, StaffFactory, say


def test_the_page_holds_what_the_editor_wrote(article: Article) -> None:
    Article.objects.update(
        standfirst="It stands.", byline="A and B", source="Agency", source_copyright="© Agency 2019.",
        published_at="2019-08-20T00:53:00Z",
    )  # fmt: skip
    story = read(browser().get(article.get_absolute_url())).by_id("article")
    assert story.all("h1")[0].text == "The bridge"
    assert story.links()["local"] == "/category/local/"
    assert story.links()["0 Comments"] == "#comments"
    assert story.all("time")[0].text == "Aug. 20, 2019 09:53 am JST"
    for words in ("It stands.", "By A and B", "It decided nothing.", "© Agency 2019.", "©2019 Hiroba"):
        assert words in story.text
    assert story.text.index("© Agency 2019.") < story.text.index("©2019 Hiroba")


def test_a_visitor_is_invited_to_log_in_and_comes_back_here(article: Article) -> None:
    page = read(browser().get(article.get_absolute_url()))
    links = page.by_id("respond").links()
    back = "?next=/category/local/the-bridge/%23respond"
    assert links["Login with your Hiroba account"] == f"/accounts/login/{back}"
    assert links["User registration"] == f"/accounts/signup/{back}"
    assert "Login to leave a comment" in page.by_id("respond").text
    assert "Facebook" not in page.text
    assert page.by_id("comments").links()["Login to comment"] == "#respond"


def test_the_discussion_is_a_region_with_a_name(article: Article) -> None:
    region = read(browser().get(article.get_absolute_url())).by_id("comments")
    assert (region.tag, region["aria-label"]) == ("section", "Comments")
    assert region.by_id("no-comment").text == "No Comment"


def test_the_editors_cards_are_shown_by_place(article: Article) -> None:
    address = "https://example.com/offer"
    Card.objects.create(label="Offer", title="A boat", source="The yard", address=address)
    Card.objects.create(place="trending", label="News", title="A whale", source="The Cape", address=address)
    Card.objects.create(label="Offer", title="Hidden", source="Nobody", address=address, is_shown=False)
    page = read(browser().get(article.get_absolute_url()))
    resources, trending = page.all("aside")
    assert resources.all("h2")[0].text == "Articles, Offers & Useful Resources"
    assert trending.all("h2")[0].text == "A mix of what's trending on our other sites"
    assert ("A boat" in resources.text, "A whale" in trending.text, "Hidden" in page.text) == (
        True,
        True,
        False,
    )


def test_a_story_asked_for_in_another_category_is_sent_to_its_own(article: Article) -> None:
    answer = browser().get("/category/sports/the-bridge/?comment-order=latest&page=2")
    assert answer.status_code == 301
    assert answer["Location"] == "/category/local/the-bridge/?comment-order=latest&page=2"
    assert browser().get("/category/sports/the-bridge/")["Location"] == "/category/local/the-bridge/"


def test_a_story_of_a_subsection_has_its_address_in_the_section(db: None) -> None:
    part = SectionFactory(slug="parks", parent=SectionFactory(slug="town"))
    article = ArticleFactory(section=part, slug="the-pond")
    assert article.get_absolute_url() == "/category/town/the-pond/"
    assert browser().get("/category/town/the-pond/").status_code == 200
    assert browser().get("/category/parks/the-pond/")["Location"] == "/category/town/the-pond/"


def test_a_japanese_headline_has_a_usable_address(db: None) -> None:
    article = ArticleFactory(slug="広場の時計台", section__slug="町")
    assert unquote(article.get_absolute_url()) == "/category/町/広場の時計台/"
    assert browser().get(article.get_absolute_url()).status_code == 200
    moved = browser().get("/category/elsewhere/広場の時計台/")["Location"]
    assert unquote(moved) == "/category/町/広場の時計台/"


UNPUBLISHED = [None, timezone.now() + timedelta(days=1)]


@pytest.mark.parametrize("at", UNPUBLISHED)
def test_what_is_not_published_is_there_for_nobody_but_editors(
    article: Article, bob: User, at: object
) -> None:
    comment = say(article, bob)
    Article.objects.update(published_at=at)
    pages = [
        article.get_absolute_url(),
        "/category/sports/the-bridge/",
        f"/articles/{article.pk}/new/?after=0",
    ]
    pages += [
        f"/comments/{comment.pk}/{page}" for page in ("", "thread/", "history/", "reply/", "quote/", "edit/")
    ]
    for member in (None, bob, StaffFactory(group="Moderators")):
        for page in pages:
            answer = browser(member).get(page)
            assert (page, answer.status_code) == (page, 404)
            assert "The bridge" not in answer.content.decode()


@pytest.mark.parametrize(("at", "words"), list(zip(UNPUBLISHED, ["Draft:", "Scheduled:"], strict=True)))
def test_editors_see_it_and_that_it_is_not_published(article: Article, at: object, words: str) -> None:
    Article.objects.update(published_at=at)
    answer = browser(StaffFactory(group="Editors")).get(article.get_absolute_url())
    assert (answer.status_code, words in read(answer).by_id("article").text) == (200, True)


@pytest.mark.parametrize(
    "address", ["/category/local/nothing/", "/category/local/a%00b/", "/category/nowhere/the-bridge%00/"]
)
def test_a_story_that_is_not_there(article: Article, address: str) -> None:
    answer = browser().get(address)
    assert answer.status_code == 404
    assert "There is no" in read(answer).by_id("main").text


def test_badges_tell_who_speaks_for_whom(article: Article, moderator: User) -> None:
    author, editor = MemberFactory(name="Ada"), StaffFactory(name="Ed", group="Editors")
    article.authors.add(author)
    badges = {author: "Author of this article", editor: "Staff", moderator: "Moderator", MemberFactory(): ""}
    said = {say(article, member).pk: badge for member, badge in badges.items()}
    page = read(browser().get(article.get_absolute_url()))
    for pk, badge in said.items():
        words = page.by_id(f"comment-{pk}").text
        assert {known for known in badges.values() if known and known in words} == (
            {badge} if badge else set()
        )


def test_it_is_read_and_nothing_else(article: Article, bob: User) -> None:
    answer = browser(bob).post(article.get_absolute_url())
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
