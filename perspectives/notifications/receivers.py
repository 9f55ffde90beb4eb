"""Listen to what discussions record, and make notices and mail of it; and to who leaves."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from perspectives.conf import conf
from perspectives.discussion.models import Event
from perspectives.discussion.signals import event_recorded
from perspectives.members.models import Member
from perspectives.members.signals import member_changed
from perspectives.notifications.actions import send_at_once, tell_event
from perspectives.notifications.models import Notice


@receiver(event_recorded, dispatch_uid="perspectives.notifications")
def tell(sender: type[Event], event: Event, **kwargs: Any) -> None:
    """Make the notices of `event` and try to send them; the signal is robust, and rows that fail wait for a worker."""
    if tell_event(event_id=event.pk) and conf.SEND_MAIL_AT_ONCE:
        send_at_once(event=event)


@receiver(member_changed, dispatch_uid="perspectives.notifications.member_changed")
def forget(sender: type[Member], member: Member, **kwargs: Any) -> None:
    """Delete the notices of a member who left, in the same transaction."""
    if member.erased_at is not None:
        Notice.objects.filter(member=member).delete()
