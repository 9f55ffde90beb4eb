"""Make notices of an event, once."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from perspectives.conf import conf
from perspectives.discussion.models import Event
from perspectives.notifications.audience import Audience, audience_of
from perspectives.notifications.models import Notice, NoticeKind
from perspectives.notifications.rules import KEPT_FOR_WRITERS, Dropped

logger = logging.getLogger(__name__)


def tell_event(*, event_id: int, now: datetime | None = None) -> int:
    """Make the notices of an event and return how many; 0 for an event that was told before.

    The event is marked in the same transaction, so that it is told once however many try.
    """
    now = now or timezone.now()
    with transaction.atomic():
        if not Event.objects.filter(pk=event_id, told_at__isnull=True).update(told_at=now):
            return 0
        event = Event.objects.select_related("discussion", "comment__parent").get(pk=event_id)
        notices = _notices(event, audience_of(event), now)
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


def tell_untold(*, now: datetime | None = None, limit: int = 1000) -> tuple[int, int]:
    """Tell events not told yet, the oldest first; return how many notices were made and how many events failed.

    An event that cannot be told is logged and left for the next time; it holds up no other.
    """
    made = failed = 0
    keys = Event.objects.filter(told_at__isnull=True).order_by("created_at", "pk").values_list("pk", flat=True)
    for key in list(keys[:limit]):
        try:
            made += tell_event(event_id=key, now=now)
        except Exception:  # Recorded: one bad row must not silence all the others.
            logger.exception("Event %s could not be told.", key)
            failed += 1
    return made, failed


def _notices(event: Event, audience: Audience, now: datetime) -> list[Notice]:
    """Return the rows to write; past the limit of mails a comment may cause they are for the list only."""
    room = _room(event)
    notices = []
    for place, (member_id, kind) in enumerate(audience.items()):
        most = room - KEPT_FOR_WRITERS if kind is NoticeKind.WAITING else room
        notices.append(
            Notice(
                kind=kind,
                member_id=member_id,
                event=event,
                discussion=event.discussion,
                comment=event.comment,
                created_at=now,
                next_attempt_at=now,
                dropped="" if place < most else Dropped.LIMIT,
            )
        )
    return notices


def _room(event: Event) -> int:
    """Return how many mails the event's comment may still cause."""
    if event.comment_id is None:
        return int(conf.MAILS_PER_COMMENT)
    caused = Notice.objects.filter(Q(dropped="") | Q(sent_at__isnull=False), comment=event.comment_id).count()
    return int(conf.MAILS_PER_COMMENT) - caused
