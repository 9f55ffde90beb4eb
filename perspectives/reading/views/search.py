"""The search page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import viewer_of
from perspectives.members.errors import LimitReached
from perspectives.members.limits import count_attempt
from perspectives.publishing.models import Post
from perspectives.reading.lists import found
from perspectives.reading.searching import Query, comments_with, essays_with, query_of
from perspectives.web.address import client_address

TEMPLATE = "perspectives/reading/search.html"


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Essays and public comments that hold every word of `q`; 429 to those who search faster than a person reads."""
    query = query_of(request.GET.get("q", ""))
    if not query.words:
        return page(request, TEMPLATE, {"query": query.text}, etag="search")
    viewer = viewer_of(request)
    try:
        count_attempt("search", member=viewer.member, address=client_address(request))
    except LimitReached as reached:
        response = page(request, TEMPLATE, {"query": query.text, "refusal": str(reached)}, status=429)
        response.headers["Retry-After"] = str(reached.retry_after)
        return response
    return _results(request, query)


def _results(request: HttpRequest, query: Query) -> HttpResponse:
    """Return the page of what was found."""
    posts = essays_with(Post.objects.visible_to(viewer_of(request)), query.words)
    lists = found(request, posts, comments_with(Comment.objects.public(), query.words))
    context: dict[str, Any] = {"query": query.text, "cut": query.is_cut, "found": lists, "page": lists.page}
    return page(request, TEMPLATE, context, etag=f"{query!r}\n{lists.trace}")
