"""`manage.py populate`: a crowd that talks as much as asked for, and of whom nothing is untrue."""

from collections import Counter
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F

from accounts import names
from accounts.models import User
from board.actions import texts as verbs
from board.demo.crowd import members, shape
from board.demo.crowd.populate import Wanted, populate
from board.models import Article, Comment, LogEntry, Quote, Revision, Section, Vote
from board.rules import paths
from tests.board.views.browsing import browser, cast
from tests.environment import site_environment
from tests.factories import MemberFactory, say
from tests.forking import Forking

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


def run(**numbers: int | str) -> str:
    out = StringIO()
    call_command("populate", **numbers, stdout=out)
    return out.getvalue()


def counts_are_true() -> bool:
    out = StringIO()
    call_command("recount", stdout=out)
    return "All counts are true." in out.getvalue()


@pytest.fixture
def crowd(db: None) -> None:
    populate(Wanted(articles=4, comments=1500, votes=4000, members=60), NOW)


# --- What was asked for -----------------------------------------------------------------------------------------


def test_there_is_exactly_what_was_asked_for_and_every_count_is_true(db: None) -> None:
    said = run(articles=7, comments=403, votes=611, members=33)
    assert said.startswith("Articles: 7, comments: 403, votes: 611, members: 33. Made in ")
    assert Article.objects.published().count() == 7
    assert (Comment.objects.count(), Vote.objects.count(), User.objects.count()) == (403, 611, 33)
    assert counts_are_true()


def test_one_article_holds_all_comments_where_one_is_asked_for(db: None) -> None:
    run(articles=1, comments=200, votes=0, members=9)
    article = Article.objects.get()
    assert article.last_number == 200
    assert list(article.comments.order_by("number").values_list("number", flat=True)) == [*range(1, 201)]


def test_a_skewed_spread_has_one_story_of_which_much_is_said_and_an_even_one_has_none(db: None) -> None:
    run(articles=20, comments=1000, votes=0, members=20, spread="even")
    assert set(Article.objects.values_list("last_number", flat=True)) == {50}
    run(articles=20, comments=1000, votes=0, members=20)
    skewed = sorted(Article.objects.order_by("-pk").values_list("last_number", flat=True)[:20])
    assert sum(skewed) == 1000
    assert skewed[-1] >= 200
    assert skewed[-1] > 2 * skewed[-2]


def test_every_member_votes_on_everything_that_there_is_to_vote_on(db: None) -> None:
    room = shape.room_for_votes([400], 5)
    assert room == 398 * 4  # two of four hundred wait for a moderator
    run(articles=1, comments=400, votes=room, members=5)
    assert Vote.objects.count() == room
    assert counts_are_true()


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"votes": 13, "comments": 4, "members": 4}, "13 votes do not fit: .* there is room for 12"),
        ({"votes": 1, "comments": 0}, "there is room for 0"),
        ({"votes": 1, "members": 1}, "there is room for 0"),
        ({"articles": -1}, "--articles cannot be less than 0"),
        ({"votes": -5}, "--votes cannot be less than 0"),
        ({"articles": 0}, "Comments need an article to stand under"),
        ({"members": 0}, "Comments need somebody who writes them"),
        ({"articles": 1, "comments": 10**8}, "One article holds at most 9,999,998 comments"),
    ],
)
def test_numbers_that_cannot_be_are_refused_with_a_sentence_and_nothing_is_written(
    numbers: dict[str, int], sentence: str, db: None
) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(**{"articles": 1, "comments": 10, "votes": 0, "members": 5} | numbers)
    assert not Article.objects.exists()
    assert not User.objects.exists()


def test_a_second_run_adds_stories_at_new_addresses_and_takes_the_same_members(db: None) -> None:
    for members_asked in (12, 15):
        run(articles=25, comments=300, votes=100, members=members_asked)
    assert len(set(Article.objects.values_list("slug", flat=True))) == 50
    assert User.objects.count() == 15
    assert User.objects.filter(is_staff=True).count() == 1
    first, second = (Article.objects.filter(pk__lte=25), Article.objects.filter(pk__gt=25))
    shapes = [
        [*Comment.objects.filter(article__in=part).values_list("path", flat=True)] for part in (first, second)
    ]
    assert shapes[0] != shapes[1]
    assert counts_are_true()


def test_the_same_numbers_make_the_same_content(db: None) -> None:
    assert content() == content()


# The log's salts are nobody's to foresee, and its digests follow from them.
RANDOM = ("salt", "previous", "digest")


def content() -> list[Any]:
    """What a run stores, taken back afterwards."""
    with transaction.atomic():
        populate(Wanted(articles=3, comments=500, votes=700, members=25), NOW)
        stored = [
            list(model._default_manager.order_by("pk").values())
            for model in (Article, Comment, Revision, Quote, Vote, LogEntry)
        ]
        stored.append(list(User.objects.order_by("pk").values_list("email", "name", "slug")))
        transaction.set_rollback(True)
    assert [len(rows) > 0 for rows in stored] == [True] * 7
    for rows in stored[:6]:
        for row in rows:
            for own in ("id", *RANDOM):
                row.pop(own, None)
    return stored


# --- What is true -----------------------------------------------------------------------------------------------


def test_every_comment_stands_where_its_path_says_and_after_what_it_answers(crowd: None) -> None:
    for comment in Comment.objects.select_related("parent", "article"):
        parent = comment.parent
        assert comment.path == paths.extend(parent.path if parent else "", comment.number)
        assert comment.depth == (parent.depth + 1 if parent else 0)
        assert comment.article.published_at < comment.created_at <= NOW
        if parent:
            assert parent.article_id == comment.article_id
            assert parent.created_at < comment.created_at
            assert parent.status != Comment.Status.HELD


