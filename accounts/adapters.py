"""Where allauth asks what this site does: its names, its mails, where people go next, who they come from."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import actions, limits, names
from accounts.models import User
from accounts.tasks import queue_mail

# Mails that anybody can have sent to an address by typing it somewhere.
UNASKED = {
    "account/email/account_already_exists",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/password_reset_code",
    "account/email/unknown_account",
}
WAYS_TO_PROVE = {
    "reauthenticate": _("With your password"),
    "mfa_reauthenticate": _("With a code from your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("With a passkey"),
}
# Where somebody wanted to go when they came to log in, kept while they do.
WANTED_PAGE = "wanted_page"
# What somebody typed when they signed up, in case they come back to give another address.
SIGNING_UP = "signing_up"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is your e-mail address already."),
        "email_password_mismatch": _("E-mail and password do not belong together. Please try again."),
        "email_taken": _("There is an account with this e-mail address already."),
        "enter_current_password": _("This is not your present password. Please try again."),
        "incorrect_code": _("This code is not right. Please look at it again."),
        "incorrect_password": _("This password is not right. Please try again."),
        "rate_limited": _("That was too often in a short time. Please wait a little."),
        "same_as_current": _("This is the address that you have already."),
        "too_many_login_attempts": _("That was wrong too often. Please start again."),
        "username_password_mismatch": _("Name and password do not belong together. Please try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGN_UP)

    def clean_username(self, username: str, shallow: bool = False) -> str:
        name = names.clean(username)
        if not shallow:
            actions.refuse_taken_name(name)
        return name

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        with transaction.atomic():
            confirmed = super().confirm_email(request, email_address)
            if confirmed:
                actions.verify(email_address.user)
        return bool(confirmed)

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        response = super().post_login(request, user, **how)
        for key in (WANTED_PAGE, SIGNING_UP):
            request.session.pop(key, None)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        """Nobody comes this far without a confirmed address: it may have been another site that confirmed it."""
        if not user.is_verified:
            actions.verify(user)
        super().login(request, user)

    def set_password(self, user: User, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        return [
            {**way, "description": WAYS_TO_PROVE[way["id"]]}
            for way in super().get_reauthentication_methods(user)
        ]

    # --- Where to go next --------------------------------------------------------------------------------------

    def is_safe_url(self, url: str | None) -> bool:
        """Only pages of this very host: `next` comes from the address bar, where anybody may have put it."""
        request = self.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The page that was wanted, where no step has carried it along in its own form."""
        wanted = request.session.pop(WANTED_PAGE, "")
        return wanted if self.is_safe_url(wanted) else resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return resolve_url("account_email")

    # --- Mail --------------------------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Renders the mail now, in the visitor's language, and queues it: the worker sends it."""
        request = self.request
        if template_prefix in UNASKED:
            self._spend_mail(email)
        about_site = {"site_name": settings.SITE_NAME, "site_url": request.build_absolute_uri("/")}
        mail = self.render_mail(template_prefix, email, {"email": email, **about_site, **context})
        queue_mail(email, mail.subject, str(mail.body))

    def _spend_mail(self, email: str) -> None:
        """Nobody's box is to be flooded by strangers. A page that keeps what was typed gives the answer itself."""
        try:
            limits.spend(limits.MAIL_BY_RECIPIENT, email.lower())
        except limits.TooMany as error:
            if getattr(self.request, "answers_too_many", False):
                raise
            raise ImmediateHttpResponse(limits.answer(self.request, error)) from error

    def get_client_ip(self, request: HttpRequest) -> str:
        return limits.full_address(request) or "0.0.0.0"  # noqa: S104 - stands for an unknown address


class SocialAdapter(DefaultSocialAccountAdapter):
    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": _(
            "There is an account with this e-mail address already. Log in to it, then connect %s."
        ),
        "invalid_token": _("The other site's answer could not be used. Please try again."),
        "no_password": _("First choose a password: without it you could not log in any more."),
        "no_verified_email": _(
            "First confirm your e-mail address: without it you could not log in any more."
        ),
        "disconnect_last": _("This is your only way to log in, so it stays."),
        "connected_other": _("That account is connected with another member here."),
    }

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """Opens the account with the name and e-mail address of the form that every newcomer is shown."""
        user = sociallogin.user
        user.email = form.cleaned_data["email"]
        user.take_name(form.cleaned_data["username"]).set_unusable_password()
        sociallogin.save(request)
        return user


class MfaAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("This cannot be switched off."),
        "cannot_generate_recovery_codes": _("Recovery codes need an authenticator app or a passkey first."),
        "incorrect_code": _("This code is not right. Please look at it again."),
        "unverified_email": _("First confirm your e-mail address."),
    }

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %(number)d") % {"number": number}
