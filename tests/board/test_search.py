"""Who finds what, and that the index is never behind: every verb that changes what can be read changes it too."""

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from board import search
from board.actions import appeals, moderation, quotes
from board.actions.comments import delete_comment, edit_comment
from board.actions.reindex import reindex
from board.actions.scrubbing import scrub
from board.models import Article, Comment, CommentTerms, Guard, LogEntry, WordRule
from board.models.articles import LARGEST
from board.models.terms import patience
from board.rules.queries import Unclear, parse, places
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

pytestmark = pytest.mark.django_db


def found(words: str, article: Article | None = None) -> list[Comment]:
    return search.find_comments(parse(words), article=article).items


@pytest.fixture
def comment(article: Article) -> Comment:
    return say(article, MemberFactory(name="Amber"), "The ferries **and** the quay, 東京都の車.")


@pytest.fixture(autouse=True)
def _the_index_holds_what_it_should(db: None) -> Iterator[None]:
    """Whatever a test did: nothing is missing in the index, and nothing is too much in it."""
    yield
    assert [str(one) for one in reindex() if isinstance(one.row, Comment)] == []


# --- What is found ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["ferry", "FERRIES", "quay ferry", '"ferries and the quay"', "東京", "京都の", "車", "京", "都の車 quay"],
)
def test_a_comment_is_found_by_what_its_author_says(comment: Comment, words: str) -> None:
    assert found(words) == [comment]


@pytest.mark.parametrize(
    "words", ["boat", "ferry boat", '"quay ferries"', "東都", "東京の車", "バス", "駅", "ferr"]
)
def test_a_comment_is_not_found_by_what_its_author_does_not_say(comment: Comment, words: str) -> None:
    assert found(words) == []


def test_two_japanese_words_side_by_side_are_not_found_as_another_that_both_make(article: Article) -> None:
    cities = say(article, MemberFactory(), "来週は東京、京都へ行きます。")
    capital = say(article, MemberFactory(), "東京都の人口は多い。")
    assert found("東京都") == [capital]
    assert found('"東京、京都"') == [cities]
    assert found("京都 東京") == [capital, cities]


def test_no_sign_in_a_query_means_anything_to_the_engine(comment: Comment) -> None:
    for words in (
        "ferry OR boat",
        "ferry NOT quay",
        "ferry*",
        "terms:ferry",
        "NEAR(ferry quay)",
        "ferry | boat",
        "!ferry",
    ):
        search.find_comments(parse(words))
    assert found("ferry OR boat") == []
    assert found("ferr*") == []
    assert found(f"{search.MARKER}{comment.article_id} ferry") == []


def test_whatever_is_typed_is_answered(comment: Comment) -> None:
    chance, answered = random.Random(3), 0
    signs = "ab車東が\u3099ｶﾞﾞ๐ที่한\u200d\u00ad\U000e0100é\u0301ßİ½㍿ﷺ١\ue000\ue001\ue002\0'\"\\“”*:^-+|&!<>(){}~%?_, \n"
    for _time in range(400):
        words = "".join(chance.choice(signs) for _sign in range(chance.randint(1, 30)))
        with suppress(Unclear):
            query = parse(words)
            search.find_comments(query)
            places(words, query)
            answered += 1
    assert answered > 200


def test_a_comment_is_not_found_by_what_it_quotes(article: Article, comment: Comment) -> None:
    answer = say(
        article, MemberFactory(name="Bob"), f"> #{comment.pk} Amber:\n> The ferries\n\nNonsense.\n\n> Boats."
    )
    assert found("nonsense") == [answer]
    assert found("ferry") == [comment]
    assert found("boats") == []


def test_the_newest_come_first_and_older_ones_after_the_last_that_was_shown(article: Article) -> None:
    author = MemberFactory()
    said = [say(article, author, f"A ferry, {number}.") for number in range(5)]
    first = search.find_comments(parse("ferry"), count=2)
    second = search.find_comments(parse("ferry"), count=2, before=first.older)
    last = search.find_comments(parse("ferry"), count=2, before=second.older)
    assert [*first.items, *second.items, *last.items] == said[::-1]
    assert last.older is None
    assert search.find_comments(parse("ferry"), count=5).older is None


