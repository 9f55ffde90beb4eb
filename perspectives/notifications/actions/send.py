"""Send mails from rows: claimed before, marked after, never inside a transaction."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from django.utils import timezone

from perspectives.conf import conf
from perspectives.discussion.models import Event
from perspectives.notifications.addresses import base_url
from perspectives.notifications.claims import claim_letter, drop, mark_failed
from perspectives.notifications.letters import compose, reason_to_drop, viewer_of_member
from perspectives.notifications.models import Notice
from perspectives.notifications.queries import NoticeQuerySet
from perspectives.notifications.rules import AT_ONCE, WORKER_PATIENCE
from perspectives.notifications.sending import Sending, server_is_slow

logger = logging.getLogger(__name__)


@dataclass
class Tally:
    """What became of the mails of one run."""

    sent: int = 0
    failed: int = 0
    # Handed over, but the mail server has not answered yet; they mark themselves, or are tried again.
    late: int = 0


def send_due(*, limit: int = 1000) -> Tally:
    """Send what is due, at most `limit` mails, the longest waiting first; return what became of them.

    Nothing is sent, and nothing lost, where no base address for links is known. A server that lets one mail wait for
    WORKER_PATIENCE seconds is left alone until the next run.
    """
    base, tally = base_url(), Tally()
    if base is not None:
        for pair in _pairs(Notice.objects.all(), limit):
            if tally.late:
                break
            _send(pair, base, WORKER_PATIENCE, tally)
    return tally


def send_at_once(*, event: Event) -> Tally:
    """Send the mails of one event right after its commit, for at most MAIL_TIMEOUT seconds; the rest is for a worker.

    The first mail that fails or is late ends it: a mail server that is down costs a request no more than that.
    """
    base, tally = base_url(), Tally()
    deadline = time.monotonic() + conf.MAIL_TIMEOUT
    if base is None or server_is_slow():
        return tally
    for pair in _pairs(Notice.objects.filter(event=event), AT_ONCE):
        left = deadline - time.monotonic()
        if left <= 0 or tally.failed or tally.late:
            break
        _send(pair, base, left, tally)
    return tally


def _pairs(notices: NoticeQuerySet, limit: int) -> list[tuple[int, int]]:
    """Return up to `limit` pairs of member and discussion that one of `notices` is due for, oldest first."""
    now = timezone.now()
    rows = notices.due(now).unclaimed(now).order_by("next_attempt_at", "pk")
    return list(dict.fromkeys(rows.values_list("member_id", "discussion_id")[: limit * 10]))[:limit]


def _send(pair: tuple[int, int], base: str, patience: float, tally: Tally) -> None:
    """Send what is due to one member about one discussion, waiting `patience` seconds, and count what became of it."""
    claimed = claim_letter(member_id=pair[0], discussion_id=pair[1], base=base, now=timezone.now())
    kept = _still_to_tell(claimed)
    if not kept:
        return
    sending = _handed_over(kept, base)
    if sending is None:
        tally.failed += 1
    elif not sending.finished_within(patience):
        tally.late += 1
    else:
        sending.record()
        tally.failed += sending.error is not None
        tally.sent += sending.error is None


def _still_to_tell(claimed: list[Notice]) -> list[Notice]:
    """Drop what is not to be told any more, and return the rest."""
    if not claimed:
        return []
    viewer = viewer_of_member(claimed[0].member)
    reasons = {notice.pk: reason_to_drop(notice, viewer) for notice in claimed}
    drop(reasons)
    return [notice for notice in claimed if not reasons[notice.pk]]


def _handed_over(notices: list[Notice], base: str) -> Sending | None:
    """Write the mail and start sending it; None, recorded as a failure, where it cannot even be written."""
    try:
        message = compose(notices, viewer=viewer_of_member(notices[0].member), base=base)
    except (
        Exception
    ) as error:  # Recorded and tried again: one odd row, or a host's broken template, stops no other mail.
        logger.exception("A mail could not be written.")
        mark_failed(notices, error, timezone.now())
        return None
    sending = Sending(message, notices)
    sending.start()
    return sending
