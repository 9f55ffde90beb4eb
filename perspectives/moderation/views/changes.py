"""The changes of a forum's policy, newest first: who changed what, from what to what, and what the rehearsal said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from perspectives.discussion.doors import moderator_required
from perspectives.discussion.frame import page
from perspectives.moderation.models import PolicyChange
from perspectives.moderation.versions import changes_of
from perspectives.moderation.views.where import place_of
from perspectives.web.paging import paged


@moderator_required
@require_safe
def changes(request: HttpRequest, forum: str) -> HttpResponse:
    """Show the changes."""
    place = place_of(request, forum)
    shown = paged(PolicyChange.objects.filter(forum=place.forum).select_related("by").order_by("-pk"), request)
    context = {"place": place, "page": shown, "changes": changes_of(shown.object_list), "px_room": "rules"}
    return page(request, "perspectives/moderation/rules/changes.html", context)
