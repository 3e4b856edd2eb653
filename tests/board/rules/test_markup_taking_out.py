"""Quotes whose words are taken out of a text: nothing of them is left, and all else reads as before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.rules import markup
from board.rules.markup_text import clean_source

KNOWN = {None, 12, 13}


def without(body: str, source: int = 12) -> str:
    body = clean_source(body)
    passages = markup.render(body, known_sources=KNOWN).passages
    indexes = [passage.index for passage in passages if passage.source == source]
    return markup.take_out(body, indexes, KNOWN)


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("> #12 Ada:\n> gone\n> gone too\n\nMine", "> #12 Ada:\n\n\nMine"),
        ("> #12 Ada: \n>\n> - gone\n> - gone\nlazily gone\n\nMine", "> #12 Ada: \n\n\nMine"),
        (">\n> #12 Ada:\n> gone\n\nMine", ">\n> #12 Ada:\n\n\nMine"),
        ("> #12 Ada:\n> ```\n> gone\n> ```\nMine", "> #12 Ada:\n\nMine"),
        ("- > #12 Ada:\n  > gone\n\n  mine\n- too", "- > #12 Ada:\n\n\n  mine\n- too"),
        (
            "> #13 Bob:\n> kept\n>\n> > #12 Ada:\n> > gone\n>\n> after\n\nMine",
            "> #13 Bob:\n> kept\n>\n> > #12 Ada:\n>\n>\n> after\n\nMine",
        ),
        ("> #12 Ada:\n> gone\n>\n> > #13 Bob:\n> > gone with it\n\nMine", "> #12 Ada:\n\n\nMine"),
        ("> #12:\n> gone\n\nA\n\n> #13:\n> kept\n\nB\n\n> #12:\n> gone\n\nC",
         "> #12:\n\n\nA\n\n> #13:\n> kept\n\nB\n\n> #12:\n\n\nC"),
        ("> #article:\n> kept\n\nMine", "> #article:\n> kept\n\nMine"),
        ("> an ordinary one\n\n#12 Ada:", "> an ordinary one\n\n#12 Ada:"),
    ],
)  # fmt: skip
def test_the_line_that_names_the_source_is_all_that_is_left(body: str, left: str) -> None:
    assert without(body) == left
    assert "gone" not in markup.render(left, known_sources=KNOWN).html


LINES = st.sampled_from(
    [
        "#12 Ada:",
        "#13 Bob:",
        "#article:",
        "words",
        "- item",
        "1. one",
        "```",
        "    code",
        "",
        "***",
        "mine # 7",
        "é #12",
    ]
)
PREFIXES = st.sampled_from(["", "> ", "> > ", "> > > ", "- > ", "  > ", ">"])
TEXTS = st.lists(st.tuples(PREFIXES, LINES), max_size=14).map(
    lambda rows: "\n".join(p + line for p, line in rows)
)


@given(TEXTS)
def test_whatever_the_text_no_word_is_left_and_its_author_s_own_stay(body: str) -> None:
    body = clean_source(body)
    before, after = (markup.render(text, known_sources=KNOWN) for text in (body, without(body)))
    assert not any(passage.words.strip() for passage in after.passages if passage.source == 12)
    assert after.words.split() == before.words.split()
    assert [p.source for p in after.passages if p.source == 12 and p.parent is None] == [
        p.source for p in before.passages if p.source == 12 and p.parent is None
    ]
