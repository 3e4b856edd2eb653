from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from board.actions.votes import cast_vote
from board.models import Article, Comment
from tests.factories import ArticleFactory, MemberFactory, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread() -> tuple[Comment, Comment]:
    article = ArticleFactory()
    top = say(article, MemberFactory())
    reply = say(article, MemberFactory(), parent=top)
    cast_vote(reply.pk, top.author, 1)
    return top, reply


def run(*options: str) -> str:
    out = StringIO()
    call_command("recount", *options, stdout=out)
    return out.getvalue()


def test_true_counts_are_left_alone(thread: tuple[Comment, Comment]) -> None:
    version = Article.objects.get().version
    assert "All counts are true." in run("--repair")
    assert Article.objects.get().version == version


def test_what_differs_is_printed_and_stays(thread: tuple[Comment, Comment]) -> None:
    top, reply = thread
    Comment.objects.filter(pk=reply.pk).update(up=7)
    Comment.objects.filter(pk=top.pk).update(reply_count=3)
    Article.objects.update(comment_count=9)
    out = StringIO()
    with pytest.raises(CommandError, match="3 counts differ"):
        call_command("recount", stdout=out)
    assert f"comment {reply.pk}: up is 7, should be 1" in out.getvalue()
    assert Comment.objects.get(pk=reply.pk).up == 7


def test_repair_sets_right_what_differs_and_raises_the_version(thread: tuple[Comment, Comment]) -> None:
    top, reply = thread
    Comment.objects.filter(pk=reply.pk).update(up=7, down=2, popularity=0.9, controversy=3)
    Comment.objects.filter(pk=top.pk).update(reply_count=0)
    Article.objects.update(comment_count=0)
    version = Article.objects.get().version
    run("--repair")
    reply.refresh_from_db()
    assert [reply.up, reply.down, Article.objects.get().comment_count] == [1, 0, 2]
    assert Comment.objects.get(pk=top.pk).reply_count == 1
    assert Article.objects.get().version > version
    assert "All counts are true." in run()
