"""The vocabulary of questions about series and posts; who sees an unpublished essay stands here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from perspectives.discussion.queries import Viewer


class PostQuerySet(models.QuerySet[Any]):
    """Posts, by who may read them and in which order."""

    def published(self, now: datetime | None = None) -> PostQuerySet:
        """Those that everybody may read now: `published_at` decides at each request, so scheduling needs no cron."""
        return self.filter(state="published", published_at__lte=now or timezone.now())

    def scheduled(self, now: datetime | None = None) -> PostQuerySet:
        """Those that will be published at a time to come."""
        return self.filter(state="published", published_at__gt=now or timezone.now())

    def visible_to(self, viewer: Viewer, now: datetime | None = None) -> PostQuerySet:
        """Published ones, and all in series whose forum `viewer` edits."""
        if viewer.edits_all:
            return self.all()
        rule = Q(state="published", published_at__lte=now or timezone.now())
        if viewer.edits:
            rule |= Q(series__forum__in=viewer.edits)
        return self.filter(rule)

    def newest_first(self) -> PostQuerySet:
        """In the order of publication, the latest first; drafts by creation."""
        return self.order_by("-published_at", "-pk")

    def for_list(self) -> PostQuerySet:
        """With everything a line of a list shows, whatever the number of rows."""
        return self.select_related("series", "discussion").prefetch_related("bylines__contributor", "tag_items__tag")
