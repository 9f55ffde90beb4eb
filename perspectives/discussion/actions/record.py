"""Write down what happened, in the transaction in which it happened, and announce it after commit."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from perspectives.discussion.models import Comment, Discussion, Event, EventKind
from perspectives.discussion.prepared_changes import create
from perspectives.discussion.signals import event_made, event_recorded, event_written
from perspectives.members.models import Member


def record_event(
    kind: EventKind,
    *,
    discussion: Discussion,
    comment: Comment | None = None,
    actor: Member | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Write an Event row and return it; `event_recorded` is sent after commit.

    To be called inside the action's transaction: if the process dies after commit, the row is still there to tell.
    """
    event = Event(kind=kind, discussion=discussion, comment=comment, actor=actor, data=data or {})
    event_made.send_robust(sender=Event, event=event)
    create(event)
    event_written.send_robust(sender=Event, event=event)
    transaction.on_commit(partial(event_recorded.send_robust, sender=Event, event=event))
    return event
