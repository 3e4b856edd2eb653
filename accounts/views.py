"""The account pages that need more than allauth's own: their limits above all. The rest is in accounts/urls.py."""

from contextlib import suppress
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.core.internal.httpkit import add_query_params
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.internal.flows.signup import redirect_to_signup
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import actions, forms, limits, names
from accounts.adapters import SIGNING_UP, WANTED_PAGE
from accounts.limited import Entrance, Judged, Limited, OwnProof
from accounts.limits import TooMany

# --- Coming in --------------------------------------------------------------------------------------------------


class LoginView(Entrance, account.LoginView):
    """Wrong passwords count: for each visitor's address, and for each name whoever tries it."""

    def spent(self, request: HttpRequest) -> tuple[tuple[limits.Rate, str], ...]:
        login = request.POST.get("login", "").strip()[:254]
        name = login.lower() if "@" in login else names.key(login)
        return (limits.LOGIN_BY_ADDRESS, limits.client_ip(request)), (limits.LOGIN_BY_NAME, name)

    def spend(self, request: HttpRequest) -> None:
        for rate, who in self.spent(request):
            limits.spend(rate, who)

    def give_back(self, request: HttpRequest) -> None:
        for rate, who in self.spent(request):
            limits.give_back(rate, who)


class SignUpView(Entrance, account.SignupView):
    def spend(self, request: HttpRequest) -> None:
        limits.spend(limits.SIGN_UP, limits.client_ip(request))

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **self.request.session.get(SIGNING_UP, {})}

    def form_valid(self, form: forms.SignUpForm) -> HttpResponse:
        """The account and the mail with its code are stored together or not at all."""
        self.request.session[SIGNING_UP] = {name: form.cleaned_data[name] for name in ("email", "username")}
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ValidationError as error:  # somebody was quicker by a moment
            form.add_error("email" if error.code == "email_taken" else "username", error)
            return self.form_invalid(form)


@require_POST
def sign_up_again(request: HttpRequest) -> HttpResponse:
    """Back from the code to the sign-up form, to give another address: what was opened a moment ago is withdrawn.

    The same for an address that has an account already, so that nothing tells the two apart.
    """
    stage = LoginStageController.enter(request, EmailVerificationStage.key)
    wanted = request.session.get(WANTED_PAGE)
    if stage and stage.login.signup and stage.login.user:
        wanted = stage.login.redirect_url or wanted
        with suppress(ValidationError):
            actions.withdraw(stage.login.user)
    if process := EmailVerificationProcess.resume(request):
        process.abort()
    address = reverse("account_signup")
    return redirect(add_query_params(address, {"next": wanted}) if wanted else address)


class SocialSignUpView(Limited, social.SignupView):
    def spend(self, request: HttpRequest) -> None:
        limits.spend(limits.SIGN_UP, limits.client_ip(request))

    def form_valid(self, form: forms.SocialSignUpForm) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except IntegrityError:
            messages.error(
                self.request, _("Somebody took this name a moment ago. Please choose another one.")
            )
            return redirect_to_signup(self.request, self.sociallogin)


class ConfirmEmailView(Limited, account.ConfirmEmailVerificationCodeView):
    """The code from the mail. Guesses count for the visitor's address: each code allows only a few by itself."""

    def spend(self, request: HttpRequest) -> None:
        resends = request.POST.get("action") == "resend"
        limits.spend(limits.MAIL_BY_ADDRESS if resends else limits.CODES, limits.client_ip(request))

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if self.request.POST.get("action") == "resend":
            messages.success(self.request, _("Another code is on its way."))
        return response

    def refuse(self, error: TooMany) -> HttpResponse:
        return self.answer(error, forms.ConfirmEmailForm(initial=self.request.POST.dict()))


class SecondStepView(Limited, mfa.AuthenticateView):
    def spend(self, request: HttpRequest) -> None:
        limits.spend(limits.PROOF, "code", str(self.stage.login.user.pk))

    def give_back(self, request: HttpRequest) -> None:
        limits.give_back(limits.PROOF, "code", str(self.stage.login.user.pk))

    def refuse(self, error: TooMany) -> HttpResponse:
        member = self.stage.login.user
        self.auth_form = self.get_form_class()(user=member)
        self.webauthn_form = self.get_webauthn_form_class()(user=member)
        return self.answer(error, self.auth_form)


class PasskeyLoginView(Limited, webauthn.LoginWebAuthnView):
    def spend(self, request: HttpRequest) -> None:
        limits.spend(limits.LOGIN_BY_ADDRESS, limits.client_ip(request))

    def refuse(self, error: TooMany) -> HttpResponse:
        return limits.answer(self.request, error)


# --- A forgotten password ---------------------------------------------------------------------------------------


class ForgottenPasswordView(Entrance, account.PasswordResetView):
    def spend(self, request: HttpRequest) -> None:
        limits.spend(limits.MAIL_BY_ADDRESS, limits.client_ip(request))


class ConfirmResetView(Limited, account.ConfirmPasswordResetCodeView):
    def spend(self, request: HttpRequest) -> None:
        limits.spend(limits.CODES, limits.client_ip(request))


# --- A member's own account -------------------------------------------------------------------------------------


class ReauthenticateView(OwnProof, account.ReauthenticateView):
    kind = "password"


class ChangePasswordView(OwnProof, account.PasswordChangeView):
    kind = "password"


class ReauthenticateByCodeView(OwnProof, mfa.ReauthenticateView):
    kind = "code"


class ActivateTotpView(OwnProof, totp.ActivateTOTPView):
    kind = "app"


class ChangeEmailView(Limited, account.EmailView):
    def spend(self, request: HttpRequest) -> None:
        limits.spend(limits.MAIL_BY_ADDRESS, limits.client_ip(request))


class SetPasswordView(Judged, account.PasswordSetView):
    pass


class NewPasswordView(Judged, account.CompletePasswordResetView):
    pass


class AddPasskeyView(Judged, webauthn.AddWebAuthnView):
    pass


class RenamePasskeyView(Judged, webauthn.EditWebAuthnView):
    pass


class OtherAccountsView(Judged, social.ConnectionsView):
    pass


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Logs the member out of one of their other browsers."""
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    messages.success(request, _("That browser is logged out."))
    return redirect("usersessions_list")
