"""Scripts and style sheets that come together in one file: see config/bundles.py."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from pytest_django.fixtures import Settings

from config.bundles import AROUND, BUNDLES, OWN, BundleFinder
from tests.environment import ROOT


@pytest.fixture
def built(settings: Settings, tmp_path: Path) -> BundleFinder:
    """The finder of a site that has made nothing yet."""
    settings.VAR_DIR = tmp_path
    return BundleFinder()


def source(name: str) -> str:
    return Path(finders.find(name) or name).read_text()


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_holds_its_sources_whole_and_in_their_order(built: BundleFinder, name: str) -> None:
    text, position = Path(built.find(name)).read_text(), 0
    for part in BUNDLES[name]:
        before, _behind = AROUND[Path(name).suffix]
        position = text.index(before.format(part) + source(part), position)


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_follows_its_sources_and_is_left_alone_while_they_stay(
    built: BundleFinder, name: str
) -> None:
    path = Path(built.find(name))
    whole, made = path.read_text(), path.stat().st_mtime_ns
    built.find(name)
    assert path.stat().st_mtime_ns == made
    path.write_text("what the sources said yesterday")
    assert Path(built.find(name)).read_text() == whole


def test_bundles_are_collected_and_nothing_else_of_their_folder_is(
    built: BundleFinder, tmp_path: Path
) -> None:
    assert [name for name, _ in built.list(None)] == list(BUNDLES)
    (tmp_path / "bundles" / "js" / "stray.js").touch()
    assert [name for name, _ in built.list(None)] == list(BUNDLES)
    assert built.find("js/drafts.js") == []


def test_a_bundle_without_one_of_its_sources_is_not_made(
    built: BundleFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BUNDLES, "js/article.js", ["js/gone.js"])
    with pytest.raises(FileNotFoundError, match=r"js/gone\.js"):
        built.find("js/article.js")


@pytest.mark.parametrize("name", OWN)
def test_each_source_of_our_own_keeps_to_a_strict_scope_and_to_one_screen(name: str) -> None:
    text = (ROOT / "static" / name).read_text()
    assert re.fullmatch(r'(//[^\n]*\n)+\(\(\) => \{\n  "use strict";\n.*\n\}\)\(\);\n', text, re.DOTALL)
    assert len(text.splitlines()) < 60


def test_every_style_sheet_of_a_bundle_stays_small_and_none_is_left_out() -> None:
    for folder in ("site", "admin"):
        found = {f"css/{folder}/{path.name}": path for path in (ROOT / "static" / "css" / folder).iterdir()}
        assert sorted(found) == sorted(BUNDLES[f"css/{folder}.css"])
        for name, path in found.items():
            assert len(path.read_text().splitlines()) < 250, name
