"""A process of its own that posts: `python -m tests.board.actions.posting_process make|post|count …`.

`make` makes eight stories and a member, and prints their ids; `post MEMBER STORY …` posts the same two texts under
each story; `count` prints for each text how many comments with it there are, and how many of them are published.
"""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

TEXTS = (
    "The herring of this town is the best on the whole coast, says my uncle, who sells it.",
    "Meet me at the pier on Tuesday, I have something to show to all of you who read this.",
)


def make() -> None:
    from tests.factories import ArticleFactory, MemberFactory, say

    stories, member = [ArticleFactory() for _ in range(8)], MemberFactory()
    say(stories[0], member, "Hello.")
    print(member.pk, *(story.pk for story in stories))


def post(member: str, *stories: str) -> None:
    from accounts.models import User
    from board.actions.comments import post_comment
    from board.models import Article

    author = User.objects.get(pk=member)
    for story in stories:
        for text in TEXTS:
            post_comment(Article(pk=int(story)), author, text)


def count() -> None:
    from board.models import Comment

    for text in TEXTS:
        found = Comment.objects.filter(body=text)
        print(found.count(), found.published().count(), found.filter(case__cause="repeated").count())


{"make": make, "post": post, "count": count}[sys.argv[1]](*sys.argv[2:])
