"""The ready-to-run site as it stands, for a browser that clicks faster than a person: only the limits are far away."""

from perspectives.site.settings import *  # noqa: F403
from perspectives.site.settings import PERSPECTIVES

PERSPECTIVES = PERSPECTIVES | {
    "LIMITS": {kind: [(10_000, 60)] for kind in ("post", "report", "preview", "search", "name")},
    # Mails of notices wait for `send_notices`; those of the account pages are written to files at once.
    "SEND_MAIL_AT_ONCE": False,
}
ACCOUNT_RATE_LIMITS = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
