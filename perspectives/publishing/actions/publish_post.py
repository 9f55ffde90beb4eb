"""Publish an essay, now or at a time to come."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from perspectives.publishing.actions.state import move_post
from perspectives.publishing.models import Post, PostState


def publish_post(*, post: Post, at: datetime | None = None, now: datetime | None = None) -> bool:
    """Publish `post` at `at` and return whether that changed anything; a time to come schedules it.

    Without `at`, what is published stays as it is, what once was published keeps its date, all else is published
    now. A naive `at` is in the current time zone. `post` is brought up to date.
    """
    now = now or timezone.now()
    if at is not None and timezone.is_naive(at):
        at = timezone.make_aware(at)
    return move_post(post, PostState.PUBLISHED, now, lambda row: at or _date_of(row, now))


def _date_of(post: Post, now: datetime) -> datetime:
    """Return the day an essay bears when it is published without one."""
    return post.published_at if post.published_at is not None and post.published_at <= now else now
