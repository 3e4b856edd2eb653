"""What is one member's on a page of comments. Its cost depends on what they did, not on the length of the page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from board.actions.comments import may_edit_now
from board.discussions.pages import Page
from board.models import Comment, Vote
from board.rules.weaving import Key

PRESSED = 'value="0" aria-pressed="true"'


@dataclass
class Personal:
    """`new`: ids on this page, in display order, that came since the member's last visit."""

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
        for comment in self.held:
            yield ("held", comment.parent_id or 0), render_to_string("board/comments/_held.html", {"comment": comment})


def read_personal(member: Any, page: Page, seen: int | None) -> Personal:
    """Three bounded reads. `seen`: the last comment number of the member's earlier visits, None for none."""
    personal = Personal(votes=Vote.objects.of(member, page.comments))
    personal.own = [row for row in page.comments if row.author_id == member.pk and row.is_published]
    personal.held = list(Comment.objects.held_by(member, page.article))
    if seen is not None:
        personal.new = [
            row.pk for row in page.comments if row.number > seen and row.author_id != member.pk and row.is_published
        ]
    return personal


def own_actions(comment: Comment) -> str:
    """Edit, while it may be edited, and Delete."""
    editable = bool(may_edit_now(comment.author, comment))
    return render_to_string("board/comments/_own.html", {"comment": comment, "editable": editable})
