"""Settings of the plugin's own tests: a bare host, so that nothing of the ready-to-run site is taken for granted."""

import os

SECRET_KEY = "tests-only-" + "x" * 50
ALLOWED_HOSTS = ["*"]
DEBUG = False
USE_TZ = True
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "taggit",
    "perspectives",
    "perspectives.theme",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "perspectives.web.middleware.ContentSecurityPolicyMiddleware",
    "perspectives.web.middleware.DatabaseDownMiddleware",
    "perspectives.web.middleware.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "tests.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
}
STATIC_URL = "/static/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Far away limits: the tests of limits set their own.
PERSPECTIVES = {
    "BASE_URL": "https://essays.example",
    "LIMITS": {kind: [(10_000, 60)] for kind in ("post", "report", "preview", "search", "name")},
}
LOGIN_URL = "/accounts/login/"
