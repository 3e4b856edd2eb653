"""What the crowd says: the demo town's own sentences, rendered once by the project's renderer and used many times."""

import random
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from board.demo.loader import FOLDER, read_article
from board.rules import markup
from board.rules.terms import terms_of

# A text of the demo that names another one cannot stand alone.
NAMES_ANOTHER = re.compile(r"\{\w+\}|@")
# Every so many texts end with one of these lines.
ONE_ENDED_OF = 6
ENDINGS = (
    "It is all in [the minutes](https://example.org/minutes/2026-03), **page 14**.",
    "The timetable is at https://example.org/boats for whoever wants to check.",
    "- It costs money\n- It takes *years*\n- Nobody asked",
    "詳しくは[議事録](https://example.org/minutes/2026-03)の**十四頁**にあります。",
    "`41.2 million` is the figure in the budget, *not* forty.",
)
ADDITIONS = (
    "Edited: I meant the *east* quay.",
    "Edited to add [the source](https://example.org/source).",
    "追記：数字を直しました。",
)


@dataclass(frozen=True, slots=True)
class Text:
    """`lines`: the author's own words, a block or line of them each: what others can quote; `terms`: of all of them."""

    body: str
    html: str
    lines: tuple[str, ...]
    terms: str


@dataclass(frozen=True, slots=True)
class Saying:
    """A comment as it was first written, and what it becomes when its author edits it."""

    first: Text
    later: Text


@dataclass(frozen=True, slots=True)
class Story:
    headline: str
    standfirst: str
    byline: str
    body: str
    html: str
    opening: Text  # the standfirst, as others quote it


@cache
def sayings() -> tuple[Saying, ...]:
    """Some hundred different ones, English and Japanese, always in the same order."""
    chance = random.Random("sayings")  # noqa: S311 - always the same
    found: list[Saying] = []
    for number, body in enumerate(_bodies()):
        if number % ONE_ENDED_OF == 0:
            body = f"{body}\n\n{chance.choice(ENDINGS)}"
        found.append(Saying(text(body), text(f"{body}\n\n{chance.choice(ADDITIONS)}")))
    return tuple(found)


@cache
def stories() -> tuple[Story, ...]:
    found = []
    for path in sorted((FOLDER / "articles").glob("*.md")):
        head, body = read_article(path)
        facts = (head["headline"], head["standfirst"], head["byline"])
        found.append(Story(*facts, body, markup.render_article(body), text(head["standfirst"])))
    return tuple(found)


def text(body: str) -> Text:
    rendered = markup.render(markup.clean_source(body))
    lines = tuple(filter(None, rendered.words.split("\n")))
    return Text(body, rendered.html, lines, terms_of(rendered.words))


def _bodies() -> list[str]:
    bodies: dict[str, None] = {}
    for path in sorted((FOLDER / "discussions").glob("*.toml")):
        for entry in _entries(path):
            body = markup.clean_source(entry["text"].strip("\n"))
            if not NAMES_ANOTHER.search(body):
                bodies[body] = None
    return list(bodies)


def _entries(path: Path) -> list[dict[str, Any]]:
    return tomllib.loads(path.read_text())["comments"]
