"""Settings of the web service. Everything a host may change is read from the environment (docs/service.md).

Importing this creates no file and no folder.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from django.utils.functional import SimpleLazyObject

from bluelight.service import mail
from bluelight.service.data_folder import data_folder, secret_key
from bluelight.service.database import database
from bluelight.service.environment import minutes

BASE_DIR = Path(__file__).resolve().parent
DATA_DIR = data_folder()

DEBUG = os.environ.get("BLUELIGHT_DEBUG", "").lower() in {"1", "true", "yes"}
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("BLUELIGHT_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]
# Read when first needed, because reading it may write it.
SECRET_KEY = SimpleLazyObject(lambda: secret_key(DATA_DIR))

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_tasks",
    "django_tasks_db",
    "bluelight.service.accounts",
    "bluelight.service.core",
    "bluelight.service.register",
    "bluelight.service.contributions",
    "bluelight.service.evaluations",
    "bluelight.service.overview",
    "bluelight.service.group",
    "bluelight.service.areas",
    "bluelight.service.studies",
    "bluelight.service.searches",
    "bluelight.service.lessons",
    "bluelight.service.following",
]

MIDDLEWARE = [
    "bluelight.service.core.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "bluelight.service.accounts.sessions.limits",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bluelight.service.core.middleware.PlainErrors",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "bluelight.service.urls"
WSGI_APPLICATION = "bluelight.service.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "MinimumLengthValidator": {"min_length": 12},
        "UserAttributeSimilarityValidator": {},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "account"
OTP_TOTP_ISSUER = "Bluelight"

# Five wrong passwords for an account from one address close it to that address for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "bluelight.service.accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# Single sign-on, where a host names a provider: its endpoints are read from the provider itself.
OIDC_ISSUER = os.environ.get("BLUELIGHT_OIDC_ISSUER", "")
OIDC_RP_CLIENT_ID = os.environ.get("BLUELIGHT_OIDC_CLIENT", "")
OIDC_RP_CLIENT_SECRET = os.environ.get("BLUELIGHT_OIDC_SECRET", "")
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_RP_SCOPES = "openid email profile"
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10
OIDC_AUTHENTICATION_CALLBACK_URL = "single_sign_on_callback"
LOGIN_REDIRECT_URL_FAILURE = "/sign-in/?refused=yes"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    *(["bluelight.service.accounts.oidc.SingleSignOn"] if OIDC_ISSUER else []),
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "bluelight.service.core.context.site",
            ],
            "builtins": ["django.templatetags.static", "bluelight.service.core.templatetags.govuk"],
        },
    }
]
FORM_RENDERER = "bluelight.service.core.forms.GovukRenderer"

DATABASES = {"default": database(os.environ.get("BLUELIGHT_DATABASE", ""), DATA_DIR)}

# Area packs and studies of the host's own, beside those that ship: folders, and study.toml files.
AREA_FOLDERS = [folder for folder in os.environ.get("BLUELIGHT_AREAS", "").split(os.pathsep) if folder]
STUDY_FILES = [file for file in os.environ.get("BLUELIGHT_STUDIES", "").split(os.pathsep) if file]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Where email goes: to the console, unless a host names a mail server or GOV.UK Notify.
locals().update(mail.settings_of(os.environ.get("BLUELIGHT_EMAIL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("BLUELIGHT_EMAIL_FROM", "bluelight@localhost")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# A larger upload is cut off before it reaches any view.
FILE_UPLOAD_HANDLERS = ["bluelight.service.core.uploading.Limited"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# The built assets ship inside the package, so no `collectstatic` step is needed.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_COOKIE_AGE = 60 * minutes("BLUELIGHT_SESSION_MINUTES", os.environ.get("BLUELIGHT_SESSION_MINUTES", "480"))
SESSION_IDLE_AGE = 60 * minutes("BLUELIGHT_IDLE_MINUTES", os.environ.get("BLUELIGHT_IDLE_MINUTES", "60"))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# Behind a proxy that speaks HTTPS, forms come from an origin that this server does not know as its own.
CSRF_TRUSTED_ORIGINS = [
    origin.strip() for origin in os.environ.get("BLUELIGHT_TRUSTED_ORIGINS", "").split(",") if origin.strip()
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(CSRF_TRUSTED_ORIGINS)
CSRF_FAILURE_VIEW = "bluelight.service.core.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A page that is not there is the reader's to know, not the log's.
    "loggers": {"django.request": {"level": "ERROR"}},
}
