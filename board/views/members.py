from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.limits import TooMany
from accounts.models import User
from board import limits
from board.actions.members import change_picture
from board.discussions.neutral import FACES
from board.discussions.quotes import read_quoting, reading_now
from board.http import (
    is_member,
    login_first,
    page,
    read_only,
    read_or_post,
    redirect,
    refuse_for,
)
from board.models import Comment, Mute
from board.rules import tally
from board.views.paging import by_index

PER_PAGE = 30


@read_only
def member(request: HttpRequest, slug: str) -> HttpResponse:
    """A member and what they said, the newest first: published comments alone, whoever looks."""
    found = User.objects.filter(slug=slug, is_active=True).first()
    if found is None:
        raise Http404(_("There is no such member."))
    said = Comment.objects.published().filter(author=found).order_by("-created_at", "-pk")
    rows = Comment.objects.readable().select_related("article__section__parent", "author")
    shown = by_index(said, rows, PER_PAGE).get_page(request.GET.get("page"))
    quoting, when = read_quoting([comment.pk for comment in shown]), reading_now()
    shown_rows = [
        {"comment": row, "html": quoting.html(row, (), when), "tally": tally.words(row.up, row.down)}
        for row in shown
    ]
    context = {"member": found, "page": shown, "rows": shown_rows, "face": found.pk % FACES}
    context |= {"is_muted": Mute.objects.has(request.user, found)}
    return page(request, "board/members/page.html", context)


class PictureForm(forms.Form):
    picture = forms.FileField(label=gettext_lazy("A picture of you"), required=False)


@read_or_post
def picture(request: HttpRequest) -> HttpResponse:
    """The member's own picture: put up, or (sent without a file) taken down."""
    if not is_member(request):
        return login_first(request, request.path)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        try:
            limits.spend(limits.PICTURES, request.user)
            member = change_picture(request.user.pk, request.FILES.get("picture"))
            messages.success(request, _("Your picture has been changed."))
            return redirect(request, member.get_absolute_url())
        except forms.ValidationError as error:
            form.add_error("picture", error)
        except TooMany as refusal:
            return refuse_for(request, refusal)
    return page(request, "board/members/picture.html", {"form": form}, status=422 if form.errors else 200)
