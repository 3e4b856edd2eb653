"""A process of its own that votes: `python -m tests.board.actions.voting_process COMMENT MEMBER[=VALUE] …`.

Without arguments it makes a discussion with one comment and forty voters and prints their ids.
"""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()


def main(arguments: list[str]) -> None:
    from accounts.models import User
    from board.actions.votes import cast_vote
    from board.models import Comment
    from tests.factories import ArticleFactory, MemberFactory, say

    if not arguments:
        comment = say(ArticleFactory(), MemberFactory())
        print(comment.pk, *(MemberFactory().pk for _ in range(40)))
    elif arguments == ["count"]:
        comment = Comment.objects.get()
        values = list(comment.votes.values_list("value", flat=True))
        print(comment.up, comment.down, values.count(1), values.count(-1))
    else:
        for pair in arguments[1:]:
            member, _, value = pair.partition("=")
            cast_vote(int(arguments[0]), User.objects.get(pk=member), int(value))


main(sys.argv[1:])
