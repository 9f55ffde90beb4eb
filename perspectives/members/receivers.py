"""What the room of members does when the host deletes a user: from a page, the admin or a command."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from perspectives.members.actions import erase_member
from perspectives.members.models import Member


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL, dispatch_uid="perspectives.members.user_deleted")
def empty_member(instance: Any, **kwargs: Any) -> None:
    """Empty the member whose user goes: the name must not stay behind with nobody left who could take it away."""
    member = Member.objects.filter(user=instance.pk).first()
    if member is not None:
        erase_member(member=member)
