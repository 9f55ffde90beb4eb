"""What can be done with an account beyond allauth's own: be named once it is confirmed, and leave."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction

from perspectives.members.actions import erase_member, name_member
from perspectives.members.models import Member


def wish_name(*, user: Any, name: str) -> None:
    """Keep the display name somebody asked for when joining, until the address is confirmed."""
    user.first_name = name
    user.save(update_fields=["first_name"])


def grant_wish(*, user: Any) -> Member | None:
    """Give `user` the display name asked for when joining, once; None where there is no wish.

    Raises NameTaken where somebody else has it by now; the wish is over then too. A name counts as taken only from
    here on: if joining took it, a second attempt to join with it would tell whether the first one's address had an
    account.
    """
    name = user.first_name
    if not name or Member.objects.filter(user=user).exists():
        return None
    wish_name(user=user, name="")
    return name_member(user=user, name=name)


@transaction.atomic
def delete_account(*, user: Any) -> None:
    """Empty the member of `user` and delete the user with addresses and sessions; the comments keep their places."""
    member = Member.objects.filter(user=user).first()
    if member is not None:
        erase_member(member=member)
    _end_sessions(user)
    _forget_in_admin_log(user)
    user.delete()


def _end_sessions(user: Any) -> None:
    """Delete the user's sessions in every browser: each keeps the address that was signed in with, and typed texts."""
    rows = Session.objects.iterator()
    own = [row.pk for row in rows if row.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=own).delete()


def _forget_in_admin_log(user: Any) -> None:
    """Delete what the admin's log says about the user and the addresses: its lines name them in full."""
    addresses = [str(pk) for pk in EmailAddress.objects.filter(user=user).values_list("pk", flat=True)]
    for model, keys in ((get_user_model(), [str(user.pk)]), (EmailAddress, addresses)):
        kind = ContentType.objects.get_for_model(model)
        LogEntry.objects.filter(content_type=kind, object_id__in=keys).delete()
