"""A process of its own that answers appeals: `python -m tests.board.actions.appealing_process make|answer|count …`.

`make` has ten comments removed and ten members warned, all of them appeal, and prints the ids of four moderators;
`answer MODERATOR grant|refuse` answers every appeal and prints how many it was the one to decide; `count` prints what
is stored, one line for each appeal.
"""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()


def make() -> None:
    from board.actions import moderation, sanctions
    from board.actions.appeals import appeal
    from board.models import LogEntry
    from tests.factories import ArticleFactory, MemberFactory, StaffFactory, say

    first, article = StaffFactory(group="Moderators"), ArticleFactory()
    for n in range(20):
        author = MemberFactory()
        if n % 2:
            moderation.remove(say(article, author), first, reason="Off topic")
        else:
            sanctions.warn(author, first, reason="Rude")
        appeal(LogEntry.objects.get(member=author), author, "I was not.")
    print(*(StaffFactory(group="Moderators").pk for _ in range(4)))


def answer(moderator: str, how: str) -> None:
    """Whoever comes second is told so, and goes on."""
    from accounts.models import User
    from board.actions.appeals import answer_appeal
    from board.actions.refusals import Refused
    from board.models import Appeal

    who, count = User.objects.get(pk=moderator), 0
    for asked in Appeal.objects.order_by("pk"):
        try:
            answer_appeal(asked, who, how == "grant", "Looked at.")
            count += 1
        except Refused as refusal:
            assert refusal.conflict and "meanwhile" in str(refusal), refusal
    print(count)


def count() -> None:
    from board.models import Appeal, LogEntry

    for asked in Appeal.objects.select_related("member", "entry__comment"):
        comment = asked.entry.comment
        stands = comment.status == "removed" if comment else bool(asked.member.warning)
        about = LogEntry.objects.filter(member=asked.member, verb__startswith="appeal")
        verbs = list(about.values_list("verb", flat=True))
        print(asked.granted, stands, asked.member.unread, *verbs)


{"make": make, "answer": answer, "count": count}[sys.argv[1]](*sys.argv[2:])
