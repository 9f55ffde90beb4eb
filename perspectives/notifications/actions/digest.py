"""Send moderators one mail a day of what waits: a row before sending, a mark after, the same message id whenever."""

from __future__ import annotations

import logging
import secrets
from datetime import date, datetime, timedelta

from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from perspectives.conf import conf
from perspectives.members.models import DeskMail, Member
from perspectives.moderation.waiting import what_waits
from perspectives.notifications.actions.send import Tally
from perspectives.notifications.addresses import base_url, mail_domain
from perspectives.notifications.claims import describe
from perspectives.notifications.desk_letters import compose, reason_to_drop
from perspectives.notifications.letters import viewer_of_member
from perspectives.notifications.models import DeskLetter
from perspectives.notifications.rules import BACKOFF, MAX_ATTEMPTS, WORKER_PATIENCE, Dropped
from perspectives.notifications.sending import Sending

logger = logging.getLogger(__name__)
# Rows of daily mails are kept so long, to be looked at.
KEPT = timedelta(days=30)


class DeskSending(Sending):
    """A daily mail on its way, which marks its own row."""

    def __init__(self, message: EmailMessage, letter: DeskLetter) -> None:
        super().__init__(message, [])
        self.letter = letter

    def record(self) -> None:
        """Write down what became of the mail."""
        if self.error is None:
            now = timezone.now()
            DeskLetter.objects.filter(pk=self.letter.pk).update(sent_at=now, claimed_at=None, error="")
            Member.objects.filter(pk=self.letter.member_id).update(desk_mailed_at=now)
            return
        logger.warning("A daily mail was not sent: %s. It will be tried again.", describe(self.error))
        _mark_failed(self.letter, self.error, timezone.now())


def send_digests(*, limit: int = 1000) -> Tally:
    """Make today's daily mails from DESK_MAIL_HOUR on, and send what is due; return what became of the mails.

    Each member gets one a day at most, and none where nothing waits at that hour. A mail that failed is tried again
    the same day, under the same message id.
    """
    base, tally, now = base_url(), Tally(), timezone.now()
    if base is None:
        return tally
    if _local(now).hour >= int(conf.DESK_MAIL_HOUR):
        _make(_local(now).date(), base, now)
    due = DeskLetter.objects.due(now).order_by("next_attempt_at", "pk").values_list("pk", flat=True)
    for key in list(due[:limit]):
        if tally.late:
            break
        _send(key, base, tally)
    return tally


def _local(now: datetime) -> datetime:
    """Return the time by the clock of the site, whatever a request has set."""
    return timezone.localtime(now, timezone.get_default_timezone())


def _make(day: date, base: str, now: datetime) -> None:
    """Write a row for everybody who wants a mail today and has none yet; let go of old rows."""
    wanting = Member.objects.present().filter(desk_mail=DeskMail.DAILY, mail_waiting=True)
    keys = list(wanting.exclude(desk_letters__day=day).order_by("pk").values_list("pk", flat=True))
    if not keys:
        return
    domain = mail_domain(base)[:80]
    DeskLetter.objects.bulk_create(
        [
            DeskLetter(
                member_id=key, day=day, created_at=now, next_attempt_at=now,
                message_id=f"<{secrets.token_hex(16)}@{domain}>",
            )
            for key in keys
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    DeskLetter.objects.filter(day__lt=day - KEPT).delete()


def _send(key: int, base: str, tally: Tally) -> None:
    """Claim one mail, send it unless it is not to be sent any more, and count what became of it."""
    now = timezone.now()
    claimed = DeskLetter.objects.due(now).filter(pk=key).update(claimed_at=now, attempts=F("attempts") + 1)
    if not claimed:
        return
    letter = DeskLetter.objects.select_related("member__user").get(pk=key)
    sending = _handed_over(letter, base, now)
    if sending is None:
        return
    if isinstance(sending, Exception):
        tally.failed += 1
    elif not sending.finished_within(WORKER_PATIENCE):
        tally.late += 1
    else:
        sending.record()
        tally.failed += sending.error is not None
        tally.sent += sending.error is None


def _handed_over(letter: DeskLetter, base: str, now: datetime) -> DeskSending | Exception | None:
    """Write the mail and start sending it; None where it is not to be sent, the error where it cannot be written."""
    try:
        viewer = viewer_of_member(letter.member)
        waiting = what_waits(viewer)
        reason = reason_to_drop(letter, viewer, waiting, _local(now).date())
        if reason:
            DeskLetter.objects.filter(pk=letter.pk).update(dropped=reason, claimed_at=None)
            return None
        sending = DeskSending(compose(letter, waiting, base), letter)
    except Exception as error:  # Recorded and tried again: a host's broken template stops no other mail.
        logger.exception("A daily mail could not be written.")
        _mark_failed(letter, error, now)
        return error
    sending.start()
    return sending


def _mark_failed(letter: DeskLetter, error: Exception, now: datetime) -> None:
    """Write down that sending failed, and when it is tried again; after MAX_ATTEMPTS it is given up."""
    wait = BACKOFF[min(letter.attempts, len(BACKOFF)) - 1]
    DeskLetter.objects.filter(pk=letter.pk).update(
        claimed_at=None,
        next_attempt_at=now + wait,
        error=describe(error),
        dropped=Dropped.FAILED if letter.attempts >= MAX_ATTEMPTS else "",
    )
