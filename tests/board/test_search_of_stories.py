"""Which stories are found, and by what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from board import search
from board.actions.articles import publish_article, save_article
from board.models import Article, ArticleTerms
from board.rules.queries import parse
from board.rules.terms import terms_of
from tests.factories import ArticleFactory, SectionFactory, StaffFactory

pytestmark = pytest.mark.django_db

OCTAL = str.maketrans("01234567", "абвгдежз")


def stories(words: str) -> list[Article]:
    return search.find_articles(parse(words)).items


def test_a_story_is_found_by_its_headline_its_standfirst_its_byline_and_its_text() -> None:
    article = publish_article(
        editor=StaffFactory(), section=SectionFactory(), headline="Ferries stop", standfirst="In winter.",
        body="The *quay* is frozen.", byline="Ingrid Ono",
    )  # fmt: skip
    for words in ("ferry", "winter", "quay", '"quay is frozen"', "ono", "stop winter"):
        assert stories(words) == [article]
    assert stories("boat") == []


def test_no_story_is_too_long_for_the_index() -> None:
    """20,000 different words of 64 letters, in a script of two bytes each; and in one of four, in pairs."""
    article = ArticleFactory()
    words = " ".join(f"{number:o}".translate(OCTAL).zfill(64).replace("0", "я") for number in range(20_000))
    for text in (words, "".join(map(chr, range(0x20000, 0x2A000)))):
        ArticleTerms.objects.store(article.pk, terms_of(f"Ferries {text}"))
        assert stories("ferry") == [article]


def test_an_edited_story_is_found_by_its_new_words() -> None:
    editor = StaffFactory()
    article = publish_article(editor=editor, section=SectionFactory(), headline="Ferries stop", body="Text.")
    article.headline = "Boats stop"
    save_article(article, editor)
    assert stories("ferry") == []
    assert stories("boat") == [article]


def test_drafts_and_scheduled_stories_are_found_once_they_are_published() -> None:
    facts = {"editor": StaffFactory(), "section": SectionFactory(), "headline": "Ferries", "body": "Text."}
    draft = publish_article(**facts, published_at=None)
    publish_article(**facts, published_at=timezone.now() + timedelta(hours=1))
    assert stories("ferry") == []
    Article.objects.filter(pk=draft.pk).update(published_at=timezone.now() - timedelta(minutes=1))
    assert stories("ferry") == [draft]


def test_a_story_that_is_deleted_is_not_found() -> None:
    article = ArticleFactory(headline="Ferries stop")
    search.index_article(article)
    article.delete()
    assert stories("ferry") == []
    assert not ArticleTerms.objects.exists()
