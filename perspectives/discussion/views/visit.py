"""Take note that a member has seen a discussion as it stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from perspectives.discussion.actions import visit_discussion
from perspectives.discussion.doors import csrf_reason, member_required, refused_form
from perspectives.discussion.rules import viewer_of
from perspectives.discussion.views.find import discussion_or_404, moment_or_404
from perspectives.discussion.views.onwards import onwards


@member_required
def visit(request: HttpRequest, slug: str) -> HttpResponse:
    """Note the visit, and lead back to the discussion; where one comes by a link, as after signing in, only lead."""
    discussion = discussion_or_404(request, slug)
    if request.method != "POST":
        return HttpResponseRedirect(f"{discussion.get_absolute_url()}#discussion")
    if csrf_reason(request):
        return refused_form(request)
    since = moment_or_404(request.POST.get("since") or "0")
    visit_discussion(discussion=discussion, member=viewer_of(request).member, since=since)  # type: ignore[arg-type]  # The door.
    return onwards(request, f"{discussion.get_absolute_url()}#discussion")
