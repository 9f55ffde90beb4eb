"""Make a draft of an essay again, so that it can be worked on out of sight."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from perspectives.publishing.actions.state import move_post
from perspectives.publishing.models import Post, PostState


def return_to_draft(*, post: Post, now: datetime | None = None) -> bool:
    """Return `post` to draft and say whether that changed anything; a date it once had is kept for its return."""
    return move_post(post, PostState.DRAFT, now or timezone.now())
