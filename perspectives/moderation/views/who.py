"""Who acts, behind a door that lets members in only."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from perspectives.discussion.rules import viewer_of
from perspectives.members.models import Member


def member_of(request: HttpRequest) -> Member:
    """Return the member who makes the request; Http404 for nobody, which the doors rule out."""
    member = viewer_of(request).member
    if member is None:
        raise Http404
    return member
