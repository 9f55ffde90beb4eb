"""Who sends which notices: a claim is a compare-and-set under the member's lock, so no two workers send the same."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from perspectives.conf import conf
from perspectives.members.models import Member
from perspectives.notifications.addresses import mail_domain
from perspectives.notifications.models import Notice
from perspectives.notifications.queries import CLAIM_LIFE
from perspectives.notifications.rules import BACKOFF, MAX_ATTEMPTS, Dropped

ERROR_LENGTH = 200


def claim_letter(*, member_id: int, discussion_id: int, base: str, now: datetime) -> list[Notice]:
    """Claim the notices that make the next mail to a member about a discussion, and return them; [] for not now.

    A mail that failed is tried again as it was, under its first message id; else all that waits goes into one mail.
    Within MAIL_INTERVAL of the last mail nothing is claimed and everything waits for its end.
    """
    with transaction.atomic():
        # The first statement writes, so that claims for one member come one after another on every database.
        Member.objects.filter(pk=member_id).update(created_at=F("created_at"))
        own = Notice.objects.filter(member=member_id, discussion=discussion_id)
        if own.waiting().filter(claimed_at__gt=now - CLAIM_LIFE).exists():
            return []
        last = own.aggregate(last=Max("sent_at"))["last"]
        if last is not None and last + conf.MAIL_INTERVAL > now:
            own.due(now).update(next_attempt_at=last + conf.MAIL_INTERVAL)
            return []
        return _claim(list(own.due(now).order_by("pk").for_letters()), base, now)


def _claim(rows: list[Notice], base: str, now: datetime) -> list[Notice]:
    """Mark the rows of one letter as being sent, and return them."""
    tried = next((row.message_id for row in rows if row.message_id), "")
    letter = [row for row in rows if row.message_id == tried]
    message_id = tried or f"<{secrets.token_hex(16)}@{mail_domain(base)[:80]}>"
    for row in letter:
        row.claimed_at, row.message_id, row.attempts = now, message_id, row.attempts + 1
    Notice.objects.bulk_update(letter, ["claimed_at", "message_id", "attempts"])
    return letter


def drop(reasons: dict[int, str]) -> None:
    """Write down why claimed notices are not sent; `reasons` by primary key, "" for those that are."""
    for reason in {reason for reason in reasons.values() if reason}:
        keys = [key for key, found in reasons.items() if found == reason]
        Notice.objects.filter(pk__in=keys).update(dropped=reason, claimed_at=None)


def mark_sent(notices: list[Notice], sent_at: datetime) -> None:
    """Write down that the mail server took these notices."""
    keys = [notice.pk for notice in notices]
    Notice.objects.filter(pk__in=keys).update(sent_at=sent_at, claimed_at=None, error="")


def mark_failed(notices: list[Notice], error: Exception, now: datetime) -> None:
    """Write down that sending failed, and when it is tried again; after MAX_ATTEMPTS it is given up."""
    tries = max(notice.attempts for notice in notices)
    keys = [notice.pk for notice in notices]
    wait = BACKOFF[min(tries, len(BACKOFF)) - 1]
    Notice.objects.filter(pk__in=keys).update(
        claimed_at=None,
        next_attempt_at=now + wait,
        error=describe(error),
        dropped=Dropped.FAILED if tries >= MAX_ATTEMPTS else "",
    )


def describe(error: Exception) -> str:
    """Return the kind of an error and its code: its words may hold an e-mail address or a line of the text."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    name = type(error).__name__
    return f"{name} {code}"[:ERROR_LENGTH] if code else name[:ERROR_LENGTH]
