"""The ready-to-run site's settings for tests: what is written goes to a folder that is thrown away."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="perspectives-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

# What a developer has set for a site of their own must not reach the tests; DATABASE_URL is meant for them.
for _name in ("SITE_URL", "DEBUG", "ALLOWED_HOSTS", "EMAIL_URL", "CACHE_URL", "TRUSTED_PROXIES", "TIME_ZONE"):
    os.environ.pop(_name, None)
os.environ.update(VAR_DIR=_folder, SECRET_KEY="only for tests")

from perspectives.site.settings import *  # noqa: E402, F403
from perspectives.site.settings import DATABASES, PERSPECTIVES, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["*"]
# Far away limits, also of how long a mail is waited for: the tests of limits set their own.
PERSPECTIVES = PERSPECTIVES | {
    "BASE_URL": "https://essays.example",
    "MAIL_TIMEOUT": 60,
    "LIMITS": {kind: [(10_000, 60)] for kind in ("post", "report", "preview", "search", "name")},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that threads meet the locks that a real site has; nothing in it must outlive the tests.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_folder) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
