"""The numbers and words of telling: how often a mail is tried, and why one is not sent."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# A mail that failed is tried again after so long, the last step repeated: a server that was restarted gets its mail
# within a minute, one that is away for a day is not knocked at a thousand times.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
# After so many tries a mail is given up; the notice stays in the member's list.
MAX_ATTEMPTS = 8
# Seconds a worker waits for the mail server with one mail before it goes on to the next.
WORKER_PATIENCE = 60.0
# Mails that one request may cause at once; the rest is for `send_notices`.
AT_ONCE = 10
# Of the mails one comment may cause, kept for its writer and for whom it answers, however many moderators there are.
KEPT_FOR_WRITERS = 2
# Clocks of two hosts may differ by this much.
CLOCK_SKEW = timedelta(minutes=5)


class Dropped(models.TextChoices):
    """Why a mail is not sent; the column is `Notice.dropped`."""

    LEFT = "left", _("the member left")
    NO_ADDRESS = "no-address", _("the account has no e-mail address or is not active")
    SWITCHED_OFF = "switched-off", _("the member wants no such mail")
    NOT_VISIBLE = "not-visible", _("what it tells is no longer to be seen")
    SETTLED = "settled", _("nothing waits any more")
    DAILY = "daily", _("the member gets one mail a day")
    REPLACED = "replaced", _("the next day's mail tells it")
    UNDONE = "undone", _("it was undone before it was told")
    LIMIT = "limit", _("one comment caused too many mails")
    LISTED = "listed", _("it is told in the list alone")
    FAILED = "failed", _("the mail server refused it too often")
