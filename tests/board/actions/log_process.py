"""A process of its own that writes to the log: `python -m tests.board.actions.log_process MODERATOR COMMENT …`.

It removes and restores the comments in turn, and lets every third act be undone by a failure. Without arguments it
makes a moderator and comments, and prints their ids.
"""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

COMMENTS = 24


class Broken(Exception):
    """What comes in the way of an act."""


def main(arguments: list[str]) -> None:
    from django.db import transaction

    from accounts.models import User
    from board.actions import moderation
    from board.models import Comment
    from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

    if not arguments:
        author, stories = MemberFactory(), [ArticleFactory() for _ in range(3)]
        moderator = StaffFactory(group="Moderators")
        print(moderator.pk, *(say(stories[n % 3], author, f"Words {n}.").pk for n in range(COMMENTS)))
        return
    moderator = User.objects.get(pk=arguments[0])
    for n, pk in enumerate(arguments[1:]):
        comment = Comment.objects.get(pk=pk)
        try:
            with transaction.atomic():
                moderation.remove(comment, moderator, reason="A house rule")
                if n % 3 == 2:
                    raise Broken
        except Broken:
            continue
        moderation.restore(comment, moderator)


main(sys.argv[1:])
