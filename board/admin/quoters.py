"""Those who quote a comment that is to be removed: they are named, and can be treated with it."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from board.actions import moderation, quotes
from board.actions.refusals import Refused
from board.admin import seen
from board.admin.addresses import link
from board.models import Comment, Quote
from board.rules import markup

MOST = 50
EXCERPT = 100
TREATMENTS = (
    ("take-out", gettext_lazy("Take the quoted words out: the rest of what they wrote stays")),
    ("remove", gettext_lazy("Remove the whole comment, for the same reason")),
)


class Chosen(forms.MultipleChoiceField):
    """Who no longer quotes it has been passed over by the time that it is sent: that is no mistake of anybody's."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: list[str]) -> None:
        """Nothing: what is no choice is left out."""

    def clean(self, value: Any) -> list[int]:
        choices: Any = self.choices
        known = {str(pk) for pk, _words in choices}
        return [int(pk) for pk in super().clean(value) if pk in known]


def fields(quoters: Collection[Comment], count: int) -> dict[str, forms.Field]:
    """The fields of a removal for these quoters, out of `count`; none where nobody quotes."""
    if not quoters:
        return {}
    help_text = _("What they quote is folded away with it in any case. Tick who is to be treated besides.")
    if count > len(quoters):
        help_text += " " + _("These are the first %(n)d of %(all)d.") % {"n": len(quoters), "all": count}
    choices = [(comment.pk, label(comment)) for comment in quoters]
    return {
        "quoters": Chosen(label=_("Who quotes it"), required=False, choices=choices, help_text=help_text),
        "treatment": forms.ChoiceField(
            label=_("What is done with those ticked"), choices=TREATMENTS, initial="take-out",
            widget=forms.RadioSelect, required=False,
        ),
    }  # fmt: skip


def label(comment: Comment) -> SafeString:
    """A link to the comment, and its author's own words."""
    name = _("%(number)s by %(name)s") % {"number": f"#{comment.pk}", "name": comment.author.name}
    words = markup.excerpt(comment.body, EXCERPT) or _("(nothing but a quote)")
    return format_html("<span>{}: {}</span>", link(comment, name), words)


def treat(request: HttpRequest, given: dict[str, Any], sources: Collection[int]) -> None:
    """Does to those ticked what was chosen, and tells what was done, and why some were left as they are."""
    gone = Comment.objects.filter(pk__in=sources, status=Comment.Status.REMOVED)
    sources = list(gone.values_list("pk", flat=True))
    chosen = list(Quote.objects.quoters(sources).filter(pk__in=given.get("quoters") or ()))
    removed = given.get("treatment") == "remove"
    count, refusals = 0, []
    for comment in chosen:
        try:
            if removed:
                reason, rule = given["words"], given["rule"]
                moderation.remove(
                    comment, request.user, reason=reason, rule=rule, seen=seen.told(request, comment.pk)
                )
            else:
                take_out(request, comment, given, sources)
            count += 1
        except Refused as refusal:
            refusals.append(f"#{comment.pk}: {refusal}")
    if count:
        messages.success(request, done(count, removed=removed))
    for sentence in refusals:
        messages.warning(request, sentence)


def take_out(request: HttpRequest, comment: Comment, given: dict[str, Any], sources: Collection[int]) -> None:
    """What the comment quotes of any of these."""
    known = seen.told(request, comment.pk)
    for source in Comment.objects.filter(pk__in=comment.quotes.filter(source__in=sources).values("source")):
        quotes.take_out(comment, request.user, source=source, rule=given["rule"], seen=known)
        known = None  # what follows is our own act


def done(count: int, *, removed: bool) -> str:
    if removed:
        words = ngettext(
            "%(n)d comment that quotes it removed.", "%(n)d comments that quote it removed.", count
        )
    else:
        words = ngettext(
            "Quoted words taken out of %(n)d comment.", "Quoted words taken out of %(n)d comments.", count
        )
    return words % {"n": count}
