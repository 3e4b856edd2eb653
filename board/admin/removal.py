"""Why comments are removed, and what stands on the page that asks it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.actions.moderation import MAX_REASON
from board.admin.addresses import address
from board.models import Comment, HouseRule, Quote
from board.rules import markup

EXCERPT = 160


class RemovalForm(forms.Form):
    rule = forms.ModelChoiceField(
        HouseRule.objects.in_force(), label=gettext_lazy("House rule"), required=False, widget=forms.RadioSelect,
        empty_label=gettext_lazy("None of these"), blank=True,
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("In your own words"), required=False, max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Alone, or after the house rule. Readers see the reason in the comment's place."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rule, words = cleaned.get("rule"), " ".join(cleaned.get("words", "").split())
        cleaned["reason"] = ": ".join(filter(None, [rule and rule.title, words]))
        if not cleaned["reason"] and not self.errors:
            raise ValidationError(_("Say why: choose a house rule or write it in your own words."))
        if len(cleaned["reason"]) > MAX_REASON:
            raise ValidationError(
                _("Please give the reason in at most %(most)d characters.") % {"most": MAX_REASON}
            )
        return cleaned


@dataclass(frozen=True)
class Row:
    """A comment as the page names it."""

    pk: int
    address: str
    title: str
    words: str
    note: str


def rows(comments: Collection[Comment], *, with_place: bool = False) -> list[Row]:
    """`with_place`: the story and the status of each stand before the note."""
    quotes = quoters([comment.pk for comment in comments])
    return [
        Row(
            comment.pk,
            address(Comment, "change", comment.pk),
            name(comment),
            markup.excerpt(comment.body, EXCERPT),
            (place(comment) if with_place else "") + note(quotes[comment.pk]),
        )
        for comment in comments
    ]


def name(comment: Comment) -> str:
    return _("Comment %(number)s by %(name)s") % {"number": f"#{comment.pk}", "name": comment.author.name}


def place(comment: Comment) -> str:
    return f"{comment.article.headline}, {comment.get_status_display()}. "


def note(quotes: int) -> str:
    """What a removal means for the comments that quote this one."""
    if not quotes:
        return _("Nobody quotes it.")
    return _("Quoted by %(n)d: what they quote is folded away with it.") % {"n": quotes}


def quoters(comments: Collection[int]) -> Counter[int]:
    """How many other comments, each counted once, quote each of these and can be read."""
    pairs = Quote.objects.filter(source__in=comments, comment__status=Comment.Status.PUBLISHED)
    found = pairs.values_list("source", "comment").distinct()
    return Counter(source for source, comment in found if source is not None and source != comment)
