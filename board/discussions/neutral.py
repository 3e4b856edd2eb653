"""A page of comments as HTML that is the same for everybody: nothing in it depends on who asks.

It depends on the article's version, on the page, order and view asked for, on the language and on the date alone
(times read "Today"); what is one member's goes into its slots afterwards, see `personal`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from board.discussions.pages import Page
from board.discussions.quotes import Quoting, read_quoting
from board.models import Article, Comment
from board.rules import moments, tally
from board.rules.threading import Node
from board.rules.weaving import Neutral

THREAD = "board/comments/_thread.html"
# Below this level replies go on without further indent and name what they answer.
INDENT = 5
# On a phone, below this one already; the style sheet knows it too.
PHONE_INDENT = 3
FACES = 8
# After the last thread: where an author's own new threads wait that nobody else sees yet.
LAST = "<!--s:held:0--><!--/s-->"


def render_page(page: Page) -> Neutral:
    """The whole list of a page."""
    return render_nodes(page.article, page.nodes, flat=page.view == "flat")


def render_nodes(article: Article, nodes: Sequence[Node[Comment]], *, flat: bool = False) -> Neutral:
    comments = {node.row.pk: node.row for node in nodes}
    facts = Facts(article, comments)
    rows = [
        facts.row(node, flat=flat, following=after)
        for node, after in zip(nodes, _next_ids(nodes), strict=True)
    ]
    return Neutral.of(get_template(THREAD).render({"rows": rows, "labels": labels()}) + LAST)


def render_vote(comment: Comment) -> Neutral:
    """One comment's tally and buttons: the same region of the same template."""
    row = {"id": comment.pk, "url": comment.get_absolute_url()} | tally_words(comment)
    return Neutral.of(get_template(f"{THREAD}#vote").render({"row": row, "labels": labels()}))


def labels() -> dict[str, str]:
    """The fixed words of a comment, translated once for a page and not once for each comment."""
    return {
        "vote": _("Vote"),
        "up": _("Vote up"),
        "down": _("Vote down"),
        "reply": _("Reply"),
        "quote": _("Quote"),
        "edited": _("edited"),
        "in_reply_to": _("in reply to"),
        "parent": _("parent"),
        "next": _("next"),
    }


def fold_words(count: int) -> str:
    """What a branch's fold says, with `%d` for the number of its replies. Scripts fill it in again when one comes."""
    return ngettext("%d reply", "%d replies", count)


def tally_words(comment: Comment) -> dict[str, str]:
    return {"tally": tally.words(comment.up, comment.down), "spoken": tally.spoken(comment.up, comment.down)}


def _next_ids(nodes: Sequence[Node[Comment]]) -> list[int | None]:
    return [*(node.row.pk for node in nodes[1:]), None][: len(nodes)]


class Facts:
    """What the rows of a page need to know, read with a fixed number of queries."""

    def __init__(self, article: Article, comments: Mapping[int, Comment]) -> None:
        self.now: datetime = timezone.now()
        self.zone = timezone.get_current_timezone()
        self.comments = comments
        self.quoting: Quoting = read_quoting(comments.keys())
        self.badges = badges(article, {comment.author_id for comment in comments.values()})
        self.parents = self._absent_parents()

    def _absent_parents(self) -> dict[int, Comment]:
        """Parents that stand on another page: a flat list and a thread's page name them."""
        absent = {row.parent_id for row in self.comments.values() if row.parent_id} - self.comments.keys()
        return Comment.objects.with_authors().in_bulk(absent) if absent else {}

    def row(self, node: Node[Comment], *, flat: bool, following: int | None) -> dict[str, Any]:
        comment = node.row
        row: dict[str, Any] = {
            "id": comment.pk,
            "level": min(node.depth, INDENT),
            "replies": node.replies,
            "replies_words": fold_words(node.replies) % node.replies,
            "closes": range(node.closes),
            "missing": node.missing and not flat,
            "missing_words": ngettext(
                "Continue this thread (%d more reply)", "Continue this thread (%d more replies)", node.missing
            ) % node.missing,
            "url": comment.get_absolute_url(),
            "next": following,
        }  # fmt: skip
        if not comment.is_published:
            return row | {"tombstone": tombstone(comment)}
        return row | self._readable(comment) | self._answers(comment, node, flat=flat)

    def _readable(self, comment: Comment) -> dict[str, Any]:
        quoters = self.quoting.quoters(comment)
        return {
            "author": comment.author,
            "author_url": comment.author.get_absolute_url(),
            "face": comment.author_id % FACES,
            "badge": self.badges.get(comment.author_id),
            "when": moments.words(comment.created_at, self.now, self.zone),
            "datetime": moments.machine(comment.created_at),
            "edited": comment.revision,
            "html": self.quoting.html(comment, self.comments.keys(), self.now),
            "quoters": [(self._address(quoter), quoter.author.name) for quoter in quoters],
            "quoted_words": _("Quoted by %d") % len(quoters),
        } | tally_words(comment)

    def _answers(self, comment: Comment, node: Node[Comment], *, flat: bool) -> dict[str, Any]:
        """Where the comment's parent is, and its name where the indent does not show it."""
        if not comment.parent_id:
            return {}
        parent = self.comments.get(comment.parent_id) or self.parents[comment.parent_id]
        row: dict[str, Any] = {"parent": self._address(parent)}
        unseen = flat or node.depth > INDENT or node.depth == 0
        if unseen or node.depth > PHONE_INDENT:
            row["in_reply_to"] = parent.author.name if parent.is_published else _("a comment that is gone")
            row["on_phones"] = not unseen
        return row

    def _address(self, comment: Comment) -> str:
        return f"#comment-{comment.pk}" if comment.pk in self.comments else comment.get_absolute_url()


def tombstone(comment: Comment) -> str:
    if comment.status == Comment.Status.DELETED:
        return _("Deleted by its author")
    if comment.status == Comment.Status.HELD:
        return _("Waits for a moderator")
    return _("Removed by a moderator: %(reason)s") % {"reason": comment.reason}


def badges(article: Article, authors: Collection[int]) -> dict[int, str]:
    """{member id: badge} for moderators, staff, and the article's own authors."""
    found: dict[int, str] = {}
    for pk, is_superuser, group in User.objects.filter(pk__in=authors, is_staff=True).values_list(
        "pk", "is_superuser", "groups__name"
    ):
        if group == "Moderators":
            found[pk] = _("Moderator")
        elif pk not in found and (is_superuser or group):
            found[pk] = _("Staff")
    for pk in article.authors.filter(pk__in=authors).values_list("pk", flat=True):
        found[pk] = _("Author of this article")
    return found
