"""My comments: each with where it stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from perspectives.discussion.doors import member_required
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment
from perspectives.moderation.models import Sanction
from perspectives.moderation.views.who import member_of
from perspectives.web.paging import paged

# Sanctions named above the list; all of them stand on a page of their own.
SANCTIONS_SHOWN = 5


@member_required
@require_safe
def my_comments(request: HttpRequest) -> HttpResponse:
    """The reader's own comments, the latest first, of every status."""
    member = member_of(request)
    comments = (
        Comment.objects.filter(author=member).select_related("discussion", "parent").order_by("-created_at", "-pk")
    )
    context = {
        "page": paged(comments, request),
        "sanctions": Sanction.objects.binding_anywhere(member)[:SANCTIONS_SHOWN] if member is not None else [],
    }
    return page(request, "perspectives/reading/mine.html", context)
