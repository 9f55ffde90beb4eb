"""Settings of the site as a real server runs it, on the database of the tests, with limits far away."""

import os

# Kept whatever the tests' settings put there: the server must know the sessions the tests have made.
from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, MIDDLEWARE

DATABASES["default"]["NAME"] = os.environ["SERVED_DATABASE"]
DATABASES["default"].pop("TEST", None)
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Static files are no part of these promises, and gathering them takes time.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
LOGGING = {}
