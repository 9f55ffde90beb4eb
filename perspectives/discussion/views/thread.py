"""The page of a discussion by itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from perspectives.discussion.frame import page
from perspectives.discussion.thread import thread_context, thread_etag
from perspectives.discussion.views.find import discussion_or_404


@require_safe
def discussion(request: HttpRequest, slug: str) -> HttpResponse:
    """A discussion without what is discussed: title, link to it, thread."""
    found = discussion_or_404(request, slug)
    return page(
        request,
        "perspectives/discussion/discussion.html",
        lambda: thread_context(request, found),
        etag=thread_etag(request, found),
    )
