"""A host as unlike the site as may be: own people, own frame, a prefix, and nothing of Django's that is not needed."""

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The host lies in a package of the repo, or, where a wheel is tried, at the top of a folder of its own.
PACKAGE = f"{__name__.rpartition('.')[0]}.".lstrip(".")

SECRET_KEY = "the host's own, for tests"
ALLOWED_HOSTS = ["*"]
DEBUG = False
# A richer host may be asked for: with messages, sites, humanize and the admin.
RICH = os.environ.get("HOST") == "rich"
USE_I18N = RICH
USE_TZ = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    f"{PACKAGE}people",
    "taggit",
    "perspectives",
    "perspectives.theme",
    *(["django.contrib.messages", "django.contrib.sites", "django.contrib.admin"] if RICH else []),
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    *(["django.middleware.locale.LocaleMiddleware"] if RICH else []),
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    *(["django.contrib.messages.middleware.MessageMiddleware"] if RICH else []),
]
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = f"{PACKAGE}urls"
LOGIN_URL = "/in/"
SITE_ID = 1
STATIC_URL = "/assets/"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                *(["django.contrib.messages.context_processors.messages"] if RICH else []),
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PERSPECTIVES = {"BASE_TEMPLATE": "host/base.html", "BASE_URL": "https://host.example"}
