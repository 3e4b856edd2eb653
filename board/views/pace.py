from typing import Any

from django.utils.translation import ngettext

from board.models import Article, Guard


def pace(member: Any, article: Article) -> str:
    """What a member should know before writing in a discussion that goes on slowly; nothing where it does not.

    It is asked for with each page that a member gets, and is on no page that is kept: that a discussion has cooled
    down is nobody's act, and raises no version.
    """
    if not article.is_slowed or member.is_staff:
        return ""
    minutes = Guard.objects.values_list("slow_minutes", flat=True).get(pk=1)
    words = ngettext(
        "This discussion goes on slowly for now: one comment a minute from each member.",
        "This discussion goes on slowly for now: one comment in %(n)d minutes from each member.",
        minutes,
    )
    return words % {"n": minutes}
