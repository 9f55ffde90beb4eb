"""Which forum a page of the desk is about, behind a door that lets moderators in only."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from perspectives.discussion.models import Forum
from perspectives.discussion.rules import viewer_of
from perspectives.moderation import queue
from perspectives.moderation.seniors import senior_viewer


@dataclass(frozen=True)
class Place:
    """A forum that the viewer moderates, and whether as a senior moderator, who may change what it goes by."""

    forum: Forum
    senior: bool


def place_of(request: HttpRequest, slug: str) -> Place:
    """Return the forum with this slug; Http404 for those that the viewer does not moderate, as for what never was."""
    viewer = viewer_of(request)
    forum = get_object_or_404(queue.forums_of(viewer), slug=slug)
    return Place(forum, senior_viewer(viewer, forum.pk))
