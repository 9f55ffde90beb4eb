"""Where the site differs from allauth's ways: a limit answers 429, and people are called by their display name."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from perspectives.members.models import Member
from perspectives.site.views import too_many_requests

logger = logging.getLogger("perspectives.site.accounts")


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter with the site's answers."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The e-mail address or the password is not right, or the address is not confirmed yet: look for our mail "
            "with the link, or reset the password to get a new one."
        )
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail; where the mail server is away, say so instead of failing. All of them can be asked for again."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # what smtplib raises, and sockets
            logger.exception("A mail of the account pages could not be sent")
            sentence = gettext("The message could not be sent just now. Try the same again in a few minutes.")
            messages.error(allauth_context.request, sentence)

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
