"""The site's settings as they are, for the benchmark's own database: limits far away, mail to nowhere."""

import os

from perspectives.site.settings import *  # noqa: F403
from perspectives.site.settings import PERSPECTIVES

ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
KINDS = ("post", "report", "preview", "search", "name", "keep")
PERSPECTIVES = PERSPECTIVES | {
    "LIMITS": {kind: [(10_000_000, 60)] for kind in KINDS},
    "THREAD_PAGE_SIZE": int(os.environ.get("BENCH_PAGE_SIZE", "200")),
}
