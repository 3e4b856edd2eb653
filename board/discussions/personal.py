"""What is one member's on a page of comments. Its cost depends on what they did, not on the length of the page."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.addresses import address_of
from board.actions.comments import may_edit_now
from board.discussions.pages import Said
from board.discussions.patterns import fill
from board.discussions.quotes import read_quoting, reading_now
from board.models import Article, Case, Comment
from board.models.theirs import read_theirs
from board.rules.weaving import Key

# More new comments than this are not counted one by one.
MANY = 500
PRESSED = 'value="0" aria-pressed="true"'


@dataclass
class Personal:
    """`muted`: the ids of comments by those whom the member has muted.

    `new`: of what came since the member's last visit, the oldest first, wherever in the discussion.
    """

    votes: dict[int, int] = field(default_factory=dict)
    muted: list[int] = field(default_factory=list)
    own: list[Comment] = field(default_factory=list)
    held: list[Comment] = field(default_factory=list)
    new: list[int] = field(default_factory=list)

    def fills(self) -> Iterator[tuple[Key, str]]:
        for comment_id, value in self.votes.items():
            yield ("up" if value == 1 else "down", comment_id), PRESSED
        if self.new:
            mark = format_html(' <span class="new">{}</span>', _("New"))
            yield from ((("new", comment_id), mark) for comment_id in self.new)
        for comment_id in self.muted:
            yield ("muted", comment_id), folded(comment_id)
        for comment in self.own:
            editable = bool(may_edit_now(comment.author, comment))
            yield ("own", comment.pk), own_actions(comment, editable=editable)
        if self.held:
            yield from self._waiting().items()

    def _waiting(self) -> dict[Key, str]:
        """What waits, by the slot that it stands in: there may be several in one."""
        quoting, when = read_quoting([comment.pk for comment in self.held]), reading_now()
        found: defaultdict[Key, str] = defaultdict(str)
        for comment in self.held:
            html = quoting.html(comment, (), when)
            if comment.reply_count:  # an edit has held it: it stands above them already
                found["mine", comment.pk] = waiting(comment, html, part="#inside")
            else:
                found["held", comment.parent_id or 0] += waiting(comment, html)
        return found


def read_personal(
    member: Any, article: Article, said: Mapping[int, Said], seen: int | None, *, parent: int | None = None
) -> Personal:
    """A few bounded reads. `said`: the page's readable comments; with `parent` it is a thread's page.

    `seen`: the last comment number of the member's earlier visits, None for none.
    """
    theirs = read_theirs(member, article, said)
    personal, asks = Personal(theirs.votes), member.pk
    for pk, (author, at) in said.items():
        if author == asks:
            personal.own.append(own(pk, at, member, article))
        elif author in theirs.muted:
            personal.muted.append(pk)
    for held in Comment.objects.held_by(member, article) if theirs.waits else ():
        if held.parent_id or parent is None or held.reply_count:
            held.article, held.author = article, member
            personal.held.append(held)
    if seen is not None and seen < article.last_number:
        fresh = Comment.objects.published().filter(article=article, number__gt=seen)
        fresh = fresh.exclude(author__in={member.pk, *theirs.muted})
        personal.new = list(fresh.order_by("number").values_list("pk", flat=True)[:MANY])
    return personal


def own(pk: int, created_at: datetime, member: Any, article: Article) -> Comment:
    """As much of a member's published comment as says what they may do with it, read from nowhere."""
    names = ("id", "author_id", "article_id", "created_at", "status", "is_redacted")
    values = (pk, member.pk, article.pk, created_at, Comment.Status.PUBLISHED, False)
    comment = Comment.from_db(None, names, values)
    comment.article, comment.author = article, member
    return comment


def waiting(comment: Comment, html: SafeString, part: str = "") -> str:
    """A comment that waits for a moderator, for its author's eyes; or a part of it."""
    context = {"comment": comment, "html": html, "cause": cause_words(comment)}
    context["own"] = own_actions(comment, editable=False)
    return render_to_string(f"board/comments/_held.html{part}", context)


def cause_words(comment: Comment) -> str:
    """Why a comment waits, for its author: never the rule that caught it, nor at which words."""
    if hasattr(comment, "cause"):
        return str(dict(Case.Cause.choices).get(comment.cause or "", ""))
    case: Case | None = getattr(comment, "case", None)
    return case.get_cause_display() if case else ""


def folded(comment_id: int) -> str:
    """What stands before the text of somebody who is muted: it is hidden until this is opened."""
    return fill("board/comments/_muted.html", {"id": comment_id, "url": address_of("comment", comment_id)})


def own_actions(comment: Comment, *, editable: bool) -> str:
    """Edit, while it may be edited, and Delete."""
    url = comment.get_absolute_url()
    return fill("board/comments/_own.html", {"id": comment.pk, "url": url, "editable": editable})
