"""The essay's page: the essay, the essays beside it, and its discussion."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from perspectives.discussion.frame import page
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.thread import thread_context, thread_etag
from perspectives.publishing.models import Post
from perspectives.reading.entries import trace_of_essay
from perspectives.reading.neighbours import Neighbours, neighbours_of
from perspectives.text.excerpts import excerpt, reading_minutes

# Characters of the line that search engines show.
DESCRIPTION = 160


@require_safe
def post(request: HttpRequest, series: str, post: str) -> HttpResponse:
    """An essay with its discussion; drafts, scheduled and withdrawn ones are 404 to all but editors."""
    viewer = viewer_of(request)
    posts = Post.objects.visible_to(viewer).for_list().select_related("series", "discussion__forum")
    found = get_object_or_404(posts, series__slug=series, slug=post)
    beside = neighbours_of(found, viewer)
    return page(
        request,
        "perspectives/reading/post.html",
        lambda: _context(request, found, beside),
        etag=f"{trace_of_essay(found)!r}\n{beside.trace}\n{thread_etag(request, found.discussion)}",
    )


def _context(request: HttpRequest, found: Post, beside: Neighbours) -> dict[str, Any]:
    """Return what the page shows."""
    return thread_context(request, found.discussion) | {
        "post": found,
        "series": found.series,
        "beside": beside,
        "minutes": reading_minutes(found.words),
        "description": found.summary or excerpt(found.html, DESCRIPTION),
        "canonical": request.build_absolute_uri(found.get_absolute_url()),
    }
