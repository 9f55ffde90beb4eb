"""Where the site differs from allauth's ways: a limit answers 429, and people are called by their display name."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from perspectives.members.models import Member
from perspectives.site.views import too_many_requests


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter with the site's answers."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; above the limit answer 429 instead of a form with 200."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(too_many_requests(request)) from error


def display_name(user: Any) -> str:
    """Return what mails and messages of the account pages call `user`: the display name, never the address."""
    member = Member.objects.filter(user=user).first()
    return member.display_name if member else ""