def test_threads_look_like_threads(crowd: None) -> None:
    depths = Counter(Comment.objects.values_list("depth", flat=True))
    assert 0.35 < depths[0] / 1500 < 0.5
    assert sum(count for depth, count in depths.items() if depth < 6) > 0.9 * 1500
    assert max(depths) >= 6
    assert Comment.objects.order_by("-reply_count")[0].reply_count > 20


def test_a_few_are_gone_some_wait_and_some_were_edited(crowd: None) -> None:
    found = Counter(Comment.objects.values_list("status", flat=True))
    assert found["held"] == sum(size // 200 for size in Article.objects.values_list("last_number", flat=True))
    assert 0.01 < (found["removed"] + found["deleted"]) / 1500 < 0.05
    assert min(found["removed"], found["deleted"], found["held"]) > 0
    removed = Comment.objects.filter(status="removed")
    assert sorted(LogEntry.objects.values_list("comment", "reason")) == sorted(
        removed.values_list("pk", "reason")
    )
    edited = Comment.objects.filter(revision=1)
    assert 0.01 < edited.count() / 1500 < 0.05
    assert sorted(Revision.objects.values_list("comment", flat=True)) == sorted(
        edited.values_list("pk", flat=True)
    )
    for revision in Revision.objects.select_related("comment"):
        assert revision.comment.body.startswith(revision.body)
        assert revision.comment.edited_at > revision.written_at == revision.comment.created_at


def test_nobody_votes_for_themselves_or_for_what_waits(crowd: None) -> None:
    assert Vote.objects.count() == 4000
    assert not Vote.objects.filter(member=F("comment__author")).exists()
    assert not Vote.objects.filter(comment__status="held").exists()
    assert 0 < Vote.objects.filter(value=-1).count() < 2000
    assert Comment.objects.filter(controversy__gt=1).exists()


def test_the_html_and_the_quotes_are_what_the_verbs_would_have_stored(crowd: None) -> None:
    altered = Counter[bool]()
    for comment in Comment.objects.select_related("article"):
        rendered = verbs.render(comment.article, comment.body, leave_out=comment.pk)
        assert (comment.html, comment.body) == (rendered.html, comment.body.strip())
        stored = list(comment.quotes.select_related("source").order_by("index"))
        assert len(stored) == len(rendered.passages)
        for quote, judged in zip(stored, verbs.quotes_in(comment, rendered), strict=True):
            assert (quote.index, quote.source_id, quote.altered) == (
                judged.index,
                judged.source_id,
                judged.altered,
            )
            if not (quote.source and quote.source.edited_at and quote.source.edited_at > comment.created_at):
                assert quote.revision == judged.revision
            altered[quote.altered] += 1
    assert altered[False] > 20
    assert altered[True] > 0


def test_what_is_said_is_of_many_kinds_in_two_languages(crowd: None) -> None:
    html = list(Comment.objects.values_list("html", flat=True))
    assert len(set(html)) > 300
    for sign in ("<strong>", "<em>", "<a href=", "<ul>", "<blockquote", "。</p>"):
        assert any(sign in text for text in html), sign


# --- What can be done with it -----------------------------------------------------------------------------------


def test_the_crowd_reads_votes_and_writes_like_everybody(crowd: None) -> None:
    article = Article.objects.order_by("-comment_count")[0]
    assert browser().get(article.get_absolute_url()).status_code == 200
    member = User.objects.get(email="crowd-2@example.com")
    comment = (
        Comment.objects.filter(status="published").exclude(author=member).exclude(votes__member=member)[0]
    )
    assert cast(browser(member, htmx=True), comment, 1).status_code == 200
    assert (
        say(article, member, parent=comment if comment.article == article else None).number
        == article.last_number + 1
    )
    assert counts_are_true()


def test_nobody_of_the_crowd_can_log_in(crowd: None) -> None:
    assert not any(member.has_usable_password() for member in User.objects.all())


def test_names_are_such_as_members_may_take_and_no_two_look_alike() -> None:
    made = [members.name_of(number) for number in [*range(4000), *range(100_000, 100_200)]]
    assert [names.clean(name) for name in made] == made
    assert len({names.key(name) for name in made}) == len(made)


def test_a_site_keeps_its_sections_and_its_members_their_names(db: None) -> None:
    Section.objects.create(name="Only", slug="only")
    taken = MemberFactory(name=members.name_of(0))
    run(articles=2, comments=10, votes=0, members=3)
    assert list(Section.objects.values_list("slug", flat=True)) == ["only"]
    assert User.objects.exclude(pk=taken.pk).filter(name_key=taken.name_key).count() == 0
    assert User.objects.count() == 4


@pytest.mark.postgres
def test_postgresql_is_filled_too_and_counts_on_from_there(tmp_path: Path, postgres_site_url: str) -> None:
    environment = site_environment(VAR_DIR=str(tmp_path), DATABASE_URL=postgres_site_url)
    post = (
        "from board.models import Article; from accounts.models import User\n"
        "from board.actions.comments import post_comment\n"
        "print(post_comment(Article.objects.first(), User.objects.first(), 'Hm.').pk)"
    )
    with Forking(environment) as site:
        for _time in range(2):
            numbers = ("--articles=3", "--comments=700", "--votes=900", "--members=20")
            site.start("manage", "populate", *numbers).said()
        assert "All counts are true." in site.start("manage", "recount").said()
        assert site.start("manage", "shell", "-v0", "-c", post).said().strip() == "1401"