def test_within_one_discussion_only_its_comments_are_found(article: Article, comment: Comment) -> None:
    other = say(ArticleFactory(), MemberFactory(), "The ferries.")
    assert found("ferry", article) == [comment]
    assert found("ferry", other.article) == [other]
    assert found("ferry") == [other, comment]


def test_the_comments_of_some_authors_can_be_left_out(article: Article, comment: Comment) -> None:
    others = [say(article, MemberFactory(), "A ferry.") for _one in range(3)]
    got = search.find_comments(parse("ferry"), leave_out_authors=[one.author_id for one in others], count=1)
    assert got == search.Found([comment], None)


def test_it_takes_as_many_queries_however_much_is_found(
    article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        say(article, MemberFactory(), f"A ferry, {number}.")
    # The newest id and what is found; or this in a savepoint with its settings.
    engine = {"sqlite": 2, "postgresql": 4}[connection.vendor]
    with django_assert_num_queries(engine + 1):
        for one in search.find_comments(parse("ferry")).items:
            assert one.author.name and one.article.section.name and one.article.get_absolute_url()


# --- What nobody may read is not found ----------------------------------------------------------------------------


def test_what_is_removed_is_not_found_until_it_is_restored(comment: Comment, moderator: User) -> None:
    moderation.remove(comment, moderator, reason="Because")
    assert found("ferry") == []
    assert not CommentTerms.objects.exists()
    moderation.restore(comment, moderator)
    assert found("ferry") == [comment]


def test_what_its_author_deleted_is_not_found(comment: Comment) -> None:
    delete_comment(comment, comment.author)
    assert found("ferry") == []
    assert not CommentTerms.objects.exists()


def test_what_waits_for_a_moderator_is_not_found_until_it_is_approved(moderator: User) -> None:
    article = ArticleFactory(comments_mode=Article.Comments.PREMODERATED)
    comment = say(article, MemberFactory(), "A ferry.")
    assert found("ferry") == []
    moderation.approve(comment, moderator)
    assert found("ferry") == [comment]


def test_an_edit_changes_what_a_comment_is_found_by(comment: Comment) -> None:
    edit_comment(comment, comment.author, "The boats.")
    assert found("ferry") == []
    assert found("boat") == [comment]


def test_an_edit_that_is_held_takes_the_comment_out(comment: Comment) -> None:
    WordRule.objects.create(words="boats", effect=WordRule.Effect.HOLD)
    Guard.objects.update(words_version=7)
    edit_comment(comment, comment.author, "The boats and ferries.")
    assert found("ferry") == found("boat") == []


def test_words_that_moderators_took_out_are_not_found(comment: Comment, moderator: User) -> None:
    moderation.redact(comment, moderator, body="The quay.", reason="Because")
    assert found("ferry") == []
    assert found("quay") == [comment]


def test_words_that_a_successful_appeal_brings_back_are_found(comment: Comment, moderator: User) -> None:
    moderation.redact(comment, moderator, body="The quay.", reason="Because")
    entry = LogEntry.objects.get(verb=LogEntry.Verb.REDACT)
    appeal = appeals.appeal(entry, comment.author, "Why?")
    appeals.answer_appeal(appeal, StaffFactory(group="Senior moderators"), True, "Yes")
    assert found("ferry") == [comment]


def test_a_quote_that_is_taken_out_leaves_the_comment_to_be_found(comment: Comment, moderator: User) -> None:
    body = f"> #{comment.pk} Amber:\n> The ferries\n\nNonsense."
    answer = say(comment.article, MemberFactory(), body, parent=comment)
    moderation.remove(comment, moderator, reason="Because")
    quotes.take_out(answer, moderator, source=comment)
    assert found("nonsense") == [answer]
    assert found("ferry") == []


def test_scrubbing_leaves_the_index_as_it_should_be(comment: Comment, moderator: User) -> None:
    answer = say(comment.article, MemberFactory(), f"> #{comment.pk} Amber:\n> The ferries\n\nNonsense.")
    moderation.remove(comment, moderator, reason="Because")
    Comment.objects.filter(pk=comment.pk).update(kept_since=timezone.now() - timedelta(days=4000))
    assert scrub()["comments"] == 1
    assert found("nonsense") == [answer]


def test_under_a_story_that_is_not_published_nothing_is_found(article: Article, comment: Comment) -> None:
    for moment in (None, timezone.now() + timedelta(hours=1)):
        Article.objects.filter(pk=article.pk).update(published_at=moment)
        assert found("ferry") == []
        assert found("ferry", article) == []


def test_what_may_not_be_read_is_not_found_even_where_the_index_holds_it(comment: Comment) -> None:
    terms = CommentTerms.objects.get()
    Comment.objects.filter(pk=comment.pk).update(status=Comment.Status.REMOVED)
    assert found("ferry") == []
    Comment.objects.filter(pk=comment.pk).update(status=Comment.Status.PUBLISHED)
    assert terms.terms.startswith(f"{search.MARKER}{comment.article_id} ")


def test_what_may_not_be_read_does_not_hide_what_may(article: Article) -> None:
    author = MemberFactory()
    said = [say(article, author, f"A ferry, {number}.") for number in range(12)]
    gone = [comment.pk for comment in said[2:]]
    Comment.objects.filter(pk__in=gone).update(status=Comment.Status.HELD)
    assert search.find_comments(parse("ferry"), count=1).items == [said[1]]
    assert search.find_comments(parse("ferry"), count=1).older == said[1].pk
    Comment.objects.filter(pk__in=gone).update(status=Comment.Status.PUBLISHED)


def test_what_takes_too_long_is_given_up_with_a_sentence(comment: Comment) -> None:
    with pytest.raises(search.TooBroad, match=r"^That would take too long\."):
        CommentTerms.objects.keys(parse("ferry"), None, LARGEST, 5, time.monotonic() - 1)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite looks at the time between two parts.")
def test_postgresql_stops_by_itself_what_takes_too_long() -> None:
    with pytest.raises(search.TooBroad), patience(connection.alias, time.monotonic() + 0.05):
        connection.cursor().execute("SELECT pg_sleep(10)")


# --- What is left of words --------------------------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's vacuum sees to its own index.")
def test_scrubbing_leaves_no_word_in_the_pages_of_the_index(article: Article, moderator: User) -> None:
    author = MemberFactory()
    for number in range(40):
        say(article, author, f"A ferry, {number}.")
    comment = say(article, author, "Xylophone42")
    moderation.remove(comment, moderator, reason="Because")
    assert b"xylophone42" in pages_of_index()
    Comment.objects.filter(pk=comment.pk).update(kept_since=timezone.now() - timedelta(days=4000))
    scrub()
    assert b"ylophone42" not in pages_of_index()
    assert len(found("ferry")) == 20


def pages_of_index() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM board_commentterms_index_data")
        return b"".join(row[0] for row in cursor.fetchall())


# --- Who is left out ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("inside", [False, True])
def test_where_nearly_all_is_by_somebody_left_out_it_is_told_how_far_it_was_looked(
    article: Article, monkeypatch: pytest.MonkeyPatch, inside: bool
) -> None:
    """The time is up after the first look into the index; from there on it goes on."""
    quiet, busy = MemberFactory(), MemberFactory()
    first = say(article, quiet, "An otter.")
    others = [say(article, busy, f"Otter {n}.") for n in range(12)]
    look = {"article": article if inside else None, "leave_out_authors": {busy.pk}, "count": 3}
    whole = search.find_comments(parse("otter"), **look)
    assert (whole.items, whole.older) == ([first], None)
    times = iter([time.monotonic(), float("inf")])
    monkeypatch.setattr(search, "time", SimpleNamespace(monotonic=lambda: next(times)))
    so_far = search.find_comments(parse("otter"), **look)
    assert (so_far.items, so_far.older) == ([], others[-4].pk)
    monkeypatch.undo()
    rest = search.find_comments(parse("otter"), before=so_far.older, **look)
    assert (rest.items, rest.older) == ([first], None)
