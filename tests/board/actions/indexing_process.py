"""A process of its own: `python -m tests.board.actions.indexing_process make|change|forget|reindex|check …`.

`make` makes a moderator, a member and two stories with comments, and prints their ids; `change MODERATOR MEMBER STORY
…` posts, edits, removes and restores under each story; `forget STORY` deletes what the search holds of its comments,
again and again, as if it had never been there; `reindex` sets that right; `check` prints what differs.
"""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

TIMES = 12


def make() -> None:
    from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

    moderator, member, stories = (
        StaffFactory(group="Moderators"),
        MemberFactory(),
        [ArticleFactory(), ArticleFactory()],
    )
    for number in range(30):
        say(stories[number % 2], member, f"A ferry, {number}.")
    print(moderator.pk, member.pk, *(story.pk for story in stories))


def change(moderator: str, member: str, *stories: str) -> None:
    from accounts.models import User
    from board.actions import moderation
    from board.actions.comments import edit_comment, post_comment
    from board.models import Article, Comment

    judge, author = User.objects.get(pk=moderator), User.objects.get(pk=member)
    for number in range(TIMES):
        for story in stories:
            comment = post_comment(Article(pk=int(story)), author, f"A boat, {number} of {os.getpid()}.")
            edit_comment(comment, author, f"A quay, {number} of {os.getpid()}.")
            moderation.remove(Comment.objects.get(pk=comment.pk), judge, reason="Because")
            if number % 2:
                moderation.restore(Comment.objects.get(pk=comment.pk), judge)


def forget(story: str) -> None:
    from board.models import CommentTerms

    for _time in range(TIMES):
        CommentTerms.objects.filter(comment__article=story).delete()


def reindex() -> None:
    from board.actions.reindex import reindex

    for _time in range(TIMES):
        list(reindex(repair=True))


def check() -> None:
    from board.actions.reindex import reindex

    print(*reindex(), sep="\n", end="")


{"make": make, "change": change, "forget": forget, "reindex": reindex, "check": check}[sys.argv[1]](
    *sys.argv[2:]
)
