"""Whoever moderates some sections ticks, by a forged form, what stands in others."""

import pytest

from board.models import Comment, LogEntry
from tests.board.admin.conftest import Cast


@pytest.mark.parametrize("answered", [{}, {"answered": "1", "words": "Spam"}])
def test_the_page_that_asks_why_shows_nothing_of_other_sections(
    cast: Cast, held: Comment, answered: dict[str, str]
) -> None:
    assert held.article.section_id != cast.article.section_id
    given = {"act": "remove", "case": [str(held.pk)], **answered}
    answer = cast.client("limited").post("/admin/desk/ticked/", given, follow=True)
    page = answer.content.decode()
    assert held.body not in page
    assert Comment.objects.get(pk=held.pk).status == "held"
    assert not LogEntry.objects.filter(comment=held, verb="remove").exists()
