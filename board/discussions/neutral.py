"""A page of comments as HTML that is the same for everybody: nothing in it depends on who asks.

It depends on the article's version, on the page, order and view asked for, on the language and on the date alone
(times read "Today"); what is one member's goes into its slots afterwards, see `personal`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.addresses import address_of
from accounts.models import User
from board.discussions.pages import Page
from board.discussions.patterns import Value, escaped, fill, filler
from board.discussions.quotes import Quoting, read_quoting, reading_now
from board.models import Article, Comment
from board.rules import moments, tally
from board.rules.threading import Node

COMMENT = "board/comments/_comment.html"
# Below this level replies go on without further indent and name what they answer.
INDENT = 5
# On a phone, below this one already; the style sheet knows it too.
PHONE_INDENT = 3
FACES = 8
# The groups whose members carry the badge.
MODERATORS = ("Moderators", "Senior moderators")
# After the last thread: where an author's own new threads wait that nobody else sees yet.
LAST = "<!--s:held:0--><!--/s-->"
CLOSE = "</ol></details></li>\n"
LINK = '<li><a href="{}">{}</a></li>'


def render_page(page: Page) -> SafeString:
    """The whole list of a page, with the marks of its slots."""
    return render_nodes(page.article, page.nodes, flat=page.view == "flat")


def render_nodes(
    article: Article, nodes: Sequence[Node[Comment]], *, flat: bool = False, quoting: Quoting | None = None
) -> SafeString:
    """`quoting`: what is quoted in them and of them, where the caller knows it."""
    comments = {node.row.id: node.row for node in nodes}
    facts = Facts(article, comments, quoting or read_quoting(comments.keys(), comments), flat=flat)
    following = [*(node.row.id for node in nodes[1:]), None][: len(nodes)]
    filled = filler(COMMENT)
    rows = [
        filled(facts.row(node, after)) + CLOSE * node.closes
        for node, after in zip(nodes, following, strict=True)
    ]
    return SafeString("".join([*rows, LAST]))


def render_vote(comment: Comment) -> SafeString:
    """One comment's tally and buttons: the same region of the same template."""
    url = comment.get_absolute_url()
    values: dict[str, Value] = {"id": comment.pk, "url": url, **tally_words(comment.up, comment.down)}
    return fill(f"{COMMENT}#vote", values)


def fold_words(count: int) -> str:
    """What a branch's fold says, with `%d` for the number of its replies. Scripts fill it in again when one comes."""
    return ngettext("%d reply", "%d replies", count)


def tally_words(up: int, down: int) -> dict[str, Value]:
    return {"tally": tally.words(up, down), "spoken": tally.spoken(up, down)}


