"""What a discussion must know of its essay: the address of its page, and from when until when it may be seen."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from perspectives.discussion.actions import update_discussion
from perspectives.publishing.models import Post, PostState

URL_NAME = "perspectives:post"


def address_of(post: Post) -> dict[str, str]:
    """Return the arguments of the view URL_NAME that lead to `post`."""
    return {"series": post.series.slug, "post": post.slug}


def window_of(post: Post, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return from when and until when the discussion of `post` is to be seen; NULL from is "not yet"."""
    if post.state == PostState.PUBLISHED:
        return post.published_at, None
    if post.state == PostState.WITHDRAWN:
        return post.published_at, post.discussion.visible_until or now
    return None, None


def keep_discussion(post: Post, now: datetime | None = None) -> bool:
    """Bring title, address and window of the discussion up to date, in the caller's transaction; say if it changed."""
    visible_from, visible_until = window_of(post, now or timezone.now())
    return update_discussion(
        discussion=post.discussion,
        title=post.title,
        url_name=URL_NAME,
        url_kwargs=address_of(post),
        visible_from=visible_from,
        visible_until=visible_until,
    )
