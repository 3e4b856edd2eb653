import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.environment import ROOT

PYTHON = sorted(
    path
    for folder in ("accounts", "board", "config", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted(
    path for folder in ("templates", "accounts", "board") for path in (ROOT / folder).rglob("*.html")
)

# The only places that may call text safe HTML, and why each may. All of it was escaped when it was made.
MAY_CALL_SAFE = {
    "board/rules/markup.py": "vouch: the one door for stored HTML",
    "board/discussions/patterns.py": "templates filled in: what is no HTML is escaped there",
    "board/discussions/neutral.py": "rows that were filled in, one after the other",
    "board/views/blank.py": "a rendered form with its token",
    "board/discussions/quotes.py": "the stored HTML of a comment with the heads of its quotes",
    "board/discussions/marks.py": "the same, with the words marked that caught it",
    "board/templatetags/board.py": "the stored HTML of an article, a comment or a revision",
}
# One file by design: every setting and every variable stands there.
MAY_BE_LONG = {"config/settings.py"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def places(pattern: str, files: list[Path], flags: int = 0) -> Iterator[str]:
    """Every place where the pattern stands, as file:line, for a message that can be clicked."""
    for path in files:
        text = path.read_text()
        for found in re.finditer(pattern, text, flags):
            yield f"{name_of(path)}:{text.count(chr(10), 0, found.start()) + 1}: {found[0].strip()}"


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


# --- Python -----------------------------------------------------------------------------------------------------


def test_every_import_goes_the_way_the_storeys_allow(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=str(tmp_path))
    assert code == 0, capsys.readouterr().out


def test_rules_know_nothing_of_the_database_the_request_or_the_settings() -> None:
    # Which letters look alike is Unicode's, and knows none of these either.
    pure = ("board.rules", "accounts.lookalikes")
    allowed = (
        *sys.stdlib_module_names,
        *pure,
        "markdown_it",
        "nh3",
        "brotli",
        "snowballstemmer",
        "django.utils",
    )
    foreign = {
        f"{name_of(path)} imports {name}"
        for path in (ROOT / "board" / "rules").glob("*.py")
        for name in imports_of(path)
        if not any(name == top or name.startswith(f"{top}.") for top in allowed)
    }
    assert foreign == set()


def test_init_files_are_empty_where_django_needs_no_list() -> None:
    lists = {"board/models/__init__.py", "board/admin/__init__.py"}
    assert [name_of(path) for path in PYTHON if path.name == "__init__.py" and path.stat().st_size] == sorted(
        name for name in lists if (ROOT / name).exists() and (ROOT / name).stat().st_size
    )


def test_no_python_file_is_longer_than_300_lines() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in PYTHON}
    assert {name: n for name, n in lengths.items() if n > 300 and name not in MAY_BE_LONG} == {}


def test_no_file_is_named_for_no_matter() -> None:
    vague = {"utils", "helpers", "services", "signals", "common", "misc"}
    assert [name_of(path) for path in PYTHON if path.stem in vague or path.parent.name in vague] == []


def test_every_post_is_held_to_its_token() -> None:
    assert list(places(r"csrf_exempt", [path for path in PYTHON if "tests" not in path.parts])) == []


def test_text_is_called_safe_in_the_named_places_only() -> None:
    sources = [path for path in PYTHON if "tests" not in path.parts]
    calls = places(r"\bmark_safe\b|\bSafe(?:String|Text)\(|\bvouch\(|\|\s*safe\b", sources)
    assert {call.split(":")[0] for call in calls} == MAY_CALL_SAFE.keys()


# --- Templates --------------------------------------------------------------------------------------------------


def test_pages_never_switch_escaping_off() -> None:
    assert list(places(r"\|\s*safe(seq)?\b|autoescape\s+off", TEMPLATES)) == []


def test_of_plain_texts_only_mails_go_unescaped() -> None:
    texts = [path for path in (ROOT / "templates").rglob("*.txt") if path.parent.name != "email"]
    assert list(places(r"\|\s*safe(seq)?\b|autoescape\s+off", texts)) == []


def test_templates_hold_no_inline_style_script_or_handler() -> None:
    # Structured data is not a script: browsers do not run it.
    script = r"<script\b(?![^>]*\b(?:src|type=\"application/ld\+json\"))"
    inline = rf"<style\b|\sstyle\s*=|{script}|\son[a-z]+\s*=|javascript:|\bhx-on\b"
    assert list(places(inline, TEMPLATES, re.IGNORECASE)) == []


def test_templates_load_nothing_from_other_hosts() -> None:
    loaded = r"<(?:link|script|img|iframe|source)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//"
    assert list(places(loaded, TEMPLATES, re.IGNORECASE)) == []


def test_no_template_includes_itself() -> None:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        own = re.escape(str(path.relative_to(ROOT / "templates")))
        assert list(places(rf"{{%\s*include\s+[\"']{own}[\"'#]", [path])) == []


def test_scripts_write_no_html_of_their_own_from_text() -> None:
    scripts = sorted((ROOT / "static" / "js").rglob("*.js"))
    assert list(places(r"\beval\(|new Function\(|document\.write\(|insertAdjacentHTML", scripts)) == []
