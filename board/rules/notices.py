"""What members are told about acts of moderation: a sentence for each act, by whom it concerns.

To an author never who reported or which moderator decided; to a reporter no more than what came of it.
"""

from django.utils.translation import gettext as _

from board.rules import moments


def about_own(verb: str, after: str = "") -> str:
    """For the member whom the act is about, or whose comment. `after`: their standing since then, as logged."""
    until = moments.stored(after.partition(" until ")[2])
    if verb == "suspend" and until:
        sentence = _("Your account is suspended until %(until)s: you may read but not take part.")
        return sentence % {"until": moments.calendar(until)}
    return {
        "approve": _("Your comment is published: a moderator has looked at it."),
        "remove": _("A moderator has removed your comment."),
        "restore": _("Your comment is published again."),
        "redact": _("A moderator has taken words out of your comment."),
        "warn": _("A moderator has warned you."),
        "hold": _("From now on a moderator looks at your comments before others see them."),
        "suspend": _("Your account is suspended: you may read but not take part."),
        "ban": _("Your account may read but no longer take part."),
        "lift": _("You may take part again as before."),
        "void-votes": _("Moderators have voided votes of yours: they are not counted any more."),
        "restore-votes": _("Votes of yours that moderators had voided are counted again."),
        "appeal-granted": _("Your appeal was granted: the decision has been undone."),
        "appeal-refused": _("Another moderator has looked at your appeal. The decision stands."),
    }.get(verb, _("A moderator has looked at your comment."))


def about_report(verb: str) -> str:
    """For a member who reported the comment that the act is about."""
    return {
        "keep": _("You reported a comment. A moderator has looked at it, and it stays."),
        "remove": _("You reported a comment. A moderator has removed it."),
        "redact": _("You reported a comment. A moderator has taken words out of it."),
        "warn": _("You reported a comment. A moderator agreed with you; the comment stays."),
        "gone": _("You reported a comment. Its author has deleted it meanwhile."),
    }.get(verb, _("You reported a comment. A moderator has looked at it."))
