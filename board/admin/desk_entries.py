"""Cases in their context, as the desk shows them: a fixed number of queries, however many cases."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import User
from board.actions.desk import SANCTIONS
from board.discussions.marks import marked
from board.discussions.quotes import read_quoting, reading_now
from board.models import Case, Comment, LogEntry, Note, Report
from board.models.each import together
from board.models.reports import TrackRecord
from board.rules.moderation import SEVERITY

Status, Cause = Comment.Status, Case.Cause
# Of each entry: so much is shown, what is beyond is a click away.
REPORTS, QUOTERS, NOTES, ACTS = 5, 5, 3, 3
# So many reports of one comment are looked at for the weightiest.
MOST_REPORTS = 60

NOBODY = TrackRecord(0, 0)


@dataclass
class Told:
    """A report, and how often its member was right before."""

    report: Report
    record: TrackRecord

    @property
    def decided(self) -> int:
        return self.record.right + self.record.wrong


@dataclass
class Author:
    """What moderators should know of a member before they decide."""

    member: User
    published: int = 0
    removed: int = 0
    sanctions: list[LogEntry] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def known(self) -> int:
        """The newest sanction that the desk shows: see `actions.desk`."""
        return self.sanctions[0].pk if self.sanctions else 0


@dataclass
class Entry:
    case: Case
    comment: Comment
    author: Author
    html: SafeString
    quoters: list[Comment]
    reports: list[Told]
    acts: list[LogEntry]
    is_own: bool
    next: int = 0  # the comment after it on the page; 0 after the last
    asked: Any = None  # a form of it that came back

    @property
    def cause(self) -> str:
        return why_held(self.case)

    @property
    def ticked(self) -> set[int]:
        """The quoters that were ticked in a form that came back."""
        sent = self.asked.form.data.getlist("quoters") if self.asked else []
        return {quoter.pk for quoter in self.quoters if str(quoter.pk) in sent}

    @property
    def seen(self) -> int:
        return self.acts[0].pk if self.acts else 0

    @property
    def some_quoters(self) -> list[Comment]:
        return self.quoters[:QUOTERS]

    @property
    def more_reports(self) -> int:
        return max(0, self.case.report_count - len(self.reports))


def why_held(case: Case) -> str:
    """To moderators; its author is told in other words. The rule that caught it is told besides."""
    words = {
        Cause.PREMODERATED: _("each comment under this story waits"),
        Cause.MEMBER: _("all comments of this member wait"),
        Cause.FIRST: _("among the first comments of a new member"),
        Cause.NEW_LINK: _("a link by a new member"),
        Cause.LINKS: _("many links"),
        Cause.REPEATED: _("the same text again by the same member"),
        Cause.COPIED: _("the same text as others who are new here"),
        Cause.WORDS: _("words that a moderator looks at first"),
    }
    return words.get(case.cause, case.get_cause_display())  # type: ignore[call-overload]


def read(cases: Sequence[Case], moderator: Any) -> list[Entry]:
    comments = [case.comment for case in cases]
    ids, when = [comment.pk for comment in comments], reading_now()
    quoting, reports = read_quoting(ids), read_reports(ids)
    authors, acts = read_authors({comment.author for comment in comments}), read_acts(ids)
    hide_from(moderator, comments, authors, reports)
    entries = [
        Entry(
            case=case,
            comment=comment,
            author=authors[comment.author_id],
            html=marked(quoting.html(comment, (), when), case),
            quoters=quoting.quoters(comment),
            reports=reports[comment.pk],
            acts=acts[comment.pk],
            is_own=comment.author_id == moderator.pk,
        )
        for case, comment in zip(cases, comments, strict=True)
    ]
    for entry, following in pairwise(entries):
        entry.next = following.comment.pk
    return entries


def hide_from(
    moderator: Any, comments: Iterable[Comment], authors: dict[int, Author], reports: dict[int, list[Told]]
) -> None:
    """Nobody reads what is noted of themselves, nor who has reported them."""
    if moderator.pk in authors:
        authors[moderator.pk].notes = []
    for comment in comments:
        if comment.author_id == moderator.pk:
            reports[comment.pk] = []


def read_reports(comments: Collection[int]) -> dict[int, list[Told]]:
    """The open ones, the weightiest first."""
    found: dict[int, list[Told]] = defaultdict(list)
    if not comments:
        return found
    parts = [Report.objects.open().filter(comment=pk)[:MOST_REPORTS] for pk in comments]
    reports = sorted(
        together(parts).select_related("member"), key=lambda one: (-SEVERITY[one.reason] * one.weight, one.pk)
    )
    for report in reports:
        if len(found[report.comment_id]) < REPORTS:
            found[report.comment_id].append(Told(report, NOBODY))
    shown = [told for listed in found.values() for told in listed]
    records = track_records({told.report.member_id for told in shown if told.report.member_id})
    for told in shown:
        told.record = records.get(told.report.member_id or 0, NOBODY)
    return found


def track_records(members: Collection[int]) -> dict[int, TrackRecord]:
    """How often each was right: 0 of 0 for whom nothing has been decided."""
    upheld, dismissed = Q(outcome=Report.Outcome.UPHELD), Q(outcome=Report.Outcome.DISMISSED)
    counted = Report.objects.filter(member__in=members).order_by().values("member")
    rows = counted.annotate(right=Count("pk", filter=upheld), wrong=Count("pk", filter=dismissed))
    return {row["member"]: TrackRecord(row["right"], row["wrong"]) for row in rows}


def read_authors(members: Iterable[User]) -> dict[int, Author]:
    authors = {member.pk: Author(member) for member in members}
    if not authors:
        return authors
    counted = Comment.objects.filter(author__in=authors, status__in=[Status.PUBLISHED, Status.REMOVED])
    for row in counted.order_by().values("author", "status").annotate(n=Count("pk")):
        setattr(authors[row["author"]], row["status"], row["n"])
    acts = LogEntry.objects.filter(verb__in=SANCTIONS).order_by("-pk")
    for act in newest(acts.filter(member=pk)[:ACTS] for pk in authors):
        authors[act.member_id].sanctions.append(act)
    notes = Note.objects.order_by("-pk")
    for note in newest((notes.filter(member=pk)[:NOTES] for pk in authors), "author"):
        authors[note.member_id].notes.append(note)
    return authors


def newest(parts: Iterable[Any], who: str = "moderator") -> list[Any]:
    return sorted(together(parts).select_related(who), key=lambda row: -row.pk)


def read_acts(comments: Collection[int]) -> dict[int, list[LogEntry]]:
    """What moderators have done about each comment before, the newest first."""
    acts: dict[int, list[LogEntry]] = defaultdict(list)
    found = LogEntry.objects.filter(comment__in=comments).select_related("moderator").order_by()
    for act in sorted(found, key=lambda act: -act.pk):
        acts[act.comment_id or 0].append(act)
    return acts
