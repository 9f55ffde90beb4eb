"""What the account pages do when allauth says that an address is confirmed, or proves to be."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, password_reset
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest

from perspectives.members.errors import NameTaken
from perspectives.site.accounts.actions import grant_wish


@receiver(email_confirmed, dispatch_uid="perspectives_site.email_confirmed")
def name_the_confirmed(request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """Make the member; a name lost to somebody quicker is asked for again before the first comment."""
    try:
        grant_wish(user=email_address.user)
    except NameTaken as refusal:
        messages.warning(request, str(refusal.message))


@receiver(password_reset, dispatch_uid="perspectives_site.password_reset")
def confirm_by_reset(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Confirm the only address of an account whose owner has just followed the link that was mailed to it."""
    addresses = list(EmailAddress.objects.filter(user=user))
    if len(addresses) == 1 and not addresses[0].verified:
        addresses[0].verified = True
        addresses[0].save(update_fields=["verified"])
        email_confirmed.send(sender=EmailAddress, request=request, email_address=addresses[0])
