"""A process of its own that moderates: `python -m tests.board.actions.acting_process KIND NUMBER…`.

`make` makes a senior moderator, two members, a house rule and a comment of each member under one story, which the
other has reported, and prints their ids in this order. All other kinds are acts that are done again and again.
"""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

TIMES = 8


def make() -> None:
    from board.actions.reports import report_comment
    from board.models import HouseRule
    from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

    one, other, article = MemberFactory(), MemberFactory(), ArticleFactory()
    comments = [say(article, one), say(ArticleFactory(), other)]
    for comment, reporter in zip(comments, (other, one), strict=True):
        report_comment(comment, reporter, "spam")
    rule = HouseRule.objects.create(title="Spam")
    print(
        StaffFactory(group="Senior moderators").pk, one.pk, other.pk, rule.pk, *(one.pk for one in comments)
    )


def warn(moderator: str, comment: str) -> None:
    """Each time it is reported by the other member first, who is told of it."""
    from accounts.models import User
    from board.actions import sanctions
    from board.models import Comment, Report

    senior, about = User.objects.get(pk=moderator), Comment.objects.get(pk=comment)
    for _ in range(TIMES):
        Report.objects.filter(comment=about).update(outcome="", decided_at=None)
        sanctions.warn(about.author, senior, reason="Calm down.", comment=about)


def picture(member: str) -> None:
    from board.actions.members import change_picture

    for _ in range(TIMES):
        change_picture(int(member), None)


def rewrite(moderator: str, rule: str) -> None:
    from accounts.models import User
    from board.actions.rules import change_rule
    from board.models import HouseRule

    senior, house_rule = User.objects.get(pk=moderator), HouseRule.objects.get(pk=rule)
    for number in range(TIMES):
        change_rule(house_rule, senior, title=f"Spam {number}")


def remove(moderator: str, rule: str, comment: str) -> None:
    from accounts.models import User
    from board.actions import moderation
    from board.models import Comment, HouseRule

    senior, house_rule = User.objects.get(pk=moderator), HouseRule.objects.get(pk=rule)
    for _ in range(TIMES):
        moderation.remove(Comment.objects.get(pk=comment), senior, rule=house_rule)
        moderation.restore(Comment.objects.get(pk=comment), senior)


def look(moderator: str, comment: str) -> None:
    from accounts.models import User
    from board.actions.voiding import see_voters
    from board.models import Comment

    senior = User.objects.get(pk=moderator)
    for _ in range(TIMES):
        see_voters(senior, reason="Many at once", comment=Comment.objects.get(pk=comment))


KINDS = {"make": make, "warn": warn, "picture": picture, "rewrite": rewrite, "remove": remove, "look": look}
KINDS[sys.argv[1]](*sys.argv[2:])
