"""The fields of the account pages: allauth's forms with this site's words, and each password typed once."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from allauth.socialaccount.forms import SignupForm as AllauthSocialSignUpForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import actions, limits, names
from accounts.models import User

NAME_HELP = _("This is what others see. It need not be your real name.")
PASSWORD_HELP = _("At least 8 characters. A few words in a row are easy to remember.")
CODE = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "autocapitalize": "none",
    "spellcheck": "false",
}


class Plain(forms.Form):
    """Visible labels instead of placeholders; passwords once: whoever mistypes one can have it reset."""

    labels: dict[str, Any] = {}
    help_texts: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")


class NumericCode(Plain):
    labels = {"code": _("Code")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(CODE)


# --- Coming in --------------------------------------------------------------------------------------------------


class LoginForm(Plain, account.LoginForm):
    labels = {"login": _("E-mail or name"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain_text = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"].widget.attrs.update(plain_text)
        self.fields["login"].validators.append(MaxLengthValidator(254))

    def user_credentials(self) -> dict[str, str]:
        """One of the two, so that a wrong password takes the same time for a member as for nobody."""
        typed, password = self.cleaned_data["login"], self.cleaned_data["password"]
        if "@" in typed:
            return {"email": typed.lower(), "password": password}
        stored = User.objects.filter(name_key=names.key(typed)).values_list("name", flat=True).first()
        return {"username": stored or typed, "password": password}


class SignUpForm(Plain, account.SignupForm):
    labels = {"email": _("E-mail"), "username": _("Name"), "password1": _("Password")}
    help_texts = {
        "email": _("For logging in and for the code that we send you. Nobody else sees it."),
        "username": NAME_HELP,
        "password1": PASSWORD_HELP,
    }
    password_hash = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _let_names_judge(self.fields["username"])

    def clean(self) -> dict[str, Any]:
        """Makes the hash here: before any transaction, and for an address that has an account as for any other."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self.password_hash = make_password(data["password1"])
        return data

    def save(self, request: HttpRequest) -> User:
        email, name = self.cleaned_data["email"], self.cleaned_data["username"]
        return actions.open_account(email, name, None, password_hash=self.password_hash)


class SocialSignUpForm(Plain, AllauthSocialSignUpForm):
    labels = {"email": _("E-mail"), "username": _("Name")}
    help_texts = {"email": _("For our mails to you. Nobody else sees it."), "username": NAME_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _let_names_judge(self.fields["username"])


class ConfirmEmailForm(NumericCode, account.ConfirmEmailVerificationCodeForm):
    pass


class CodeOfApp(NumericCode):
    """A code of the authenticator app works once, also for whoever looked over the member's shoulder."""

    user: User

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        try:
            limits.spend(limits.SAME_CODE, str(self.user.pk), "".join(filter(str.isdigit, code)))
        except limits.TooMany as error:
            raise forms.ValidationError(
                _("This code was used already. Please wait for the next one.")
            ) from error
        return code


class SecondStepForm(CodeOfApp, mfa.AuthenticateForm):
    pass


def _let_names_judge(field: forms.Field) -> None:
    """Leaves the length to accounts.names, which counts after normalising and says what to do."""
    field.validators = [check for check in field.validators if not hasattr(check, "limit_value")]
    for attribute in ("minlength", "maxlength"):
        field.widget.attrs.pop(attribute, None)
    field.widget.attrs.update({"autocomplete": "nickname", "spellcheck": "false"})
    if isinstance(field, forms.CharField):
        field.min_length = field.max_length = None


# --- A forgotten password ---------------------------------------------------------------------------------------


class ForgottenPasswordForm(Plain, account.ResetPasswordForm):
    labels = {"email": _("E-mail")}


class ConfirmResetForm(NumericCode, account.ConfirmPasswordResetCodeForm):
    pass


class NewPasswordForm(Plain, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password")}
    help_texts = {"password1": PASSWORD_HELP}


# --- A member's own account -------------------------------------------------------------------------------------


class ChangeEmailForm(Plain, account.AddEmailForm):
    labels = {"email": _("New e-mail address")}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    labels = {"oldpassword": _("Present password"), "password1": _("New password")}
    help_texts = {"password1": PASSWORD_HELP}


class SetPasswordForm(Plain, account.SetPasswordForm):
    labels = {"password1": _("New password")}
    help_texts = {"password1": PASSWORD_HELP}


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class ReauthenticateByCodeForm(CodeOfApp, mfa.ReauthenticateForm):
    pass


class ActivateTotpForm(NumericCode, ActivateTOTPForm):
    labels = {"code": _("The code that the app shows now")}


class AddPasskeyForm(Plain, AddWebAuthnForm):
    """Always a passkey that logs in by itself: one that needs the password too would only be a second word for it."""

    labels = {"name": _("A name for this passkey")}
    help_texts = {"name": _("So that you can tell it from others later, such as: my phone.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(Plain, EditWebAuthnForm):
    labels = {"name": _("A name for this passkey")}
