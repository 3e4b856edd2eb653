from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.decorators.cache import never_cache

from accounts import views

# The picture that the authenticator app reads comes inside the page: only there may a picture do so.
show_qr_code = csp_update({"img-src": ["data:"]})

urlpatterns = [
    path("login/", views.LoginView.as_view(), name="account_login"),
    path("signup/", views.SignUpView.as_view(), name="account_signup"),
    path("signup/again/", views.sign_up_again, name="account_signup_again"),
    path(
        "confirm-email/",
        login_not_required(never_cache(views.ConfirmEmailView.as_view())),
        name="account_email_verification_sent",
    ),
    path("password/reset/", views.ForgottenPasswordView.as_view(), name="account_reset_password"),
    path(
        "password/reset/confirm/",
        never_cache(views.ConfirmResetView.as_view()),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        never_cache(views.NewPasswordView.as_view()),
        name="account_complete_password_reset",
    ),
    path("password/set/", views.SetPasswordView.as_view(), name="account_set_password"),
    path("password/change/", views.ChangePasswordView.as_view(), name="account_change_password"),
    path("reauthenticate/", views.ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("email/", views.ChangeEmailView.as_view(), name="account_email"),
    path("sessions/<int:pk>/end/", views.end_session, name="usersessions_end"),
    path("2fa/authenticate/", views.SecondStepView.as_view(), name="mfa_authenticate"),
    path("2fa/reauthenticate/", views.ReauthenticateByCodeView.as_view(), name="mfa_reauthenticate"),
    path(
        "2fa/totp/activate/",
        show_qr_code(never_cache(views.ActivateTotpView.as_view())),
        name="mfa_activate_totp",
    ),
    path("2fa/webauthn/login/", views.PasskeyLoginView.as_view(), name="mfa_login_webauthn"),
    path("2fa/webauthn/add/", never_cache(views.AddPasskeyView.as_view()), name="mfa_add_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", views.RenamePasskeyView.as_view(), name="mfa_edit_webauthn"),
    path("3rdparty/", views.OtherAccountsView.as_view(), name="socialaccount_connections"),
    path("3rdparty/signup/", views.SocialSignUpView.as_view(), name="socialaccount_signup"),
    path("", include("allauth.urls")),
]
