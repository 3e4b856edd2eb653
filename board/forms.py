"""The shape of input. Each form keeps what was typed and says in a sentence what to change."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from board.models import Report
from board.rules import markup

LONGEST_REMARK = 1000


class CommentForm(forms.Form):
    """A comment's text, and the form's own number: a form that is sent twice posts once."""

    body = forms.CharField(
        label=_("Your comment"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-limit": markup.MAX_LENGTH}),
        error_messages={
            "required": _("Write something first."),
            "null_characters_not_allowed": _("Your text holds characters that cannot be shown."),
        },
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_body(self) -> str:
        body = markup.clean_source(self.cleaned_data["body"])
        if not body.strip():
            raise forms.ValidationError(_("Write something first."))
        if (over := len(body) - markup.MAX_LENGTH) > 0:
            message = ngettext(
                "This is %(over)d character too long: a comment holds %(limit)d.",
                "This is %(over)d characters too long: a comment holds %(limit)d.",
                over,
            )
            raise forms.ValidationError(message % {"over": over, "limit": markup.MAX_LENGTH})
        # What begins with a letter begins with the author's own words.
        if not (body[0].isalpha() or markup.plain_words(body).strip()):
            raise forms.ValidationError(_("This is only a quote. Add some words of your own."))
        return body


class Remark(forms.CharField):
    """A short text in plain words; what is too long is told by how much."""

    widget = forms.Textarea

    def clean(self, value: Any) -> str:
        text: str = super().clean((value or "").replace("\r\n", "\n"))
        if (over := len(text) - LONGEST_REMARK) > 0:
            message = ngettext(
                "This is %(over)d character too long: there is room for %(limit)d.",
                "This is %(over)d characters too long: there is room for %(limit)d.",
                over,
            )
            raise forms.ValidationError(message % {"over": over, "limit": LONGEST_REMARK})
        return text


class ReportForm(forms.Form):
    """What a member reports a comment for."""

    reason = forms.ChoiceField(
        choices=Report.Reason.choices,
        error_messages={
            "required": _("Choose what is wrong with it."),
            "invalid_choice": _("Choose what is wrong with it."),
        },
    )
    remark = Remark(required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("reason") == Report.Reason.OTHER and self.cleaned_data.get("remark") == "":
            self.add_error("remark", _("Say in a few words what it is."))


class VisitorReportForm(forms.Form):
    """What somebody without an account reports as illegal, and who they are."""

    name = forms.CharField(
        max_length=100,
        error_messages={
            "required": _("Write your name."),
            "max_length": _("Your name has room for 100 characters."),
        },
    )
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is no e-mail address."),
        },
    )
    remark = Remark(error_messages={"required": _("Say why you believe that it is illegal.")})

    def clean_name(self) -> str:
        """It is in mails to an address that anybody may have typed, so that it leads nowhere."""
        name = " ".join(self.cleaned_data["name"].split())
        if any(mark in name for mark in ("/", "@", "www.")):
            raise forms.ValidationError(_("Write your name, without a link."))
        return name
