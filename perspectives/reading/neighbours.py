"""The essays beside an essay: the one published before it in its series, and the one after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from perspectives.discussion.queries import Viewer
from perspectives.publishing.models import Post


@dataclass(frozen=True)
class Neighbours:
    """The essays before and after, None at the ends of the series."""

    previous: Post | None = None
    next: Post | None = None

    @property
    def trace(self) -> str:
        """Everything the links are made of."""
        return repr([(post.slug, post.title) if post else None for post in (self.previous, self.next)])


def neighbours_of(post: Post, viewer: Viewer) -> Neighbours:
    """Return the essays beside `post` that `viewer` may read, by date of publication; none for one without a date."""
    if post.published_at is None:
        return Neighbours()
    beside = Post.objects.visible_to(viewer).filter(series=post.series_id)
    beside = beside.select_related("series").only("slug", "title", "published_at", "series__slug")
    return Neighbours(
        _beyond(beside, post, "lt").order_by("-published_at", "-pk").first(),
        _beyond(beside, post, "gt").order_by("published_at", "pk").first(),
    )


def _beyond(posts: Any, post: Post, side: str) -> Any:
    """Return the posts on one side ("lt" or "gt") of `post`; the order of saving parts those of one moment."""
    at_once = Q(**{"published_at": post.published_at, f"pk__{side}": post.pk})
    return posts.filter(Q(**{f"published_at__{side}": post.published_at}) | at_once)
