from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from accounts import actions as accounts
from accounts import names
from accounts.models import User
from board.actions import staff
from board.actions.moderation import MAX_REASON

TERMS = {
    "1": ngettext_lazy("%d day", "%d days", 1) % 1,
    "3": ngettext_lazy("%d day", "%d days", 3) % 3,
    "7": gettext_lazy("1 week"),
    "30": gettext_lazy("1 month (30 days)"),
    "date": gettext_lazy("until the end of this day:"),
}
LONGEST = timedelta(days=3660)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=MAX_REASON, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The member is told this, and it stands in the log."),
        error_messages={"required": gettext_lazy("Say why: the member is told.")},
    )  # fmt: skip


class SuspensionForm(ReasonForm):
    term = forms.ChoiceField(
        label=gettext_lazy("For how long"), choices=tuple(TERMS.items()), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose for how long.")},
    )  # fmt: skip
    date = forms.DateField(
        label=gettext_lazy("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Write the day as 2030-12-31.")},
    )  # fmt: skip
    field_order = ("term", "date", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("term") == "date" and "date" in cleaned:
            cleaned["until"] = self._end_of(cleaned["date"])
        elif cleaned.get("term", "date") != "date":
            cleaned["until"] = timezone.now() + timedelta(days=int(cleaned["term"]))
        return cleaned

    def _end_of(self, date: Any) -> datetime | None:
        today = timezone.localdate()
        if date is None:
            self.add_error("date", _("Choose the day."))
        elif not today <= date <= today + LONGEST:
            self.add_error("date", _("Choose a day from today on, within ten years."))
        else:
            return timezone.make_aware(datetime.combine(date, time(23, 59)))
        return None


class PasswordForm(forms.Form):
    """A new password, given by an administrator. What is typed is shown: it has to be passed on."""

    password = forms.CharField(
        label=gettext_lazy("New password"), strip=False, max_length=128,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Tell it to the member by a safe way, and ask them to change it."),
    )  # fmt: skip

    def __init__(self, member: User, data: Any = None) -> None:
        super().__init__(data)
        self.member = member

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.member)
        return self.cleaned_data["password"]


class AddMemberForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=names.MAX_LENGTH)
    password = PasswordForm.base_fields["password"]
    is_verified = forms.BooleanField(
        label=gettext_lazy("The address is known to be theirs"), required=False,
        help_text=gettext_lazy("Otherwise they are asked for a code from a mail when they first log in."),
    )  # fmt: skip

    def open(self) -> User | None:
        """The new member; None, with the reason at the field it belongs to, where the account cannot be opened."""
        data = self.cleaned_data
        fields = {"email_taken": "email", "name_taken": "name", "name_invalid": "name", "busy": None}
        try:
            return accounts.open_account(
                data["email"], data["name"], data["password"], verified=data["is_verified"]
            )
        except ValidationError as error:
            for single in error.error_list:
                self.add_error(fields.get(single.code or "", "password"), single)
            return None


class MemberForm(forms.ModelForm):
    """What an administrator may change. `administrator` is set by the admin on its own copy of this class."""

    administrator: ClassVar[User]
    groups = forms.ModelMultipleChoiceField(
        Group.objects.all(), label=gettext_lazy("Groups"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Whoever is in a group may use the admin, for what the group may do."),
    )  # fmt: skip

    class Meta:
        model = User
        fields = ("name", "groups", "is_superuser", "is_active")
        labels = {"is_superuser": gettext_lazy("Administrator")}
        help_texts = {
            "is_superuser": gettext_lazy("May do everything."),
            "is_active": gettext_lazy("Take this away rather than deleting somebody: what they wrote stays."),
        }

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        return name if "name" not in self.changed_data else staff.free_name(self.instance, name)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk == self.administrator.pk and not (
            cleaned["is_superuser"] and cleaned["is_active"]
        ):
            raise ValidationError(_("You cannot take your own rights away: ask another administrator."))
        return cleaned
