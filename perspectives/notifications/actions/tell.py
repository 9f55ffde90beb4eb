"""Make notices of an event, once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from perspectives.conf import conf
from perspectives.discussion.models import Event
from perspectives.discussion.prepared import Prepared
from perspectives.discussion.prepared_changes import PreparedCopy, tells
from perspectives.notifications.audience import UNMAILED, Audience, audience_of, posted_audience
from perspectives.notifications.models import CALLS, Notice, NoticeKind
from perspectives.notifications.rules import KEPT_FOR_WRITERS, Dropped
from perspectives.notifications.undone import withhold_undone

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
        notices = _notices(event, audience_of(event), now, _room(event))
        withhold_undone(event, notices, now)
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


def tell_posted(*, event: Event) -> bool:
    """Make the notices of a comment that is being posted, in its transaction; whether one is to be mailed at once.

    The event is written as told. Where telling fails it is marked as untold, and a worker tries again.
    """
    try:
        with transaction.atomic():
            due = [_told(event, member, kind) for member, kind in posted_audience(event).items()]
        return any(due)
    except Exception:  # Recorded: a notice that cannot be written must not cost the writer the comment.
        logger.exception("Event %s could not be told.", event.pk)
        Event.objects.filter(pk=event.pk).update(told_at=None)
        return False


def _told(event: Event, member: int, kind: NoticeKind) -> bool:
    """Write the notice of an event just made, to be mailed now or MAIL_INTERVAL after the last mail; whether now."""
    now = event.created_at
    if not tells(Notice):
        (notice,) = _notices(event, {member: kind}, now, int(conf.MAILS_PER_COMMENT))
        notice.next_attempt_at = _next_letter(notice, now)
        notice.save(force_insert=True)
        return notice.next_attempt_at <= now
    dropped = "" if conf.MAILS_PER_COMMENT > 0 else Dropped.LIMIT
    values = (event.pk, event.discussion_id, member, now, now - conf.MAIL_INTERVAL)
    rows = TELL.rows(*values, shape=(str(kind), str(dropped), conf.MAIL_INTERVAL))
    return bool(rows[0][0] <= now)


def _last_letter(member: int, discussion: int, since: datetime) -> QuerySet[Notice, tuple[datetime | None]]:
    sent = Notice.objects.filter(member=member, discussion=discussion, sent_at__gt=since)
    return sent.order_by("-sent_at").values_list("sent_at")[:1]


LAST_LETTER = Prepared(_last_letter, converted=True)


def _next_letter(notice: Notice, now: datetime) -> datetime:
    """Return when the member may get the next mail about the discussion: MAIL_INTERVAL after the last one, or now."""
    last = LAST_LETTER.rows(notice.member_id, notice.discussion_id, now - conf.MAIL_INTERVAL)
    return last[0][0] + conf.MAIL_INTERVAL if last else now


def _telling(
    kind: str,
    dropped: str,
    interval: timedelta,
    event: int,
    discussion: int,
    member: int,
    now: datetime,
    since: datetime,
) -> QuerySet[Event, tuple[Any, ...]]:
    """Return the row of a notice (TOLD): what `_next_letter` says comes out of the same statement."""
    later = ExpressionWrapper(Subquery(_last_letter(member, discussion, since)) + interval, DateTimeField())
    when = Coalesce(later, Value(now, DateTimeField()))
    words = [Value(word) for word in (kind, dropped, "", "")]
    told = ("pk", "discussion", "comment", "created_at")
    return Event.objects.filter(pk=event).order_by().values_list(*words, Value(member), *told, when, Value(0))


TOLD = (
    *("kind", "dropped", "message_id", "error", "member"),
    *("event", "discussion", "comment", "created_at", "next_attempt_at", "attempts"),
)
TELL = PreparedCopy(Notice, TOLD, _telling, telling=("next_attempt_at",))


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


def _notices(event: Event, audience: Audience, now: datetime, room: int) -> list[Notice]:
    """Return the rows to write; past the limit of mails the comment may still cause they are for the list only."""
    notices = []
    for place, (member_id, kind) in enumerate(audience.items()):
        most = room - KEPT_FOR_WRITERS if kind in CALLS else room
        notices.append(
            Notice(
                kind=kind,
                member_id=member_id,
                event=event,
                discussion=event.discussion,
                comment=event.comment,
                created_at=now,
                next_attempt_at=now,
                dropped=Dropped.LISTED if kind in UNMAILED else "" if place < most else Dropped.LIMIT,
            )
        )
    return notices


def _room(event: Event) -> int:
    """Return how many mails the event's comment may still cause."""
    if event.comment_id is None:
        return int(conf.MAILS_PER_COMMENT)
    caused = Notice.objects.filter(Q(dropped="") | Q(sent_at__isnull=False), comment=event.comment_id).count()
    return int(conf.MAILS_PER_COMMENT) - caused
