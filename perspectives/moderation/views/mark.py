"""Feature a comment or mark it as answered, from its own page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from perspectives.discussion.doors import csrf_reason, member_required, refused_form
from perspectives.discussion.errors import Refused
from perspectives.discussion.frame import page
from perspectives.discussion.models import Comment
from perspectives.discussion.rules import viewer_of
from perspectives.moderation.actions import MARKS, mark_comment, may_mark
from perspectives.moderation.models import Act
from perspectives.moderation.views.who import member_of


@member_required
def mark(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a POST with the act and lead back to the comment; for who may not do it there is no such page."""
    rows = Comment.objects.visible_to(viewer_of(request)).select_related("discussion__forum")
    comment = get_object_or_404(rows, discussion__slug=slug, number=number)
    if not may_mark(member_of(request), comment.discussion):
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(comment.get_absolute_url())
    if csrf_reason(request):
        return refused_form(request)
    act = request.POST.get("act", "")
    try:
        mark_comment(comment=comment, by=member_of(request), act=Act(act) if act in list(MARKS) else Act.UNDO)
    except Refused as refusal:
        context = {"error": refusal.message, "comment": comment}
        return page(request, "perspectives/moderation/mark.html", context, status=refusal.http_status)
    return HttpResponseRedirect(comment.get_absolute_url(), status=303)
