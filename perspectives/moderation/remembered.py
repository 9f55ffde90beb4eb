"""What was decided together last, kept in the session so that it can be taken back together."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from perspectives.moderation.models import Decision

SESSION_KEY = "perspectives_together"


def remember(request: HttpRequest, decisions: Sequence[Decision]) -> None:
    """Keep the primary keys of decisions made together."""
    if hasattr(request, "session"):
        request.session[SESSION_KEY] = [decision.pk for decision in decisions]


def remembered(request: HttpRequest) -> list[int]:
    """Return the primary keys of what was decided together last, none where it is undone."""
    return list(request.session.get(SESSION_KEY, [])) if hasattr(request, "session") else []


def forget(request: HttpRequest) -> None:
    """Drop them."""
    if remembered(request):
        del request.session[SESSION_KEY]
