import pytest
from django.conf import settings
from django.db import connection

from tests.board.views.browsing import browser


def test_robots_are_kept_from_forms_but_not_from_stories(db: None) -> None:
    answer = browser().get("/robots.txt")
    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /accounts/", "Disallow: /comments/*/reply/"} <= set(lines)
    assert {"Disallow: /search/", "Disallow: /*?q="} <= set(lines)
    assert not any(line in ("Disallow: /", "Disallow: /category/") for line in lines)


def test_the_site_is_well_while_it_reaches_its_data(db: None) -> None:
    answer = browser().get("/healthz")
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok\n", "no-store")


def test_it_is_not_well_when_it_does_not(db: None) -> None:
    def broken(*args: object) -> None:
        raise OSError("no database")

    client = browser()
    client.raise_request_exception = False
    with connection.execute_wrapper(broken):
        assert client.get("/healthz").status_code == 500


@pytest.mark.parametrize(
    "path",
    [
        "nothing.webp", "../config/settings.py", "../../etc/passwd", "%2e%2e/%2e%2e/x.webp", "a%00.webp", "x.webp/",
        "../hiroba.sqlite3", "members/", ".webp", "x" * 300 + ".webp",
    ],
)  # fmt: skip
def test_nothing_is_served_but_pictures_that_are_there(db: None, path: str) -> None:
    assert browser().get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "evil.webp.html"])
def test_a_file_that_is_no_picture_is_not_served_though_it_is_there(db: None, name: str) -> None:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / name).write_text("<script>alert(1)</script>")
    assert browser().get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("address", ["/robots.txt", "/healthz", "/media/x.webp"])
def test_they_are_read_and_nothing_else(db: None, address: str) -> None:
    assert browser().post(address).status_code == 405
    assert browser().head(address).status_code in (200, 404)
