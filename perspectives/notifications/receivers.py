"""Listen to what discussions record, and make notices and mail of it; and to who leaves."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from perspectives.conf import conf
from perspectives.discussion.models import Event
from perspectives.discussion.signals import event_made, event_recorded, event_written
from perspectives.members.models import Member
from perspectives.members.signals import member_changed
from perspectives.moderation.models import LegalNotice
from perspectives.moderation.signals import legal_notice_changed
from perspectives.notifications.actions import send_at_once, tell_event, tell_posted
from perspectives.notifications.audience import concerns_nobody, is_told_at_once
from perspectives.notifications.legal import send_legal_at_once
from perspectives.notifications.models import DeskLetter, Notice


@receiver(event_made, dispatch_uid="perspectives.notifications.event_made")
def spare(sender: type[Event], event: Event, **kwargs: Any) -> None:
    """Mark an event as told that concerns nobody, or that is told in its own transaction: it needs no further one."""
    if concerns_nobody(event) or is_told_at_once(event):
        event.told_at = event.created_at


@receiver(event_written, dispatch_uid="perspectives.notifications.event_written")
def tell_within(sender: type[Event], event: Event, **kwargs: Any) -> None:
    """Make the notices of a comment just posted in the transaction that posts it, and mail them after commit."""
    if is_told_at_once(event) and tell_posted(event=event) and conf.SEND_MAIL_AT_ONCE:
        transaction.on_commit(partial(send_at_once, event=event), robust=True)


@receiver(event_recorded, dispatch_uid="perspectives.notifications")
def tell(sender: type[Event], event: Event, **kwargs: Any) -> None:
    """Make the notices of `event` and try to send them; the signal is robust, and rows that fail wait for a worker."""
    if event.told_at is None and tell_event(event_id=event.pk) and conf.SEND_MAIL_AT_ONCE:
        send_at_once(event=event)


@receiver(legal_notice_changed, dispatch_uid="perspectives.notifications.legal_notice_changed")
def answer_notifier(sender: type[LegalNotice], notice_id: int, **kwargs: Any) -> None:
    """Try to send the receipt or the answer; what fails waits for a worker."""
    if conf.SEND_MAIL_AT_ONCE:
        send_legal_at_once(notice_id=notice_id)


@receiver(member_changed, dispatch_uid="perspectives.notifications.member_changed")
def forget(sender: type[Member], member: Member, **kwargs: Any) -> None:
    """Delete the notices and daily mails of a member who left, in the same transaction."""
    if member.erased_at is not None:
        DeskLetter.objects.filter(member=member).delete()
        Notice.objects.filter(member=member).delete()
