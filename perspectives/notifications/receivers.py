"""Listen to what discussions record: notices are made, and mail is tried once, right after commit."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from perspectives.conf import conf
from perspectives.discussion.models import Event
from perspectives.discussion.signals import event_recorded
from perspectives.notifications.actions import send_at_once, tell_event


@receiver(event_recorded, dispatch_uid="perspectives.notifications")
def tell(sender: type[Event], event: Event, **kwargs: Any) -> None:
    """Make the notices of `event` and try to send them; the signal is robust, and rows that fail wait for a worker."""
    if tell_event(event_id=event.pk) and conf.SEND_MAIL_AT_ONCE:
        send_at_once(event=event)
