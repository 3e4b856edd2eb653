from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.actions import articles
from board.admin.authors import AuthorsField
from board.models import Article

SLUG_HELP = gettext_lazy("Made from the headline. It can be changed until the story is published.")
AUTHORS_HELP = gettext_lazy(
    "Names of members, with commas between them. Their comments under this story carry a badge."
)
PICTURE_HELP = gettext_lazy(
    "JPEG, PNG, WebP or GIF. It is made smaller where it is larger than 1600 × 1200 pixels."
)
PUBLISHED_HELP = gettext_lazy("Empty: a draft. In the future: published then. The time is that of {zone}.")


class ArticleForm(forms.ModelForm):
    slug = forms.SlugField(
        label=gettext_lazy("Address"), required=False, max_length=articles.MAX_SLUG, allow_unicode=True,
        help_text=SLUG_HELP, error_messages={"invalid": gettext_lazy("Use letters, digits and hyphens.")},
    )  # fmt: skip
    authors = AuthorsField(
        label=gettext_lazy("Authors who are members"), required=False, max_length=1000, help_text=AUTHORS_HELP
    )
    # Not Django's ImageField: shrink() is the one place that opens what somebody uploads.
    picture = forms.FileField(
        label=gettext_lazy("Picture"), required=False, widget=AdminFileWidget, help_text=PICTURE_HELP
    )
    # One field of the browser's own rather than the stock's two, which have no labels.
    published_at = forms.DateTimeField(
        label=gettext_lazy("Publication"), required=False,
        help_text=format_lazy(PUBLISHED_HELP, zone=settings.TIME_ZONE),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"}),
        error_messages={"invalid": gettext_lazy("Write the time as 2030-12-31 18:00.")},
    )  # fmt: skip

    class Meta:
        model = Article
        fields = (
            *(
                "section",
                "headline",
                "slug",
                "standfirst",
                "body",
                "byline",
                "authors",
                "source",
                "source_copyright",
            ),
            *("picture", "picture_alt", "picture_caption", "picture_credit", "published_at", "comments_mode"),
        )
        help_texts = {"picture_alt": gettext_lazy("What somebody who cannot see it should know of it.")}

    def clean_slug(self) -> str:
        slug, headline = self.cleaned_data["slug"], self.cleaned_data.get("headline")
        if not slug:
            return articles.free_slug(headline, leave_out=self.instance.pk) if headline else ""
        if not articles.is_free(slug, leave_out=self.instance.pk):
            raise ValidationError(_("There is something at this address already. Please choose another one."))
        return slug

    def clean_picture(self) -> Any:
        picture = self.cleaned_data["picture"]
        return articles.shrink(picture) if isinstance(picture, UploadedFile) else picture

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("picture") and not cleaned.get("picture_alt"):
            self.add_error(
                "picture_alt", _("Please say what the picture shows, for readers who cannot see it.")
            )
        return cleaned
