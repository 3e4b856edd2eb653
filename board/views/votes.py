from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.limits import TooMany
from board import limits
from board.actions.refusals import Refused
from board.actions.votes import cast_vote
from board.discussions.neutral import render_vote
from board.discussions.personal import Personal
from board.http import (
    fragment,
    is_member,
    login_first,
    read_or_post,
    redirect,
    refuse,
    refuse_for,
    wants_fragment,
)
from board.models import Article, Comment
from board.rules import tally
from board.rules.weaving import Neutral, weave
from board.views.comments import address, find

VALUES = {"1": 1, "-1": -1, "0": 0}
SAID = {1: gettext_noop("Voted up."), -1: gettext_noop("Voted down."), 0: gettext_noop("Vote taken back.")}


@read_or_post
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes the posted value the member's vote. A visitor's press, which cannot post, leads to the login and back."""
    if not is_member(request):
        return login_first(request, find(request, pk).get_absolute_url())
    if request.method != "POST":
        return redirect(request, find(request, pk).get_absolute_url())
    value = VALUES.get(request.POST.get("value", ""))
    if value is None:
        return refuse(request, _("A vote is up, down, or taken back."), status=400)
    try:
        limits.spend(limits.VOTES, request.user)
        comment = cast_vote(pk, request.user, value)
    except TooMany as refusal:
        return refuse_for(request, refusal)
    except (Refused, Article.DoesNotExist) as refusal:
        find(request, pk)  # says that there is none, where this member may not know of it
        return refuse_for(request, refusal)
    if not wants_fragment(request):
        return redirect(request, address(find(request, pk)))
    return counted(request, comment, value)


def counted(request: HttpRequest, comment: Comment, value: int) -> HttpResponse:
    """The tally and the buttons of this one comment, and what a screen reader is told."""
    personal = Personal(votes={comment.pk: value} if value else {})
    html = weave(Neutral.of(render_vote(comment)), personal.fills()).decode()
    spoken = f"{_(SAID[value])} {tally.spoken(comment.up, comment.down)}"
    return fragment(request, html, target=f"#vote-{comment.pk}", notice=spoken)
