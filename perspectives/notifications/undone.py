"""What was decided and undone before anybody heard of it is not told by mail: neither the one nor the other."""

from __future__ import annotations

from datetime import datetime

from perspectives.discussion.models import Event, EventKind
from perspectives.moderation.models import Decision
from perspectives.notifications.models import Notice, NoticeKind
from perspectives.notifications.rules import Dropped

# What tells a member of a decision.
ABOUT = (NoticeKind.DECISION, NoticeKind.SANCTION)


def withhold_undone(event: Event, notices: list[Notice], now: datetime) -> None:
    """Drop the mails still to be sent about what `event` undoes, and among `notices` those to the same members.

    Runs in the transaction that writes `notices`. What is being sent at this moment is sent, and so is its undoing.
    """
    undone = _undone_by(event)
    if undone is None:
        return
    # By whom it concerns: a sanction for no comment may be told in one discussion, and its end in another.
    told = Notice.objects.filter(kind__in=ABOUT, member=undone.member_id, event__kind=EventKind.DECIDED)
    about = told.filter(event__data__decision=undone.pk)
    unsent = dict(about.waiting().unclaimed(now).values_list("pk", "member_id"))
    Notice.objects.filter(pk__in=unsent).update(dropped=Dropped.UNDONE)
    for notice in notices:
        if notice.kind in ABOUT and notice.member_id in unsent.values():
            notice.dropped = Dropped.UNDONE


def _undone_by(event: Event) -> Decision | None:
    """Return the decision that the event's decision undoes, None for nothing."""
    if event.kind != EventKind.DECIDED:
        return None
    decision = Decision.objects.filter(pk=event.data.get("decision")).select_related("undoes").first()
    return decision.undoes if decision is not None else None
