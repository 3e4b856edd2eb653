from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from board.actions.comments import change_status, delete_comment, edit_comment, post_comment
from board.actions.recount import recount
from board.actions.refusals import Refused
from board.models import Article, Comment
from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

pytestmark = pytest.mark.django_db
Status = Comment.Status


def test_a_comment_is_published_numbered_and_counted() -> None:
    article = ArticleFactory()
    first, second = say(article, MemberFactory()), say(article, MemberFactory(), "Another.")
    article.refresh_from_db()
    assert [first.number, second.number] == [1, 2]
    assert [first.status, first.depth, first.path] == ["published", 0, "0000001"]
    assert [article.comment_count, article.last_number, article.version] == [2, 2, 3]


def test_a_reply_stands_below_its_parent_and_is_counted_on_all_above() -> None:
    article = ArticleFactory()
    top = say(article, MemberFactory())
    reply = say(article, MemberFactory(), parent=top)
    answer = say(article, MemberFactory(), parent=reply)
    counts = dict(Comment.objects.values_list("pk", "reply_count"))
    assert answer.path == "000000100000020000003"
    assert answer.depth == 2
    assert counts == {top.pk: 2, reply.pk: 1, answer.pk: 0}


def test_source_and_html_are_both_stored() -> None:
    comment = say(ArticleFactory(), MemberFactory(), "**Yes**\r\nno\0")
    assert comment.body == "**Yes**\nno"
    assert "<strong>Yes</strong>" in comment.html
    assert comment.renderer > 0


def test_the_same_form_sent_twice_posts_once() -> None:
    article, author, form = ArticleFactory(), MemberFactory(), uuid4()
    first = post_comment(article, author, "Once.", submission=form)
    second = post_comment(article, author, "Once.", submission=form)
    article.refresh_from_db()
    assert first.pk == second.pk
    assert article.comment_count == Comment.objects.count() == 1


def test_two_members_may_send_forms_of_the_same_number() -> None:
    article, form = ArticleFactory(), uuid4()
    for _ in range(2):
        post_comment(article, MemberFactory(), "Mine.", submission=form)
    assert Comment.objects.count() == 2


def test_nothing_is_stored_when_the_discussion_was_closed_meanwhile() -> None:
    article = ArticleFactory()
    Article.objects.filter(pk=article.pk).update(comments_mode="closed")
    with pytest.raises(Refused, match="closed") as refusal:
        say(article, MemberFactory())
    article.refresh_from_db()
    assert refusal.value.conflict
    assert not Comment.objects.exists()
    assert article.last_number == 0


def test_a_comment_removed_meanwhile_cannot_be_answered() -> None:
    article = ArticleFactory()
    parent = say(article, MemberFactory())
    change_status(Comment.objects.get(pk=parent.pk), Status.REMOVED, reason="Spam")
    with pytest.raises(Refused, match="no longer there"):
        say(article, MemberFactory(), parent=parent)
    assert Comment.objects.count() == 1


def test_a_reply_to_a_comment_of_another_article_is_refused() -> None:
    elsewhere = say(ArticleFactory(), MemberFactory())
    with pytest.raises(Comment.DoesNotExist):
        say(ArticleFactory(), MemberFactory(), parent=elsewhere)


def test_on_a_premoderated_article_comments_wait_and_do_not_count() -> None:
    article = ArticleFactory(comments_mode="premoderated")
    assert say(article, MemberFactory()).status == Status.HELD
    assert say(article, StaffFactory()).status == Status.PUBLISHED
    article.refresh_from_db()
    assert article.comment_count == 1


def test_a_member_whose_comments_are_held_waits_everywhere() -> None:
    assert say(ArticleFactory(), MemberFactory(standing="held")).status == Status.HELD


def test_an_edit_keeps_the_earlier_text_as_a_revision() -> None:
    comment = say(ArticleFactory(), MemberFactory(), "First.")
    edited = edit_comment(comment, comment.author, "Second.")
    revision = edited.revisions.get()
    assert [edited.body, edited.revision] == ["Second.", 1]
    assert edited.edited_at
    assert [revision.number, revision.body, revision.written_at] == [0, "First.", comment.created_at]


def test_a_second_edit_keeps_the_time_of_the_first() -> None:
    comment = say(ArticleFactory(), MemberFactory(), "First.")
    once = edit_comment(comment, comment.author, "Second.")
    twice = edit_comment(once, comment.author, "Third.")
    assert [row.written_at for row in twice.revisions.all()] == [comment.created_at, once.edited_at]


def test_the_same_text_again_is_no_edit() -> None:
    comment = say(ArticleFactory(), MemberFactory(), "First.")
    version = Article.objects.get().version
    assert edit_comment(comment, comment.author, "First.\n").revision == 0
    assert not comment.revisions.exists()
    assert Article.objects.get().version == version


def test_an_edit_comes_too_late_after_the_window(settings) -> None:
    comment = say(ArticleFactory(), MemberFactory(), "First.")
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=settings.EDIT_MINUTES, seconds=1))
    with pytest.raises(Refused, match="15 minutes"):
        edit_comment(comment, comment.author, "Second.")
    comment.refresh_from_db()
    assert comment.body == "First."


def test_deleting_keeps_the_thread_and_takes_the_comment_out_of_the_counts() -> None:
    article = ArticleFactory()
    top = say(article, MemberFactory())
    reply = say(article, MemberFactory(), parent=top)
    delete_comment(top, top.author)
    article.refresh_from_db()
    top.refresh_from_db()
    assert [top.status, top.reply_count, article.comment_count] == ["deleted", 1, 1]
    delete_comment(reply, reply.author)
    top.refresh_from_db()
    assert top.reply_count == 0
    assert not Comment.objects.shown().exists()


@pytest.mark.parametrize("verb", [lambda c, m: edit_comment(c, m, "Mine now."), delete_comment])
def test_nobody_changes_the_comment_of_somebody_else(verb) -> None:
    comment = say(ArticleFactory(), MemberFactory(), "Hers.")
    with pytest.raises(Refused, match="Only its author"):
        verb(comment, MemberFactory())
    comment.refresh_from_db()
    assert [comment.body, comment.status] == ["Hers.", "published"]


def test_every_visible_change_raises_the_version() -> None:
    article = ArticleFactory()
    versions = [article.version]

    def note() -> None:
        versions.append(Article.objects.get().version)

    comment = say(article, MemberFactory())
    note()
    edit_comment(comment, comment.author, "Better.")
    note()
    delete_comment(comment, comment.author)
    note()
    assert versions == sorted(set(versions))


def test_a_thread_deeper_than_its_path_stays_whole_and_counted() -> None:
    article, author = ArticleFactory(), MemberFactory()
    parent = None
    for _ in range(45):
        parent = say(article, author, parent=parent)
    assert parent.depth == 44
    assert parent.parent.reply_count == 0  # as read before the last reply
    assert Comment.objects.get(pk=parent.parent_id).reply_count == 1
    assert not list(recount())


def test_posting_costs_the_same_deep_in_a_long_thread(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    article, author = ArticleFactory(), MemberFactory()
    parent = None
    for _ in range(30):
        parent = say(article, author, parent=parent)
    with django_assert_max_num_queries(11):
        say(article, author, parent=parent)
