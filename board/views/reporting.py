"""Reporting a comment, and taking that back: on a page of its own, and with htmx in the comment's place."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.limits import MAIL_BY_RECIPIENT, TooMany, client_ip
from board import limits
from board.actions import reports as verbs
from board.actions.refusals import Refused
from board.discussions.quotes import html_now
from board.forms import ReportForm, VisitorReportForm
from board.http import (
    is_member,
    login_first,
    methods,
    page,
    read_or_post,
    redirect,
    refuse,
    refuse_for,
    region,
    status_of,
    told_to_wait,
    wants_fragment,
)
from board.models import Article, Comment, Mute, Report
from board.rules import permissions
from board.views.comments import address, find, no_comment


@read_or_post
def report(request: HttpRequest, pk: int) -> HttpResponse:
    comment, member = find(request, pk), request.user
    if not member.is_authenticated:
        return report_as_visitor(request, comment)
    if request.method != "POST" and (earlier := reported(comment, member)):
        return show(request, comment, earlier=earlier)
    answer = permissions.may_report(member, comment)
    if request.method != "POST" and not answer:
        return refuse(request, answer.why_not, status=409 if answer.conflict else 403)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return show(request, comment, form)
    try:
        limits.spend(limits.REPORTS, member)
        verbs.report_comment(comment, member, **form.cleaned_data)
    except Article.DoesNotExist as error:
        raise no_comment() from error
    except (Refused, TooMany) as refusal:
        return show(request, comment, form, refusal=refusal, earlier=reported(comment, member))
    return done(request, comment, _("Thank you. A moderator looks at it."))


def reported(comment: Comment, member: Any) -> Report | None:
    return Report.objects.filter(comment=comment, member=member).first()


def report_as_visitor(request: HttpRequest, comment: Comment) -> HttpResponse:
    """The way to the login, and beside it the form that the law asks for."""
    answer = permissions.may_be_reported(comment)
    if request.method != "POST" and not answer:
        return refuse(request, answer.why_not, status=409)
    form = VisitorReportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return show(request, comment, form)
    try:
        limits.spend(limits.VISITOR_REPORTS, client_ip(request))
        limits.spend([MAIL_BY_RECIPIENT], form.cleaned_data["email"].lower())
        verbs.report_as_visitor(comment, **form.cleaned_data)
    except Article.DoesNotExist as error:
        raise no_comment() from error
    except (Refused, TooMany) as refusal:
        return show(request, comment, form, refusal=refusal)
    return done(
        request, comment, _("Thank you. A moderator looks at it, and a mail tells you that it arrived.")
    )


@methods("POST")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    comment = find(request, pk)
    if not is_member(request):
        return login_first(request, f"{comment.get_absolute_url()}report/")
    try:
        limits.spend(limits.REPORTS, request.user)
        verbs.take_back(comment, request.user)
    except Article.DoesNotExist as error:
        raise no_comment() from error
    except (Refused, TooMany) as refusal:
        return refuse_for(request, refusal)
    return done(request, comment, _("Your report has been taken back."), thanks=False)


def show(
    request: HttpRequest,
    comment: Comment,
    form: forms.Form | None = None,
    *,
    earlier: Report | None = None,
    refusal: Exception | None = None,
) -> HttpResponse:
    """The form with what was typed in it and what is wrong with it, or what this member has reported `earlier`."""
    context: dict[str, Any] = {"comment": comment, "article": comment.article, "form": form}
    context |= {"earlier": earlier, "refusal": refusal}
    context |= {"is_muted": Mute.objects.has(request.user, comment.author)}
    wrong = form is not None and form.is_bound and not form.is_valid()
    status = 422 if wrong else status_of(refusal) if refusal else 200
    if wants_fragment(request):
        slot = f"#slot-{comment.pk}"
        answer = region(
            request, "board/comments/_report.html", context, target=slot, swap="innerHTML", status=status
        )
    else:
        context["comment_html"] = html_now(comment) if comment.is_published else ""
        answer = page(request, "board/comments/report.html", context, status=status)
    return told_to_wait(answer, refusal)


def done(request: HttpRequest, comment: Comment, sentence: str, *, thanks: bool = True) -> HttpResponse:
    """This sentence where it is in sight: at the top of a page, or in the comment's place, where thanks stay too.

    A member goes to what they have reported, from where a link leads back; at the comment itself the sentence would
    stand pages above.
    """
    if not wants_fragment(request):
        messages.success(request, sentence)
        is_shown = thanks and is_member(request)
        page_of_it = reverse("report", args=[comment.pk]) if is_shown else address(comment).partition("#")[0]
        return redirect(request, page_of_it)
    slot, context = f"#slot-{comment.pk}", {"comment": comment, "sentence": sentence if thanks else ""}
    return region(
        request, "board/comments/_report_done.html", context, target=slot, swap="innerHTML", notice=sentence,
        events={"posted": {"id": comment.pk}},
    )  # fmt: skip
