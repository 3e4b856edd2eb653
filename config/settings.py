"""Every setting of the site, and every environment variable that changes one: see README, "Configure".

With no variable at all the site is safe on this machine only. As soon as ALLOWED_HOSTS names a host that others
can reach, it is a public site: HTTPS is expected in front of it and SECRET_KEY must be given.
"""

import os
import re
import secrets
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]


# --- Reading the environment, loudly ----------------------------------------------------------------------------


def env_text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def env_list(name: str, default: list[str]) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()] or default


def env_switch(name: str, default: bool) -> bool:
    value = env_text(name).lower()
    if value in {"1", "on", "true", "yes"}:
        return True
    if value in {"0", "off", "false", "no"}:
        return False
    if value:
        raise ImproperlyConfigured(
            f"{name}={value!r} is neither on nor off. Set it to 1 or 0, or leave it out."
        )
    return default


def env_number(name: str, default: int, *, low: int, high: int) -> int:
    value = env_text(name, str(default))
    if not value.isdecimal() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name}={value!r} must be a whole number from {low} to {high}.")
    return int(value)


def env_choice(name: str, default: str, choices: list[str]) -> str:
    value = env_text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of: {', '.join(choices)}.")
    return value


def env_time_zone(name: str, default: str) -> str:
    value = env_text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(
            f"{name}={value!r} is not a time zone. Try a name such as Europe/Oslo."
        ) from None
    return value


def env_pair(name: str) -> tuple[str, str]:
    """The keys of a social login: NAME_CLIENT_ID and NAME_CLIENT_SECRET, both or neither."""
    pair = env_text(f"{name}_CLIENT_ID"), env_text(f"{name}_CLIENT_SECRET")
    if any(pair) and not all(pair):
        raise ImproperlyConfigured(f"Set both {name}_CLIENT_ID and {name}_CLIENT_SECRET, or neither.")
    return pair


def parse_database(name: str, address: str) -> dict[str, Any]:
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(address))
    except (ValueError, KeyError):
        raise ImproperlyConfigured(
            f"{name} is not understood. Use sqlite:////full/path.sqlite3 or postgres://user:password@host:5432/name."
        ) from None
    if database["ENGINE"].endswith("sqlite3"):
        database["ENGINE"] = "config.sqlite"
        # WAL lets readers read while one writes; IMMEDIATE takes the write lock at BEGIN, so that two writers
        # wait for each other (up to 20 seconds) instead of failing in the middle of a transaction. What is deleted
        # is overwritten, as SQLite does by itself where it was built so: scrubbed words are in no free page.
        return database | {
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
                " PRAGMA secure_delete=ON;",
            },
        }
    if not database["ENGINE"].endswith("postgresql"):
        raise ImproperlyConfigured(f"{name}: Hiroba runs on SQLite and PostgreSQL.")
    return database | {
        "ENGINE": "config.postgresql",
        "OPTIONS": postgres_options(database.get("OPTIONS", {})),
    }


def postgres_options(own: dict[str, Any]) -> dict[str, Any]:
    """How PostgreSQL is connected to, where the address does not say otherwise.

    A pool for each process, which grows to a connection a thread. A server that is away is noticed within seconds,
    one that has vanished from the network within half a minute. Nobody waits for another's lock for longer than a
    page may take, and a process that stops in the middle of a transaction does not keep its locks.
    """
    pool = {
        "min_size": 1,
        "max_size": max(8, env_number("THREADS", 2, low=1, high=64)),
        "timeout": 4,
        "reconnect_timeout": 3,
    }
    limits = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
    return {
        "connect_timeout": 3,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 15_000,
        "pool": pool,
        **own,
        "options": f"{own.get('options', '')} {limits}".strip(),
    }


def env_database(name: str) -> dict[str, Any]:
    return parse_database(name, env_text(name, f"sqlite:///{VAR_DIR / 'hiroba.sqlite3'}"))


