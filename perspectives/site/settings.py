"""The site's settings: right for production as they stand, set from the environment where a site must differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from perspectives.site.kept import kept_secret

env = environ.Env()

ROOT = Path(__file__).resolve().parents[2]
# Everything the running site writes, and nothing else, lies here.
VAR = Path(env.str("VAR_DIR", default=str(ROOT / "var")))

# Where people find the site. An https address brings secure cookies, HSTS and the redirect with it.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE = urlsplit(SITE_URL)
if SITE.scheme not in ("http", "https") or not SITE.hostname:
    raise ImproperlyConfigured(f"SITE_URL must be an address such as https://essays.example.org, not {SITE_URL!r}.")
HTTPS = SITE.scheme == "https"

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if HTTPS:
        raise ImproperlyConfigured("A site with an https SITE_URL needs a SECRET_KEY in its environment.")
    SECRET_KEY = kept_secret(VAR, "secret-key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[SITE.hostname, *([] if HTTPS else LOOPBACK)])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
# Proxies in front whose X-Forwarded-For and X-Forwarded-Proto are true; 0 believes nobody.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "perspectives.site",
    "perspectives",
    "perspectives.theme",
    "taggit",
    "allauth",
    "allauth.account",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "perspectives.web.middleware.ContentSecurityPolicyMiddleware",
    "perspectives.site.middleware.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "perspectives.web.middleware.DatabaseDownMiddleware",
    "perspectives.web.middleware.BodyLimitMiddleware",
    "perspectives.site.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "perspectives.site.urls"
WSGI_APPLICATION = "perspectives.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "perspectives.site.context.frame",
            ],
        },
    },
]


# PostgreSQL keeps a statement ready once it was asked so often; None: never.
KEPT_AFTER = 2 if env.bool("KEEP_STATEMENTS", default=True) else None


def database() -> dict[str, Any]:
    """Return the database of DATABASE_URL, else SQLite in var/, with what each needs to be safe under load."""
    VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    chosen = env.db_url("DATABASE_URL", default="sqlite:///")
    if chosen["ENGINE"].endswith("sqlite3"):
        name = chosen["NAME"] if env.str("DATABASE_URL", default="") else VAR / "site.sqlite3"
        # Opening the file and setting it up costs as much as all the questions of a page.
        return chosen | {"NAME": name, "CONN_MAX_AGE": 60, "OPTIONS": SQLITE_OPTIONS}
    if chosen["ENGINE"].endswith("postgresql"):
        # The server keeps the questions of a page ready: planning them is most of what they cost.
        options = {"connect_timeout": 3, "prepare_threshold": KEPT_AFTER, **chosen.get("OPTIONS", {})}
        return chosen | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    return chosen | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


# One writer at a time, readers never wait; a writer waits for its turn up to 20 s instead of failing at once.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    # NORMAL: what is committed outlives any process; only a power cut may take the last moments with it (docs/site.md).
    # 2 MB of pages for each thread: the system keeps the file in memory anyway, and more made no page quicker.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
    "PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY;",
}
DATABASES = {"default": database()}


def page_cache() -> dict[str, Any]:
    """Return the cache of CACHE_URL, else memory; a Redis is not waited for longer than a page can wait."""
    chosen: dict[str, Any] = env.cache_url("CACHE_URL", default="locmemcache://")
    if not chosen["BACKEND"].endswith("RedisCache"):
        return chosen
    options = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
    return chosen | {"BACKEND": "perspectives.site.cache.PatientRedisCache", "OPTIONS": options}


# "default" is what allauth counts its limits in: the database, so that they hold over processes and restarts.
# "pages" is for rendered pieces, which anybody may lose at any time; a Redis that is away costs time, never a page.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "perspectives_site_cache"},
    "pages": page_cache(),
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
FORMAT_MODULE_PATH = "perspectives.site.formats"
USE_I18N = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Mail goes to files in var/mail/ until a server is named, for example EMAIL_URL=smtp+tls://user:password@host:587
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_BACKEND = "perspectives.site.mail.FileBackend"
if env.str("EMAIL_URL", default=""):
    vars().update({name: value for name, value in env.email_url("EMAIL_URL").items() if name != "EMAIL_FILE_PATH"})
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Perspectives <noreply@{SITE.hostname}>")

# Headers and cookies.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
CSRF_FAILURE_VIEW = "perspectives.site.views.csrf_failure"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=2_592_000) if HTTPS else 0
# Both bind other hosts of the domain, for months: the owner of the domain says so, or it is not done.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = HTTPS and env.bool("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = [
    *([] if "HSTS_INCLUDE_SUBDOMAINS" in env else ["security.W005"]),
    *([] if "HSTS_PRELOAD" in env else ["security.W021"]),
]

# Accounts: one e-mail address and a password; nobody learns here which addresses have an account.
AUTHENTICATION_BACKENDS = ["perspectives.site.accounts.backends.ConfirmedBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_ADAPTER = "perspectives.site.accounts.adapter.AccountAdapter"
ACCOUNT_USER_DISPLAY = "perspectives.site.accounts.adapter.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"signup": "perspectives.site.accounts.forms.JoinForm"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE.scheme

PERSPECTIVES = {
    "BASE_TEMPLATE": "perspectives_site/base.html",
    "BASE_URL": SITE_URL,
    "CACHE": "pages",
    "SIGNUP_URL": "account_signup",
    "TRUSTED_PROXIES": TRUSTED_PROXIES,
}

# One line per happening, with control characters escaped; no handler ever sees a request's body.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "perspectives.site.logs.EscapingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING"), "propagate": False},
        # Every wrong address and every expired form would be a line otherwise; what fails is an error.
        "django.request": {"level": "ERROR"},
        "perspectives": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO"), "propagate": False},
    },
}
