"""Search over all comments of the forums somebody moderates."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from perspectives.discussion.doors import moderator_required
from perspectives.discussion.frame import page
from perspectives.discussion.rules import viewer_of
from perspectives.moderation.cards import for_desk
from perspectives.moderation.searching import SearchForm, found_by
from perspectives.moderation.views.desk import size_of_page


@moderator_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The form and what it finds, the newest first, a page at a time; 400 with it for what cannot be looked for."""
    viewer = viewer_of(request)
    form = SearchForm(request.GET, viewer=viewer)
    if not form.is_valid():
        return page(request, "perspectives/moderation/search.html", {"px_room": "search", "form": form}, status=400)
    size = size_of_page()
    found = list(for_desk(found_by(form.cleaned_data, viewer))[: size + 1]) if form.is_asking else []
    context = {
        "px_room": "search",
        "form": form,
        "found": found[:size],
        "asking": form.is_asking,
        "next": _next(request, found[size - 1].pk) if len(found) > size else "",
    }
    return page(request, "perspectives/moderation/search.html", context)


def _next(request: HttpRequest, last: int) -> str:
    """Return the query string of the page behind the comment with this primary key."""
    query = request.GET.copy()
    query["before"] = str(last)
    return query.urlencode()
