"""What can be done with a member: name, rename, empty."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from perspectives.members.errors import NameTaken
from perspectives.members.models import Member
from perspectives.members.signals import member_changed
from perspectives.text.names import clean_name, skeleton


def name_member(*, user: Any, name: str) -> Member:
    """Give the member of `user` (made if there is none) the display name `name` and return the member.

    Raises TextRefused for a name that cannot be shown, NameTaken for one that is, or looks like, somebody else's.
    The same name again changes nothing.
    """
    name = clean_name(name)
    try:
        with transaction.atomic():
            return _named(user, name)
    except IntegrityError as error:
        raise NameTaken from error


def _named(user: Any, name: str) -> Member:
    """Create or rename inside a transaction; the unique skeleton decides who was first."""
    member = Member.objects.filter(user=user).first()
    if member is None:
        return Member.objects.create(user=user, name=name, name_skeleton=skeleton(name))
    if member.name != name:
        member.name, member.name_skeleton = name, skeleton(name)
        member.save(update_fields=["name", "name_skeleton"])
        member_changed.send(sender=Member, member=member)
    return member


def erase_member(*, member: Member) -> None:
    """Empty `member`: name, account and preferences go, the row and the comments' places stay.

    Rooms that keep something of a member listen to `member_changed` and empty it in the same transaction.
    """
    with transaction.atomic():
        Member.objects.filter(pk=member.pk, erased_at__isnull=True).update(
            name="",
            name_skeleton=None,
            user=None,
            erased_at=timezone.now(),
            mail_answers=False,
            mail_decisions=False,
            mail_waiting=False,
        )
        member.refresh_from_db()
        member_changed.send(sender=Member, member=member)
