"""A sentence told on the next page: by django.contrib.messages where the host has it, else kept in the session."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.messages.api import MessageFailure
from django.http import HttpRequest

SESSION_KEY = "perspectives_notes"


def tell(request: HttpRequest, sentence: str) -> None:
    """Have `sentence` shown on the next page of the desk."""
    try:
        messages.success(request, sentence)
    except MessageFailure:
        if hasattr(request, "session"):
            request.session[SESSION_KEY] = [*request.session.get(SESSION_KEY, []), sentence][-3:]


def told(request: HttpRequest) -> list[str]:
    """Return, once, the sentences that were kept in the session."""
    if not hasattr(request, "session") or SESSION_KEY not in request.session:
        return []
    return list(request.session.pop(SESSION_KEY))
