from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone

from board.models import Article, Section
from tests.board.views.browsing import browser, headlines
from tests.board.views.reading import read
from tests.factories import ArticleFactory, SectionFactory


@pytest.fixture
def politics(db: None) -> Section:
    return SectionFactory(name="Politics", slug="politics")


@pytest.fixture
def elections(politics: Section) -> Section:
    return SectionFactory(name="Elections", slug="elections", parent=politics)


def listed(address: str) -> list[str]:
    return headlines(read(browser().get(address)).by_id("main"))


def test_a_section_shows_its_stories_and_its_subsections_the_newest_first(
    politics: Section, elections: Section
) -> None:
    hour = timedelta(hours=1)
    ArticleFactory(section=politics, headline="Older", published_at=timezone.now() - 2 * hour)
    ArticleFactory(section=elections, headline="Newer", published_at=timezone.now() - hour)
    ArticleFactory(headline="Elsewhere")
    assert listed("/category/politics/") == ["Newer", "Older"]
    assert listed("/category/politics/elections/") == ["Newer"]


def test_a_section_leads_to_its_parts_and_these_back(politics: Section, elections: Section) -> None:
    assert read(browser().get("/category/politics/")).links()["Elections"] == "/category/politics/elections/"
    page = read(browser().get("/category/politics/elections/")).by_id("main")
    assert page.links()["Politics"] == "/category/politics/"
    assert page.all("h1")[0].text == "Elections"


def test_drafts_and_what_is_scheduled_are_not_there(politics: Section) -> None:
    ArticleFactory(section=politics, published_at=None)
    ArticleFactory(section=politics, published_at=timezone.now() + timedelta(minutes=1))
    assert listed("/category/politics/") == []
    assert "There are no stories here yet." in read(browser().get("/category/politics/")).text


def test_twenty_stories_a_page(politics: Section) -> None:
    ArticleFactory.create_batch(25, section=politics)
    assert len(listed("/category/politics/")) == 20
    assert len(listed("/category/politics/?page=2")) == 5
    assert "?page=2" in read(browser().get("/category/politics/")).links().values()


@pytest.mark.parametrize("number", ["x", "", "%00", "1.5"])
def test_a_page_that_is_none_is_the_first(politics: Section, number: str) -> None:
    ArticleFactory.create_batch(21, section=politics)
    assert len(listed(f"/category/politics/?page={number}")) == 20


@pytest.mark.parametrize("number", ["3", "999", "9" * 400])
def test_a_page_too_far_is_the_last(politics: Section, number: str) -> None:
    ArticleFactory.create_batch(21, section=politics)
    assert len(listed(f"/category/politics/?page={number}")) == 1


@pytest.mark.parametrize(
    "address", ["/category/sports/", "/category/politics/sports/", "/category/elections/", "/category/a%00b/"]
)
def test_a_section_that_is_not_there(elections: Section, address: str) -> None:
    assert browser().get(address).status_code == 404


def test_addresses_in_japanese_work(db: None) -> None:
    section = SectionFactory(name="政治", slug="政治")
    part = SectionFactory(name="選挙", slug="選挙", parent=section)
    ArticleFactory(section=part, headline="広場の時計台", slug="広場の時計台")
    assert unquote(part.get_absolute_url()) == "/category/政治/選挙/"
    assert listed("/category/政治/選挙/") == listed(section.get_absolute_url()) == ["広場の時計台"]
    page = read(browser().get(part.get_absolute_url()))
    assert browser().get(page.links()["広場の時計台"]).status_code == 200


def test_a_story_of_another_section_does_not_hide_a_subsection_at_the_same_address(
    elections: Section,
) -> None:
    ArticleFactory(slug="elections", headline="Elections abroad", section__slug="world")
    page = read(browser().get("/category/politics/elections/"))
    assert page.by_id("main").all("h1")[0].text == "Elections"
    assert read(browser().get("/category/world/elections/")).all("h1")[0].text == "Elections abroad"


def test_a_draft_at_the_same_address_hides_no_subsection(politics: Section, elections: Section) -> None:
    ArticleFactory(slug="elections", section=politics, published_at=None)
    assert read(browser().get("/category/politics/elections/")).all("h1")[0].text == "Elections"
    assert Article.objects.count() == 1
