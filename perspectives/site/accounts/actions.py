"""What can be done with an account beyond allauth's own: leave."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from perspectives.members.actions import erase_member
from perspectives.members.models import Member


@transaction.atomic
def delete_account(*, user: Any) -> None:
    """Empty the member of `user` and delete the user with addresses and sessions; the comments keep their places."""
    member = Member.objects.filter(user=user).first()
    if member is not None:
        erase_member(member=member)
    user.delete()
