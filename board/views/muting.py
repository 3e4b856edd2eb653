"""Not wanting to read somebody: at a comment of theirs, on their page, and the list of all of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.limits import TooMany
from accounts.models import User
from board import limits
from board.actions.mutes import mute, unmute
from board.actions.refusals import Refused
from board.forms import ReportForm
from board.http import (
    fragment,
    is_member,
    login_first,
    page,
    read_only,
    read_or_post,
    redirect,
    refuse,
    refuse_for,
    wants_fragment,
)
from board.models import Mute
from board.views.comments import find, no_comment
from board.views.reporting import show

VERBS = {
    "1": (mute, gettext_noop("You have muted %(name)s: what they say is folded, for you alone.")),
    "0": (unmute, gettext_noop("You have unmuted %(name)s.")),
}


@read_or_post
def mute_author(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever wrote this comment, as long as it is there: of one that is gone nobody learns by this who it was."""
    comment = find(request, pk)
    if not comment.is_published:
        raise no_comment()
    answer = act(request, comment.author, back_to=comment.get_absolute_url())
    if isinstance(answer, HttpResponse):
        return answer
    if wants_fragment(request):
        events = {"muted": {"id": pk}}
        return fragment(request, "", target="body", swap="none", notice=answer, events=events)
    if request.POST.get("reason") or request.POST.get("remark"):  # of a report that is still to be sent
        messages.success(request, answer)
        return show(request, comment, ReportForm(initial=request.POST.dict()))
    return redirect(request, comment.get_absolute_url())  # where it is seen at the comment itself


@read_or_post
def mute_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever closed their account is known to those alone who have muted them, and can be unmuted."""
    other = User.objects.filter(slug=slug).first()
    if other is None or not (other.is_active or Mute.objects.has(request.user, other)):
        raise Http404(_("There is no such member."))
    is_listed = "list" in request.POST or not other.is_active
    place = reverse("muted") if is_listed else other.get_absolute_url()
    answer = act(request, other, back_to=place)
    if isinstance(answer, HttpResponse):
        return answer
    messages.success(request, answer)
    return redirect(request, place)


def act(request: HttpRequest, other: User, *, back_to: str) -> HttpResponse | str:
    """Mutes or unmutes as the posted value says. What was done, as a sentence; or the answer, where nothing was."""
    if not is_member(request):
        return login_first(request, back_to)
    if request.method != "POST":
        return redirect(request, back_to)
    verb, sentence = VERBS.get(request.POST.get("value", ""), (None, ""))
    if verb is None:
        return refuse(request, _("A member is muted, or is not."), status=400)
    try:
        limits.spend(limits.MUTES, request.user)
        verb(request.user, other)
    except (Refused, TooMany) as refusal:
        return refuse_for(request, refusal)
    return _(sentence) % {"name": other.name}


@read_only
def muted(request: HttpRequest) -> HttpResponse:
    """All whom the member has muted, the latest first: their number is bounded."""
    if not is_member(request):
        return login_first(request, request.path)
    mutes = Mute.objects.filter(member=request.user.pk).select_related("muted")
    latest_first = sorted(mutes, key=lambda mute: mute.pk, reverse=True)
    return page(request, "board/members/muted.html", {"mutes": latest_first})
