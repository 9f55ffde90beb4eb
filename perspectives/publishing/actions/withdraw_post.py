"""Take a published essay out of everybody's sight, with its discussion."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from perspectives.publishing.actions.state import move_post
from perspectives.publishing.models import Post, PostState


def withdraw_post(*, post: Post, now: datetime | None = None) -> bool:
    """Withdraw `post` and return whether that changed anything; its comments are kept and no longer shown."""
    return move_post(post, PostState.WITHDRAWN, now or timezone.now())
