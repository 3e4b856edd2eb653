"""What a member is told: what moderators did about them or their comments, and what came of their reports."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from board.actions.appeals import is_too_old, may_be_appealed
from board.actions.notifications import mark_read
from board.http import login_first, page, read_only
from board.models import Comment, LogEntry, Notification
from board.rules import markup, notices
from board.views.paging import by_index

PER_PAGE = 30
EXCERPT = 160
AROUND = ("entry__article__section__parent", "entry__comment", "entry__appeal")


@read_only
def notifications(request: HttpRequest) -> HttpResponse:
    """The newest first. Whoever opens them has read them."""
    member: Any = request.user
    if not member.is_authenticated:
        return login_first(request, request.path)
    own = Notification.objects.filter(member=member).order_by("-pk")
    shown = by_index(own, own.select_related(*AROUND), PER_PAGE).get_page(request.GET.get("page"))
    new = mark_read(member)
    rows = [told(row, member, is_new=at <= new) for at, row in enumerate(shown, shown.start_index())]
    return page(request, "board/notifications/page.html", {"page": shown, "rows": rows})


def told(row: Notification, member: Any, *, is_new: bool) -> dict[str, Any]:
    """One notification as it is shown. A reporter is told the outcome alone."""
    entry = row.entry
    facts: dict[str, Any] = {"at": row.created_at, "is_new": is_new} | about_comment(entry, member)
    if row.about == Notification.About.REPORT:
        return facts | {"sentence": notices.about_report(entry.verb)}
    facts |= {
        "sentence": notices.about_own(entry.verb, entry.after),
        "reason": entry.reason,
        "entry": entry.pk,
    }
    if may_be_appealed(entry):
        facts["has_appealed"] = hasattr(entry, "appeal")
        facts["may_appeal"] = not (facts["has_appealed"] or is_too_old(entry))
    return facts


def about_comment(entry: LogEntry, member: Any) -> dict[str, Any]:
    """The story, and of the comment what this member may still read: nothing of one that is no longer there."""
    article, comment = entry.article, entry.comment
    if not (article and comment and article.is_published):
        return {}
    facts = {"article": article, "is_own": comment.author_id == member.pk, "posted_at": comment.created_at}
    own_held = comment.status == Comment.Status.HELD and facts["is_own"]
    if comment.is_published or own_held:
        facts |= {"comment": comment, "excerpt": markup.excerpt(comment.body, EXCERPT)}
    return facts