class Facts:
    """What the rows of a page need to know, read with a fixed number of queries."""

    def __init__(
        self, article: Article, comments: Mapping[int, Comment], quoting: Quoting, *, flat: bool
    ) -> None:
        self.when = reading_now()
        self.flat = flat
        self.comments = comments
        self.quoting = quoting
        authors = {comment.author_id: comment.author for comment in comments.values()}
        self.authors = self._authors(authors.values(), badges(article, authors.values()))
        self.absent = self._absent()
        self.before, self.behind = address_of("comment", 0).rsplit("0", 1)
        self.tally = cache(tally_words)
        self.fold_words = cache(lambda count: fold_words(count) % count)

    def _absent(self) -> dict[int, str | None]:
        """Who wrote what is answered on this page and stands on another, unless it was read with its reply."""
        rows = [row for row in self.comments.values() if "parent" not in row._state.fields_cache]
        return Comment.objects.names_of(
            {row.parent_id for row in rows if row.parent_id} - self.comments.keys()
        )

    def _answered(self, comment: Comment) -> str:
        """The name of whoever wrote what this comment answers."""
        if comment.parent_id in self.absent:
            return self.absent[comment.parent_id] or _("a comment that is gone")
        parent: Any = self.comments.get(comment.parent_id or 0) or comment.parent
        return parent.author.name if parent.is_published else _("a comment that is gone")

    def row(self, node: Node[Comment], following: int | None) -> dict[str, Value]:
        comment = node.row
        row: dict[str, Value] = {
            "id": comment.id,
            "level": str(min(node.depth, INDENT)),
            "replies": node.replies and self.fold_words(node.replies),
            "missing": node.missing and not self.flat and missing_words(node.missing),
            "url": self._url(comment.id),
            "next": following,
        }
        if not comment.is_published:
            return row | {"tombstone": tombstone(comment)}
        row |= self._readable(comment) | self._answers(comment, node)
        row["jump"] = bool(following or comment.parent_id)
        return row

    def _readable(self, comment: Comment) -> dict[str, Value]:
        return {
            **self.authors[comment.author_id],
            "when": self.when(comment.created_at),
            "datetime": moments.machine(comment.created_at),
            "edited": comment.revision,
            "redacted": comment.is_redacted,
            "html": self.quoting.html(comment, self.comments.keys(), self.when),
            **self._quoted_by(self.quoting.quoters(comment)),
            **self.tally(comment.up, comment.down),
        }

    def _quoted_by(self, quoters: Collection[Comment]) -> dict[str, Value]:
        if not quoters:
            return {}
        links = ((self._address(quoter.pk), quoter.author.name) for quoter in quoters)
        return {
            "quoters": format_html_join("", LINK, links),
            "quoted_words": _("Quoted by %d") % len(quoters),
        }

    def _authors(self, authors: Iterable[User], badges: Mapping[int, str]) -> dict[int, dict[str, Value]]:
        """What the rows say of each author, escaped once."""
        before, behind = address_of("member", "0").rsplit("0", 1)
        return {
            author.pk: escaped(
                {
                    "author": author.name,
                    "author_url": f"{before}{quote(author.slug)}{behind}",
                    "picture": author.picture.url if author.picture else "",
                    "face": str(author.pk % FACES),
                    "initials": author.initials,
                    "badge": badges.get(author.pk),
                }
            )
            for author in authors
        }

    def _answers(self, comment: Comment, node: Node[Comment]) -> dict[str, Value]:
        """Where the comment's parent is, and its name where the indent does not show it."""
        if not comment.parent_id:
            return {}
        row: dict[str, Value] = {"parent": self._address(comment.parent_id)}
        unseen = self.flat or node.depth > INDENT or node.depth == 0
        if unseen or node.depth > PHONE_INDENT:
            row["in_reply_to"] = self._answered(comment)
            row["on_phones"] = not unseen
        return row

    def _address(self, comment_id: int) -> str:
        return f"#comment-{comment_id}" if comment_id in self.comments else self._url(comment_id)

    def _url(self, comment_id: int) -> str:
        return f"{self.before}{comment_id}{self.behind}"


def missing_words(count: int) -> str:
    words = ngettext("Continue this thread (%d more reply)", "Continue this thread (%d more replies)", count)
    return words % count


def tombstone(comment: Comment) -> str:
    if comment.status == Comment.Status.DELETED:
        return _("Deleted by its author")
    if comment.status == Comment.Status.HELD:
        return _("Waits for a moderator")
    return _("Removed by a moderator: %(reason)s") % {"reason": comment.reason}


def badges(article: Article, authors: Collection[User]) -> dict[int, str]:
    """{member id: badge} for moderators, staff, and the article's own authors."""
    found: dict[int, str] = {}
    staff = {author.pk for author in authors if author.is_staff}
    for pk, is_superuser, group in groups_of(staff) if staff else ():
        if group in MODERATORS:
            found[pk] = _("Moderator")
        elif pk not in found and (is_superuser or group):
            found[pk] = _("Staff")
    wrote = Article.objects.authors_of(article.pk) if authors else set()
    return found | {author.pk: _("Author of this article") for author in authors if author.pk in wrote}


def groups_of(members: Collection[int]) -> Iterable[tuple[int, bool, str | None]]:
    """(id, may do everything, a group's name or none) of each member, once for each of their groups."""
    return User.objects.filter(pk__in=members).values_list("pk", "is_superuser", "groups__name")