def env_replicas(name: str, primary: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Copies of the primary that follow it by streaming replication, as databases `replica1`, `replica2`, …"""
    replicas = {
        f"replica{n}": parse_database(name, address) for n, address in enumerate(env_list(name, []), start=1)
    }
    for database in (primary, *replicas.values()):
        if replicas and database["ENGINE"] != "config.postgresql":
            raise ImproperlyConfigured(
                f"{name}: replicas are PostgreSQL's, and DATABASE_URL must be their primary."
            )
    for replica in replicas.values():
        # There are other databases to ask, so nobody waits long for this one.
        replica["OPTIONS"]["pool"] |= {"timeout": 1, "reconnect_timeout": 1}
        replica["OPTIONS"]["options"] += " -c default_transaction_read_only=on"
        replica["TEST"] = {"MIRROR": "default"}
    return replicas


def env_place(name: str, default: str) -> str:
    """Where browsers find files: a path of this site, or an address of another host that serves the same files."""
    value = env_text(name, default)
    parts = urlsplit(value)
    elsewhere = parts.scheme in {"http", "https"} and bool(parts.netloc)
    if (
        not (elsewhere or not (parts.scheme or parts.netloc))
        or parts.query
        or not re.fullmatch(r"/(.*/)?", parts.path)
    ):
        raise ImproperlyConfigured(
            f"{name}={value!r} is not understood. Use {default} or an address such as https://cdn.example.org{default}."
        )
    return value


def env_redis(name: str) -> str:
    value = env_text(name)
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(f"{name} is not understood. Use redis://host:6379/0.")
    return value


def env_secret_key(name: str, *, public: bool) -> str:
    """A public site is told to set its key; this machine's own is made once and kept in an ignored file."""
    if key := env_text(name):
        if public and len(key) < 50:
            raise ImproperlyConfigured(
                f"{name} is too short for a public site: use at least 50 random characters."
            )
        return key
    if public:
        raise ImproperlyConfigured(
            f"Set {name} to at least 50 random characters: ALLOWED_HOSTS names a public host."
        )
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


# --- Where and who ----------------------------------------------------------------------------------------------

VAR_DIR = Path(env_text("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env_switch("DEBUG", False)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", LOOPBACK)
PUBLIC = any(host not in LOOPBACK for host in ALLOWED_HOSTS)
if PUBLIC and DEBUG:
    raise ImproperlyConfigured(
        "DEBUG=1 shows the site's inside to everybody: it is for loopback addresses only."
    )
HTTPS = env_switch("HTTPS", PUBLIC)
SECRET_KEY = env_secret_key("SECRET_KEY", public=PUBLIC)
SITE_NAME = env_text("SITE_NAME", "Hiroba")
COPYRIGHT_NAME = env_text("COPYRIGHT_NAME", SITE_NAME)

TIME_ZONE = env_time_zone("TIME_ZONE", "Asia/Tokyo")
USE_TZ = True
LANGUAGES = [("en", _("English")), ("ja", _("Japanese"))]
LANGUAGE_CODE = env_choice("LANGUAGE_CODE", "en", ["en", "ja"])
LOCALE_PATHS = [BASE_DIR / "locale"]

# Web machines behind one trusted proxy see visitors' addresses in X-Forwarded-For; 0 trusts no header.
PROXY_COUNT = env_number("PROXY_COUNT", 1 if PUBLIC else 0, low=0, high=5)
LIMITS = env_switch("LIMITS", True)
DEMO = env_switch("DEMO", not PUBLIC)

# --- The house --------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config.apps.SiteAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "csp",
    "accounts",
    "board",
]

MIDDLEWARE = [
    "board.views.visitors.Visitors",
    "config.compression.Compression",
    "django.middleware.security.SecurityMiddleware",
    "config.headers.SecurityHeaders",
    "config.headers.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "board.context.site",
            ],
        },
    }
]

# --- Data -------------------------------------------------------------------------------------------------------

DATABASES = {"default": env_database("DATABASE_URL")}
if replicas := env_replicas("DATABASE_REPLICA_URLS", DATABASES["default"]):
    DATABASES |= replicas
    DATABASE_ROUTERS = ["config.routers.Router"]
    # Before everything that asks the database.
    MIDDLEWARE.insert(0, "config.replicas.Replicas")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A cache is a convenience here, never the truth: one for each process will do where there is no shared one.
CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "accounts.sessions"
REDIS_URL = env_redis("REDIS_URL")
# A server that is away costs a page half a second at most, and then nothing for a while: see accounts/outages.py.
REDIS_OPTIONS = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5, "protocol": 2}
if REDIS_URL:
    redis = {"LOCATION": REDIS_URL, "OPTIONS": REDIS_OPTIONS}
    CACHES = {
        "default": {"BACKEND": "config.caches.Cache", **redis},
        "sessions": {"BACKEND": "config.caches.SessionCache", "KEY_PREFIX": "sessions", **redis},
    }
    # Sessions are rows of the database; these are copies. Nobody is logged out when Redis is emptied or away.
    SESSION_ENGINE, SESSION_CACHE_ALIAS = "django.contrib.sessions.backends.cached_db", "sessions"
# Pages of discussions that are the same for everybody: for all workers of this machine, or of all machines.
PAGES: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": VAR_DIR / "pages",
    "OPTIONS": {"MAX_ENTRIES": 2000},
}
CACHES["pages"] = {**CACHES["default"], "KEY_PREFIX": "pages"} if REDIS_URL else PAGES
CACHES["pages"]["TIMEOUT"] = 24 * 60 * 60

