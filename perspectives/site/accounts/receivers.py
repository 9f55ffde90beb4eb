"""What the account pages do when allauth says that an address is confirmed."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
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
