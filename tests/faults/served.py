"""Settings of the site as a real server runs it, on the database of the tests, with limits far away.

What a test of faults turns is in the environment: SERVED_DATABASE (name), SERVED_CACHE (address, as CACHE_URL),
SERVED_PIECES (questions to the cache with each request), SERVED_BUSY (seconds that SQLite waits for a lock),
SERVED_CLOCK (hours by which this server's clock is wrong), SERVED_FULL (a file: while it is there, the disk is full).
"""

import os
from datetime import timedelta
from pathlib import Path

from django.core.signals import request_started
from django.db import connection
from django.utils import timezone

# Kept whatever the tests' settings put there: the server must know the sessions the tests have made.
from tests.settings import *  # noqa: F403
from tests.settings import CACHES, DATABASES, MIDDLEWARE, page_cache

DATABASES["default"]["NAME"] = os.environ["SERVED_DATABASE"]
DATABASES["default"].pop("TEST", None)
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Static files are no part of these promises, and gathering them takes time.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
LOGGING = {}

if "SERVED_CACHE" in os.environ:
    os.environ["CACHE_URL"] = os.environ["SERVED_CACHE"]
    CACHES["pages"] = page_cache()

if "SERVED_PIECES" in os.environ:
    MIDDLEWARE = ["tests.faults.pieces.PiecesMiddleware", *MIDDLEWARE]

if "SERVED_BUSY" in os.environ:
    DATABASES["default"]["OPTIONS"]["timeout"] = float(os.environ["SERVED_BUSY"])

if "SERVED_CLOCK" in os.environ:
    _true, _wrong = timezone.now, timedelta(hours=float(os.environ["SERVED_CLOCK"]))
    timezone.now = lambda: _true() + _wrong

if "SERVED_FULL" in os.environ:
    _full = Path(os.environ["SERVED_FULL"])

    def fill_disk(**kwargs):
        """Let the file grow no more, or again: SQLite then says what it says on a full disk."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA max_page_count = {1 if _full.exists() else 2**30}")

    request_started.connect(fill_disk)
