"""The essay's page: the essay, the essays beside it, and its discussion."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from perspectives.discussion.frame import page
from perspectives.discussion.places import asks_for_place, place_of
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.section import is_beginning, thread_context, thread_etag
from perspectives.reading.around import Around, around_or_404
from perspectives.text.excerpts import excerpt, reading_minutes

# Characters of the line that search engines show.
DESCRIPTION = 160


@require_safe
def post(request: HttpRequest, series: str, post: str) -> HttpResponse:
    """An essay with its discussion; drafts, scheduled and withdrawn ones are 404 to all but editors."""
    beside = around_or_404(series, post, viewer_of(request))
    thread = beside.post.discussion
    if asks_for_place(request):
        return HttpResponseRedirect(place_of(request, thread))
    return page(
        request,
        "perspectives/reading/post.html",
        lambda: _context(request, beside),
        etag=f"{beside.trace}\n{thread_etag(request, thread.pk, thread.version)}",
        keep=is_beginning(request),
    )


def _context(request: HttpRequest, beside: Around) -> dict[str, Any]:
    """Return what the page shows."""
    post = beside.post
    context = thread_context(request, post.discussion)
    return context | {
        "post": post,
        "series": post.series,
        "beside": beside,
        "minutes": reading_minutes(post.words),
        "description": post.summary or _opening(post.html),
        "canonical": request.build_absolute_uri(post.get_absolute_url()) + context["thread"].canonical,
    }


@lru_cache(maxsize=64)
def _opening(html: str) -> str:
    """Return an essay's first words, for search engines: reading all its HTML for them is most of what they cost."""
    return excerpt(html, DESCRIPTION)
