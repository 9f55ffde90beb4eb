"""Move a post from one state to another, with its discussion, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from perspectives.publishing.actions.lock import lock_post
from perspectives.publishing.models import Post, PostState
from perspectives.publishing.windows import keep_discussion


def move_post(
    post: Post, state: PostState, now: datetime, date_of: Callable[[Post], datetime | None] | None = None
) -> bool:
    """Give `post` this state, and the date that `date_of` says; return whether anything changed.

    The row is read under its lock; `post` is brought up to date.
    """
    with transaction.atomic():
        row = lock_post(post.pk)
        published_at = date_of(row) if date_of else row.published_at
        changed = (row.state, row.published_at) != (state, published_at)
        if changed:
            row.state, row.published_at, row.updated_at = state, published_at, now
            row.save(update_fields=["state", "published_at", "updated_at"])
            keep_discussion(row, now)
    post.__dict__.update(row.__dict__)
    return changed
