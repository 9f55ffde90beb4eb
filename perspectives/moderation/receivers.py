"""What the room of moderation does when a floor below it announces something."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from perspectives.discussion.models import Event, EventKind
from perspectives.discussion.signals import event_written
from perspectives.members.models import Member
from perspectives.members.signals import member_changed
from perspectives.moderation.actions.answer import count_reports
from perspectives.moderation.actions.forget import forget_member
from perspectives.moderation.actions.team import leave_offices


@receiver(member_changed, dispatch_uid="perspectives.moderation.member_changed")
def forget(sender: type[Member], member: Member, **kwargs: Any) -> None:
    """Take the offices of a member who left, and empty what that one had told, in the same transaction."""
    if member.erased_at is not None:
        leave_offices(member=member)
        forget_member(member=member)


@receiver(event_written, dispatch_uid="perspectives.moderation.event_written")
def weigh_edited(sender: type[Event], event: Event, **kwargs: Any) -> None:
    """Weigh an edited comment by its open reports too, in the transaction of the edit, which knows its checks alone."""
    comment = event.comment
    if event.kind not in (EventKind.EDITED, EventKind.HELD) or comment is None or not comment.open_reports:
        return
    with transaction.atomic():
        count_reports(comment.pk)
        comment.refresh_from_db(fields=["weight"])
