"""Signing in: an account whose address is not confirmed is answered like one that is not there."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.http import HttpRequest

from perspectives.discussion.backends import ViewerMixin


class ConfirmedBackend(ViewerMixin, AuthenticationBackend):
    """allauth's backend for those who have confirmed an address.

    Whoever joins with somebody's address and then signs in with the password just given would learn from a "confirm
    your address" that the address had no account before, and from a "wrong password" that it had.
    """

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the user behind the credentials, or None where they are wrong or no address is confirmed yet."""
        user = super().authenticate(request, **credentials)
        return None if user is not None and waits_for_confirmation(user) else user


def waits_for_confirmation(user: Any) -> bool:
    """Whether `user` has joined and confirmed no address yet."""
    confirmed = list(EmailAddress.objects.filter(user=user).values_list("verified", flat=True))
    return bool(confirmed) and not any(confirmed)
