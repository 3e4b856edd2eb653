from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from board.models import Article
from tests.board.views.browsing import browser, headlines
from tests.board.views.reading import Element, read
from tests.factories import ArticleFactory, SectionFactory, say


def front() -> Element:
    return read(browser().get("/")).by_id("main")


def test_an_empty_site_says_so(db: None) -> None:
    assert "There are no stories yet." in front().text


def test_the_newest_story_leads_and_the_others_follow(db: None) -> None:
    for days in (2, 0, 1):
        ArticleFactory(
            headline=f"{days} days old", published_at=timezone.now() - timedelta(days=days, minutes=1)
        )
    assert headlines(front()) == ["0 days old", "1 days old", "2 days old"]


def test_fifteen_stories_and_no_more(db: None) -> None:
    for n in range(20):
        ArticleFactory(published_at=timezone.now() - timedelta(hours=n))
    assert len(headlines(front())) == 15


@pytest.mark.parametrize("at", [None, timezone.now().replace(year=2999)])
def test_drafts_and_what_is_scheduled_are_not_there(at: object, bob: User) -> None:
    draft = ArticleFactory(headline="Secret")
    say(draft, bob)
    Article.objects.update(published_at=at)
    assert "Secret" not in front().text


def test_the_most_discussed_of_the_last_two_weeks_come_first(bob: User) -> None:
    old = ArticleFactory(headline="Old", published_at=timezone.now() - timedelta(days=30))
    quiet, loud = ArticleFactory(headline="Quiet"), ArticleFactory(headline="Loud")
    for article, times in ((old, 3), (quiet, 1), (loud, 2)):
        for _time in range(times):
            say(article, bob)
    ranked = next(element for element in front().all("aside") if "Most discussed" in element.text)
    assert headlines(ranked) == ["Loud", "Quiet"]
    assert ranked.links()["2 Comments"] == f"{loud.get_absolute_url()}#comments"


def test_of_two_that_are_discussed_as_much_the_newer_comes_first(bob: User) -> None:
    for hours, headline in ((3, "Older"), (1, "Newer"), (2, "Between")):
        say(ArticleFactory(headline=headline, published_at=timezone.now() - timedelta(hours=hours)), bob)
    ranked = next(element for element in front().all("aside") if "Most discussed" in element.text)
    assert headlines(ranked) == ["Newer", "Between", "Older"]


def test_where_nothing_is_discussed_lately_older_stories_are(bob: User) -> None:
    old = ArticleFactory(headline="Old", published_at=timezone.now() - timedelta(days=30))
    say(old, bob)
    ranked = next(element for element in front().all("aside") if "Most discussed" in element.text)
    assert headlines(ranked) == ["Old"]


def test_every_page_leads_to_the_sections_but_not_to_their_parts(db: None) -> None:
    politics = SectionFactory(name="Politics", slug="politics")
    SectionFactory(name="Elections", slug="elections", parent=politics)
    links = read(browser().get("/")).links()
    assert links["Politics"] == "/category/politics/"
    assert "Elections" not in links


def test_it_is_read_and_nothing_else(db: None) -> None:
    answer = browser().post("/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "This address does not take that." in read(answer).text