STATIC_URL = env_place("STATIC_URL", "/static/")
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.bundles.BundleFinder",
]
MEDIA_URL = env_place("MEDIA_URL", "/media/")
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# --- Members ----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
# By e-mail or by name. It gives out permissions as Django's own backend does, and checks each password once.
AUTHENTICATION_BACKENDS = ["accounts.backends.Backend"]
# The first makes new hashes. What the second made, here before or in an archive, is made anew at the next log-in.
PASSWORD_HASHERS = ["accounts.hashers.Argon2Hasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60

# New members may sign up. Whoever is a member already logs in all the same.
SIGN_UP = env_switch("SIGN_UP", True)

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignUpForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailForm",
    "add_email": "accounts.forms.ChangeEmailForm",
    "reset_password": "accounts.forms.ForgottenPasswordForm",
    "confirm_password_reset_code": "accounts.forms.ConfirmResetForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 60 * 30
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Longer than the code above: who guesses this one has the account.
ACCOUNT_PASSWORD_RESET_BY_CODE_CODE_FORMAT = {"numeric": True, "length": 9, "dashed": True}
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 60 * 30
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * 15
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
# accounts/limits.py has the limits: allauth counts its own in each process's cache.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False

MFA_ADAPTER = "accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondStepForm",
    "reauthenticate": "accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "accounts.forms.ActivateTotpForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1

# Log-in through another site appears where its keys are given, and nowhere else.
SOCIAL_HOSTS = {
    "FACEBOOK": "https://www.facebook.com",
    "GOOGLE": "https://accounts.google.com",
    "GITHUB": "https://github.com",
}
SOCIAL_KEYS = {name: pair for name in SOCIAL_HOSTS if all(pair := env_pair(name))}
INSTALLED_APPS += [f"allauth.socialaccount.providers.{name.lower()}" for name in SOCIAL_KEYS]
SOCIALACCOUNT_PROVIDERS = {
    name.lower(): {"APPS": [{"client_id": client_id, "secret": secret}]}
    for name, (client_id, secret) in SOCIAL_KEYS.items()
}
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "accounts.forms.SocialSignUpForm"}
# The name that others will see is always asked for.
SOCIALACCOUNT_AUTO_SIGNUP = False

# --- Mail: a server where EMAIL_URL names one, else files in var/mail/ and the terminal -------------------------


def env_mail(name: str) -> tuple[str, int, str, str, bool, bool] | None:
    """smtp://user:password@host:587 (?tls=off for a server that cannot encrypt) or smtps://user:password@host:465."""
    address = env_text(name)
    if not address:
        return None
    try:
        parts = urlsplit(address)
        port, options = parts.port, parse_qs(parts.query, strict_parsing=bool(parts.query))
        tls = options.pop("tls", ["on"])[-1]
        understood = bool(parts.hostname) and not options and parts.path in {"", "/"} and tls in {"on", "off"}
    except ValueError:
        understood = False
    if not understood or parts.scheme not in {"smtp", "smtps"}:
        raise ImproperlyConfigured(
            f"{name} is not understood. Use smtp://user:password@host:587, or smtps:// where the server expects TLS "
            "at once. Write characters such as @ or / in a password as %40 or %2F."
        )
    at_once = parts.scheme == "smtps"
    who = unquote(parts.username or ""), unquote(parts.password or "")
    return str(parts.hostname), port or (465 if at_once else 587), *who, at_once, not at_once and tls == "on"


def env_sender(name: str, default: str) -> str:
    value = env_text(name, default)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1]):
        raise ImproperlyConfigured(f"{name}={value!r} is not an address. Try: {SITE_NAME} <news@example.org>")
    return value


EMAIL_BACKEND = "accounts.mail.FolderBackend"
if mail_server := env_mail("EMAIL_URL"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_SSL, EMAIL_USE_TLS = mail_server
MAIL_GOES_TO_FOLDER = not mail_server
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env_sender(
    "DEFAULT_FROM_EMAIL",
    formataddr((SITE_NAME, f"noreply@{ALLOWED_HOSTS[0].lstrip('*.') if PUBLIC else 'localhost'}")),
)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Safety -----------------------------------------------------------------------------------------------------

# The hosts that serve this site's files beside itself, such as a CDN: pages may load from them what they hold.
STATIC_HOSTS, MEDIA_HOSTS = (
    [f"{parts.scheme}://{parts.netloc}"] if (parts := urlsplit(url)).netloc else []
    for url in (STATIC_URL, MEDIA_URL)
)
# What such a host fetches here, for pages that are of another origin than it is.
CROSS_ORIGIN_PATHS = tuple(parts.path for url in (STATIC_URL, MEDIA_URL) if (parts := urlsplit(url)).netloc)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, *STATIC_HOSTS],
        "style-src": [SELF, *STATIC_HOSTS],
        "img-src": list(dict.fromkeys([SELF, *STATIC_HOSTS, *MEDIA_HOSTS])),
        "connect-src": [SELF],
        # Browsers hold the redirect after a form to this list too: the social log-ins leave by one.
        "form-action": [SELF, *(SOCIAL_HOSTS[name] for name in SOCIAL_KEYS)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "board.views.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [
    f"https://{'*' * host.startswith('.')}{host}" for host in ALLOWED_HOSTS if host != "*"
]
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# --- The board's own numbers that an operator may want to change ------------------------------------------------

EDIT_MINUTES = env_number("EDIT_MINUTES", 15, low=0, high=60 * 24)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # It tells of every connection that is taken and given back.
    "loggers": {"psycopg.pool": {"level": "ERROR"}},
}
