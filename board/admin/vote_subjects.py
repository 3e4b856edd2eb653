"""What the vote view can be about: one comment, or one member. Each is found, and permitted, in one place."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from board.actions import voiding
from board.admin import vote_names, vote_report
from board.admin.access import may
from board.admin.addresses import address
from board.admin.removal import name
from board.models import Comment, Remit, Vote
from board.rules import permissions


class Subject:
    """`about`: what the verbs are told that it is about. `reports` name nobody; `names` do."""

    kind = ""
    about: dict[str, Any]
    title: str
    home: str

    def __init__(self, request: HttpRequest, pk: int) -> None:
        if not may(request, "board.moderate_comment"):
            raise PermissionDenied(_("You may not do that."))
        self.moderator: Any = request.user
        self.sections = Remit.objects.sections(self.moderator)
        self.find(pk)
        self.address = address(Vote, self.kind, pk)

    def find(self, pk: int) -> None:
        raise NotImplementedError

    def reports(self) -> list[vote_report.Report]:
        raise NotImplementedError

    def names(self) -> dict[str, Any]:
        raise NotImplementedError

    def chosen(self, ticked: list[str]) -> list[User]:
        """Whose votes are to be voided or restored."""
        raise NotImplementedError


class OfComment(Subject):
    kind = "comment"

    def find(self, pk: int) -> None:
        comment = Comment.objects.select_related("article__section", "author").filter(pk=pk).first()
        if comment is None:
            raise Http404(_("There is no such comment."))
        if not (answer := permissions.may_moderate(self.moderator, comment, self.sections)):
            raise PermissionDenied(answer.why_not)
        self.about, self.comment = {"comment": comment}, comment
        self.title, self.home = name(comment), address(Comment, "change", pk)

    @cached_property
    def study(self) -> vote_report.Study:
        return vote_report.of_comment(self.comment)

    def reports(self) -> list[vote_report.Report]:
        return [vote_report.received(self.study, _("Votes on this comment"))]

    def names(self) -> dict[str, Any]:
        return {"voters": vote_names.voters(self.study)}

    def chosen(self, ticked: list[str]) -> list[User]:
        return list(User.objects.filter(pk__in=ticked).order_by("name")[: vote_names.MOST])


class OfMember(Subject):
    kind = "member"

    def find(self, pk: int) -> None:
        member = User.objects.filter(pk=pk).first()
        if member is None:
            raise Http404(_("There is no such member."))
        if member.pk == self.moderator.pk:
            raise PermissionDenied(_("Nobody moderates themselves: ask another moderator."))
        self.about, self.member = {"member": member}, member
        self.title, self.home = member.name, address(User, "change", pk)

    @cached_property
    def study(self) -> vote_report.Study:
        return vote_report.of_author(self.member, self.sections)

    @cached_property
    def cast(self) -> list[Vote]:
        return vote_report.cast_by(self.member, self.sections)

    def reports(self) -> list[vote_report.Report]:
        heading = _("How %(name)s votes") % {"name": self.member}
        return [
            vote_report.received(self.study, _("Votes on their comments")),
            vote_report.cast(self.member, self.cast, heading),
        ]

    def names(self) -> dict[str, Any]:
        together = vote_names.named(vote_report.companions(self.member, self.cast))
        voters, authors = vote_names.voters(self.study), vote_names.authors(self.cast)
        return {"voters": voters, "authors": authors, "together": together}

    def chosen(self, ticked: list[str]) -> list[User]:
        return [self.member]


def count(member: User, moderator: Any, *, void: bool) -> int:
    """How many votes of the member the moderator can still void, or restore, wherever they are."""
    return voiding.to_turn(member, moderator, void=void).count()
