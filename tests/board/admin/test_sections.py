from board.actions import articles
from board.models import Section
from tests.board.admin.conftest import Cast


def test_a_subsection_cannot_take_a_storys_address(cast: Cast) -> None:
    given = {"name": "X", "slug": cast.article.slug, "parent": cast.article.section_id, "position": 0}
    client = cast.client("editor")
    assert (
        "A story has this address already."
        in client.post("/admin/board/section/add/", given).content.decode()
    )
    answer = client.post("/admin/board/section/add/", {**given, "slug": "feed"})
    assert "This address stands for something else." in answer.content.decode()
    assert client.post("/admin/board/section/add/", {**given, "slug": "harbour"}).status_code == 302
    assert articles.free_slug("Harbour") == "harbour-2"


def test_a_section_with_stories_keeps_its_address_and_stays(cast: Cast) -> None:
    section, client = cast.article.section, cast.client("editor")
    address = f"/admin/board/section/{section.pk}/"
    assert client.post(f"{address}change/", {"name": "New", "slug": "new", "position": 3}).status_code == 302
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    stored = Section.objects.get(pk=section.pk)
    assert [stored.name, stored.slug, stored.position] == ["New", section.slug, 3]
