"""Mail to people who gave notice of something illegal: a receipt, and the answer; sent from the rows as other mail is.

They need be no members, so there is nothing to switch off: each gets what was asked for, at the address that was given.
A receipt says nothing that was typed into the form: the address may be a stranger's, who asked for nothing.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Max, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from perspectives.conf import conf
from perspectives.moderation.models import LegalNotice
from perspectives.notifications.addresses import absolute, base_url, mail_domain
from perspectives.notifications.claims import describe
from perspectives.notifications.queries import CLAIM_LIFE
from perspectives.notifications.rules import BACKOFF, MAX_ATTEMPTS, WORKER_PATIENCE
from perspectives.notifications.sending import Sending, server_is_slow

logger = logging.getLogger(__name__)


@dataclass
class LegalTally:
    """What became of the mails of one run."""

    sent: int = 0
    failed: int = 0
    late: int = 0


class LegalSending(Sending):
    """A receipt or an answer on its way."""

    def __init__(self, message: EmailMessage, notice: LegalNotice) -> None:
        super().__init__(message, [])
        self.notice, self.is_answer = notice, notice.receipt_sent_at is not None

    def record(self) -> None:
        """Write down what became of the mail; an answer that was taken back meanwhile is not the one that counts."""
        now, rows = timezone.now(), LegalNotice.objects.filter(pk=self.notice.pk)
        if self.error is not None:
            logger.warning("A mail was not sent: %s. It will be tried again.", describe(self.error))
            wait = BACKOFF[min(self.notice.mail_attempts, len(BACKOFF)) - 1]
            rows.update(mail_claimed_at=None, mail_due_at=now + wait, mail_error=describe(self.error))
            return
        rows.update(mail_claimed_at=None, mail_attempts=0, mail_error="")
        if self.is_answer:
            rows.filter(decision=self.notice.decision_id).update(answer_sent_at=now)
        else:
            rows.update(receipt_sent_at=now)


def send_legal_due(*, limit: int = 1000) -> LegalTally:
    """Send the receipts and answers that are due, at most `limit`, the longest waiting first."""
    tally = LegalTally()
    due = LegalNotice.objects.mail_due(timezone.now(), MAX_ATTEMPTS).order_by("mail_due_at", "pk")
    for key in list(due.values_list("pk", flat=True)[:limit]):
        # A receipt and then, where there is one already, the answer.
        for _turn in range(2):
            if not tally.late:
                _send(key, WORKER_PATIENCE, tally)
    return tally


def send_legal_at_once(*, notice_id: int) -> LegalTally:
    """Send what is due about one notice right after its commit, for at most MAIL_TIMEOUT seconds."""
    tally = LegalTally()
    if not server_is_slow():
        _send(notice_id, conf.MAIL_TIMEOUT, tally)
    return tally


def _send(key: int, patience: float, tally: LegalTally) -> None:
    """Send what is due about one notice, waiting `patience` seconds, and count what became of it."""
    base = base_url()
    notice = claimed(key, timezone.now()) if base is not None else None
    if notice is None or base is None:
        return
    sending = LegalSending(compose(notice, base), notice)
    sending.start()
    if not sending.finished_within(patience):
        tally.late += 1
        return
    sending.record()
    tally.failed += sending.error is not None
    tally.sent += sending.error is None


def claimed(key: int, now: datetime) -> LegalNotice | None:
    """Claim what is due about one notice and return it; None where nothing is, or somebody else is at it.

    Whoever gets many receipts has not asked for them all: one mail to an address about one discussion in MAIL_INTERVAL,
    and the rest waits.
    """
    free = Q(mail_claimed_at__isnull=True) | Q(mail_claimed_at__lte=now - CLAIM_LIFE)
    due = LegalNotice.objects.mail_due(now, MAX_ATTEMPTS).filter(free, pk=key)
    notice = due.select_related("comment__discussion", "decision").first()
    if notice is None:
        return None
    if notice.receipt_sent_at is None:
        last = _last_receipt(notice)
        if last is not None and last + conf.MAIL_INTERVAL > now:
            due.update(mail_due_at=last + conf.MAIL_INTERVAL)
            return None
    if not due.update(mail_claimed_at=now, mail_attempts=F("mail_attempts") + 1):
        return None
    notice.mail_attempts += 1
    return notice


def _last_receipt(notice: LegalNotice) -> datetime | None:
    """Return when the last receipt was sent to the same address about the same discussion."""
    others = LegalNotice.objects.filter(email__iexact=notice.email, comment__discussion=notice.comment.discussion_id)
    last: datetime | None = others.aggregate(last=Max("receipt_sent_at"))["last"]
    return last


def compose(notice: LegalNotice, base: str) -> EmailMessage:
    """Return the receipt, or the answer where the receipt was sent, in the site's language."""
    is_answer = notice.receipt_sent_at is not None
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "notice": notice,
            "decision": notice.decision,
            "comment": absolute(notice.comment.get_absolute_url(), base),
            "receipt": absolute(reverse("perspectives:notice_receipt", args=[notice.key]), base),
            "redress": conf.REDRESS_TEXT,
            "site_name": conf.SITE_NAME,
        }
        template = "legal_answer" if is_answer else "legal_receipt"
        return EmailMessage(
            subject=_("The answer to your notice") if is_answer else _("We have received your notice"),
            body=render_to_string(f"perspectives/notifications/{template}.txt", context),
            to=[notice.email],
            headers={"Message-ID": _message_id(notice, base), "Auto-Submitted": "auto-generated"},
        )


def _message_id(notice: LegalNotice, base: str) -> str:
    """Return the one id of this mail, however often it is tried; the key of the receipt cannot be read from it."""
    told = f"{notice.key}.{notice.decision_id if notice.receipt_sent_at is not None else 0}"
    return f"<{hashlib.sha256(told.encode()).hexdigest()[:32]}@{mail_domain(base)[:80]}>"
