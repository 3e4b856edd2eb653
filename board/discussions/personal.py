"""What is one member's on a page of comments. Its cost depends on what they did, not on the length of the page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from board.actions.comments import may_edit_now
from board.discussions.pages import Page
from board.discussions.quotes import read_quoting
from board.models import Comment, Vote
from board.rules.weaving import Key

# More new comments than this are not counted one by one.
MANY = 500
PRESSED = 'value="0" aria-pressed="true"'


@dataclass
class Personal:
    """`new`: the ids of what came since the member's last visit, the oldest first, wherever in the discussion."""

    votes: dict[int, int] = field(default_factory=dict)
    own: list[Comment] = field(default_factory=list)
    held: list[Comment] = field(default_factory=list)
    new: list[int] = field(default_factory=list)

    def fills(self) -> Iterator[tuple[Key, str]]:
        for comment_id, value in self.votes.items():
            yield ("up" if value == 1 else "down", comment_id), PRESSED
        mark = format_html(' <span class="new">{}</span>', _("New"))
        for comment_id in self.new:
            yield ("new", comment_id), mark
        for comment in self.own:
            yield ("own", comment.pk), own_actions(comment)
        quoting, now = read_quoting([comment.pk for comment in self.held]), timezone.now()
        for comment in self.held:
            yield ("held", comment.parent_id or 0), waiting(comment, quoting.html(comment, (), now))


def read_personal(member: Any, page: Page, seen: int | None) -> Personal:
    """A few bounded reads. `seen`: the last comment number of the member's earlier visits, None for none."""
    personal = Personal(votes=Vote.objects.of(member, page.comments))
    personal.own = [row for row in page.comments if row.author_id == member.pk and row.is_published]
    held = Comment.objects.held_by(member, page.article)
    personal.held = [row for row in held if row.parent_id or page.parent is None]
    for row in personal.held:
        row.article = page.article
    if seen is not None:
        fresh = (
            Comment.objects.published().filter(article=page.article, number__gt=seen).exclude(author=member)
        )
        personal.new = list(fresh.order_by("number").values_list("pk", flat=True)[:MANY])
    return personal


def waiting(comment: Comment, html: SafeString) -> str:
    """A comment that waits for a moderator, for its author's eyes."""
    return render_to_string("board/comments/_held.html", {"comment": comment, "html": html})


def own_actions(comment: Comment) -> str:
    """Edit, while it may be edited, and Delete."""
    editable = bool(may_edit_now(comment.author, comment))
    return render_to_string("board/comments/_own.html", {"comment": comment, "editable": editable})
