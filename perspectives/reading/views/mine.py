"""My comments: each with where it stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from perspectives.discussion.doors import member_required
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import viewer_of
from perspectives.web.paging import paged


@member_required
@require_safe
def my_comments(request: HttpRequest) -> HttpResponse:
    """The reader's own comments, the latest first, of every status."""
    member = viewer_of(request).member
    comments = (
        Comment.objects.filter(author=member).select_related("discussion", "parent").order_by("-created_at", "-pk")
    )
    return page(request, "perspectives/reading/mine.html", {"page": paged(comments, request)})
