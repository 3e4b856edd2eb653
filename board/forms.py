"""The shape of input. Each form keeps what was typed and says in a sentence what to change."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from board.rules import markup


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
